import DebriefModel

/// One of the five figures below the title.
struct Figure {
  var label: String
  /// The value in words; "not known" where a milestone is missing.
  var value: String
  /// How far the truth may lie from it, or why it is not known.
  var bounds: String
  /// The id of its definition.
  var definition: String
  var isKnown: Bool
  var citations: [Int]

  /// The five figures in their order.
  static func all(of document: ReportDocument, citing citations: inout Citations) -> [Figure] {
    let analysis = document.analysis
    return [
      impact(analysis, &citations),
      span("Time to detect", "time-to-detect", analysis.metrics.detect, .detected, analysis, &citations),
      span("Time to contain", "time-to-contain", analysis.metrics.contain, .contained, analysis, &citations),
      span("Time to recover", "time-to-recover", analysis.metrics.recover, .recovered, analysis, &citations),
      budget(document, &citations),
    ]
  }

  private static func impact(_ analysis: IncidentAnalysis, _ citations: inout Citations) -> Figure {
    var figure = span("Impact lasted", "impact", analysis.metrics.recover, .recovered, analysis, &citations)
    guard let start = analysis.milestones[.impactStarted] else { return figure }
    if let end = analysis.milestones[.recovered] {
      figure.bounds = "from \(start.at.clock()) to \(end.at.clock()) UTC" + days(start.at, end.at)
    } else if let last = analysis.window?.end, last > start.at {
      figure.value = "at least \(unbroken((last - start.at).seconds))"
      figure.bounds = "from \(start.at.clock()) UTC; its end is not in the evidence"
      figure.isKnown = true
      figure.citations = citations.numbers(of: start.evidence)
    }
    return figure
  }

  private static func days(_ start: Instant, _ end: Instant) -> String {
    start.date == end.date ? "" : " on \(end.date)"
  }

  private static func span(
    _ label: String, _ definition: String, _ seconds: Double?, _ end: Milestone.Name, _ analysis: IncidentAnalysis,
    _ citations: inout Citations
  ) -> Figure {
    let start = analysis.milestones[.impactStarted]
    let stop = analysis.milestones[end]
    guard let seconds else {
      let missing = [start == nil ? Words.milestone(.impactStarted) : nil, stop == nil ? Words.milestone(end) : nil]
      return Figure(
        label: label, value: Words.unknown, bounds: reason(missing.compactMap { $0 }), definition: definition,
        isKnown: false, citations: [])
    }
    let evidence =
      (start.map { Array($0.evidence.prefix(1)) } ?? []) + (stop.map { Array($0.evidence.prefix(1)) } ?? [])
    return Figure(
      label: label, value: unbroken(seconds), bounds: bounds(from: start, to: stop), definition: definition,
      isKnown: true, citations: citations.numbers(of: evidence))
  }

  private static func reason(_ missing: [String]) -> String {
    missing.isEmpty ? "" : "no evidence for “\(missing.joined(separator: "” and “"))”"
  }

  private static func bounds(from start: Milestone?, to stop: Milestone?) -> String {
    guard let start, let stop else { return "" }
    let low = (stop.earliest - start.latest).seconds
    let high = (stop.latest - start.earliest).seconds
    return low == high ? "exact to the clocks" : "between \(unbroken(low)) and \(unbroken(high))"
  }

  /// A length of time that stays on one line.
  private static func unbroken(_ seconds: Double) -> String {
    String(Words.duration(seconds).map { $0 == " " ? "\u{A0}" : $0 })
  }

  private static func budget(_ document: ReportDocument, _ citations: inout Citations) -> Figure {
    let known = document.budgets.filter { $0.share != nil }
    let worst = known.max { ($0.share ?? 0) < ($1.share ?? 0) }
    guard let worst, let share = worst.share else {
      let why = document.budgets.first?.explanation ?? "no objective is declared in incident.yaml"
      return Figure(
        label: "Budget burnt", value: Words.unknown, bounds: why, definition: "budget", isKnown: false, citations: [])
    }
    let more = document.budgets.count > 1 ? "; the most of \(document.budgets.count) objectives" : ""
    return Figure(
      label: "Budget burnt", value: "\(Words.fixed(share * 100, 1)) %",
      bounds: "of 30 days at \(Words.fixed(worst.objective.objective, 3)) %, \(worst.objective.name)\(more)",
      definition: "budget", isKnown: true, citations: citations.numbers(of: worst.evidence))
  }
}
