public import DebriefModel

/// Builds the document of a report from an analysis and the evidence behind it.
///
/// Events are streamed once, so memory does not grow with the evidence.
public struct ReportBuilder {
  private let analysis: IncidentAnalysis
  private let playbooks: [Playbook]

  /// Creates a builder for one incident's analysis.
  public init(_ analysis: IncidentAnalysis, playbooks: [Playbook] = PlaybookLibrary.builtIn) {
    (self.analysis, self.playbooks) = (analysis, playbooks)
  }

  /// The document; linear in the number of events and of the samples of the metrics shown.
  public func document(from evidence: some EvidenceReader) throws -> ReportDocument {
    let sources = analysis.coverage.isEmpty ? try evidence.sources() : analysis.coverage
    let span = PictureSpan.of(analysis)
    var exhibits = Exhibits(analysis, paths: sources, relations: try evidence.relations(), span: span)
    try evidence.forEachEvent(EventFilter()) { event in
      exhibits.observe(event)
      return true
    }
    var document = exhibits.document(analysis, sources: sources, span: span)
    document.metrics = try MetricPanels.panels(for: analysis.changePoints, in: span, from: evidence)
    document.playbooks = AppliedPlaybook.all(for: analysis, among: playbooks)
    document.budgets = try BudgetBurns.burns(of: analysis, from: evidence)
    return document
  }
}

/// The collectors that share the one pass over the events.
private struct Exhibits {
  private var timeline: TimelineCollector
  private var lanes: LaneCollector
  private var alerts = AlertCollector()
  private var logs: LogCollector
  private let paths: [Int: String]

  init(_ analysis: IncidentAnalysis, paths: [Source], relations: [Relation], span: TimeRange?) {
    let workloads = Workloads(relations)
    self.paths = Dictionary(paths.map { ($0.id, $0.path) }, uniquingKeysWith: { first, _ in first })
    timeline = TimelineCollector(cited: CitedEvents.ids(of: analysis), workloads: workloads)
    lanes = LaneCollector(workloads: workloads)
    logs = LogCollector(onset: analysis.milestones[.impactStarted]?.at ?? analysis.window?.start, span: span)
  }

  mutating func observe(_ event: Event) {
    let place = Place(path: paths[event.provenance.source] ?? "", event.provenance)
    timeline.observe(event, at: place)
    lanes.observe(event)
    alerts.observe(event)
    logs.observe(event, at: place)
  }

  func document(_ analysis: IncidentAnalysis, sources: [Source], span: TimeRange?) -> ReportDocument {
    ReportDocument(
      analysis: analysis, sources: sources, span: span, timeline: timeline.result(), lanes: lanes.result(),
      alerts: alerts.result(), logs: logs.result(), ladder: Ladder.steps(analysis))
  }
}

/// A path with a place in it.
struct Place {
  var path: String
  var line: Int?
  var byte: Int

  init(path: String, _ provenance: Provenance) {
    (self.path, self.byte) = (path, provenance.byte)
    line = provenance.line > 0 ? provenance.line : nil
  }
}

/// The stretch of time the picture shows.
enum PictureSpan {
  /// How much of the time before and after the incident is shown, as a share of its length.
  static let margin = 0.35
  static let shortest = TimeSpan.minutes(10)

  /// The window cut down to the incident with a margin, so that a day of quiet does not squeeze half an hour.
  static func of(_ analysis: IncidentAnalysis) -> TimeRange? {
    let known = analysis.milestones.values.map { $0.at }
    guard let window = analysis.window else { return known.isEmpty ? nil : padded(known) }
    guard let first = known.min(), analysis.milestones[.impactStarted] != nil, let last = known.max() else {
      return window
    }
    let end = analysis.milestones[.recovered] == nil ? window.end : last
    let wanted = padded([first, max(first, end)])
    let start = max(wanted.start, min(window.start, first))
    return TimeRange(start, min(wanted.end, max(window.end, last)))
  }

  private static func padded(_ times: [Instant]) -> TimeRange {
    guard let first = times.min(), let last = times.max() else {
      return TimeRange(Instant(nanoseconds: 0), Instant(nanoseconds: 0))
    }
    let pad = max(TimeSpan.seconds((last - first).seconds * margin), shortest)
    return TimeRange(first - pad, last + pad)
  }
}
