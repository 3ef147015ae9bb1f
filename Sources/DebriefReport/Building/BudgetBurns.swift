import DebriefModel

/// Works out how much of the declared error budgets the incident used.
enum BudgetBurns {
  /// The period of a budget.
  static let period = 30 * 86_400.0

  static func burns(of analysis: IncidentAnalysis, from evidence: some EvidenceReader) throws -> [BudgetBurn] {
    guard !analysis.incident.slos.isEmpty else { return [] }
    let series = try evidence.series()
    return try analysis.incident.slos.map { try burn(of: $0, analysis, series, evidence) }
  }

  private static func burn(
    of objective: Manifest.SLO, _ analysis: IncidentAnalysis, _ all: [Series], _ evidence: some EvidenceReader
  ) throws -> BudgetBurn {
    func unknown(_ why: String) -> BudgetBurn { BudgetBurn(objective: objective, share: nil, explanation: why) }
    guard objective.objective > 0, objective.objective < 100 else {
      return unknown("the objective is not between 0 and 100 %")
    }
    guard let selector = SeriesSelector(objective.errors) else {
      return unknown("its series selector could not be read")
    }
    guard let range = impact(of: analysis) else { return unknown("the start of the impact is not known") }
    guard let series = all.first(where: { selector.matches($0) }) else {
      return unknown("no series in the evidence matches it")
    }
    let bad = badSeconds(try evidence.samples(of: series), in: range, step: series.step ?? 60)
    guard let bad else { return unknown("the series has no samples during the impact") }
    let share = bad / ((1 - objective.objective / 100) * period)
    return BudgetBurn(
      objective: objective, share: share, explanation: explanation(bad, range),
      evidence: [try place(of: series, evidence)])
  }

  private static func place(of series: Series, _ evidence: some EvidenceReader) throws -> Evidence {
    let path = try evidence.sources().first { $0.id == series.provenance.source }?.path ?? ""
    let line = series.provenance.line > 0 ? series.provenance.line : nil
    return Evidence(source: path, line: line, byte: series.provenance.byte, text: series.description)
  }

  private static func explanation(_ bad: Double, _ range: TimeRange) -> String {
    "the error ratio from \(range.start.clock()) to \(range.end.clock()) adds up to \(Words.duration(bad.rounded())) of full"
      + " outage, out of the budget of 30 days; it is assumed that traffic was even"
  }

  private static func impact(of analysis: IncidentAnalysis) -> TimeRange? {
    guard let start = analysis.milestones[.impactStarted]?.at else { return nil }
    let end = analysis.milestones[.recovered]?.at ?? analysis.window?.end
    return end.map { TimeRange(start, $0) }
  }

  /// The sum of ratio × step over the samples in the range; nil without any.
  private static func badSeconds(_ samples: [Sample], in range: TimeRange, step: Double) -> Double? {
    let inside = samples.filter { range.contains($0.at) && $0.value.isFinite }
    guard !inside.isEmpty else { return nil }
    return inside.reduce(0) { $0 + min(1, max(0, $1.value)) * step }
  }
}

/// A series selector with equality matchers, `metric{label="value",…}`.
struct SeriesSelector: Equatable {
  var metric: String
  var labels: [String: String] = [:]

  init?(_ text: String) {
    let parts = text.split(separator: "{", maxSplits: 1, omittingEmptySubsequences: false)
    metric = String(parts[0].filter { !$0.isWhitespace })
    guard !metric.isEmpty else { return nil }
    guard parts.count == 2 else { return }
    guard let close = parts[1].lastIndex(of: "}"), let read = SeriesSelector.matchers(parts[1][..<close]) else {
      return nil
    }
    labels = read
  }

  /// Whether the metric and every named label agree; further labels do not matter.
  func matches(_ series: Series) -> Bool {
    series.metric == metric && labels.allSatisfy { series.labels[$0.key] == $0.value }
  }

  private static func matchers(_ text: Substring) -> [String: String]? {
    var labels: [String: String] = [:]
    var rest = text
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "," }
      guard !rest.isEmpty else { return labels }
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let name = rest[..<equals].filter { !$0.isWhitespace }
      rest = rest[rest.index(after: equals)...].drop { $0.isWhitespace }
      guard let value = quoted(&rest) else { return nil }
      labels[String(name)] = value
    }
  }

  private static func quoted(_ rest: inout Substring) -> String? {
    guard rest.first == "\"" else { return nil }
    var value = ""
    var isEscaped = false
    for index in rest.indices.dropFirst() {
      let character = rest[index]
      if !isEscaped && character == "\"" {
        rest = rest[rest.index(after: index)...]
        return value
      }
      if !isEscaped && character == "\\" {
        isEscaped = true
      } else {
        value.append(character)
        isEscaped = false
      }
    }
    return nil
  }
}
