import DebriefModel
import DebriefReport
import Testing

@Suite struct `Metrics that move together` {
  private static func series(_ name: String) -> Series { Series(metric: name, labels: ["service": "a|b<c>"], step: 15) }

  private static func document(_ correlations: SeriesCorrelations) -> ReportDocument {
    var incident = RolloutIncident()
    incident.analysis.correlations = correlations
    return SampleDocument.document(incident.analysis, incident.evidence)
  }

  private static func texts(_ correlations: SeriesCorrelations) throws -> (markdown: String, page: String) {
    let files = try ReportRenderer(TemplateLibrary.template()).render(document(correlations))
    func text(_ suffix: String) -> String { files.first { $0.name.hasSuffix(suffix) }?.text ?? "" }
    return (text(".md"), text(".html"))
  }

  private static let two: SeriesCorrelations = {
    var found = SeriesCorrelations()
    found.tested = 21
    found.pairs = [
      SeriesCorrelation(
        indicator: series("errors"), other: series("pool"), lag: -60, coefficient: 0.812, p: 1e-6, q: 2e-5,
        effectiveCount: 116.4),
      SeriesCorrelation(
        indicator: series("errors"), other: series("cpu"), lag: 0, coefficient: -0.36, p: 0.001, q: 0.013,
        effectiveCount: 86),
    ]
    return found
  }()

  @Test func `stand in the report with lag, r, q and what the samples are worth`() throws {
    let (markdown, page) = try Self.texts(Self.two)
    #expect(markdown.contains("Of 21 pairs of an indicator and another metric, these move together"))
    #expect(markdown.contains("| 1 min earlier | 0.81 | below 0.001 | 116 |"))
    #expect(markdown.contains("| together | −0.36 | 0.013 | 86 |"))
    #expect(page.contains("Metrics that move together") && page.contains("1 min earlier"))
    #expect(!page.contains("a|b<c>") && page.contains("a|b&lt;c&gt;"))
  }

  @Test func `are said to be absent when none is left, and not mentioned when nothing was compared`() throws {
    var none = SeriesCorrelations()
    none.tested = 1
    #expect(try Self.texts(none).markdown.contains("Of 1 pair of an indicator and another metric, none moves together"))
    let nothing = try Self.texts(SeriesCorrelations())
    #expect(!nothing.markdown.contains("move together") && !nothing.page.contains("move together"))
  }

  @Test func `are in analysis.json, a the indicator and b the other, lag in seconds`() {
    let text = AnalysisJSON.encode(Self.document(Self.two).analysis)
    for part in [
      "\"lag\": -60", "\"coefficient\": 0.812", "\"q\": 0.013", "\"effective_n\": 116.4", "\"name\": \"pool\"",
    ] {
      #expect(text.contains(part))
    }
  }
}
