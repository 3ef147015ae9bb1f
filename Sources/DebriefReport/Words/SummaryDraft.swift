import DebriefModel

/// Drafts the paragraph "what happened": every clause with its evidence, unknowns said in the same breath.
enum SummaryDraft {
  static func clauses(of document: ReportDocument, citing citations: inout Citations) -> [Clause] {
    let analysis = document.analysis
    guard document.timeline.total > 0 || !analysis.milestones.isEmpty || !analysis.changePoints.isEmpty else {
      return [
        Clause(text: "The evidence holds no event and no metric that moved, so nothing can be said yet.", citations: [])
      ]
    }
    var clauses = [onset(analysis, &citations)]
    clauses += shift(analysis, &citations) + before(analysis, &citations) + response(analysis, &citations)
    clauses += lead(analysis, &citations) + unknowns(analysis)
    return clauses
  }

  private static func onset(_ analysis: IncidentAnalysis, _ citations: inout Citations) -> Clause {
    guard let start = analysis.milestones[.impactStarted] else {
      return Clause(text: "When the impact started is not known.", citations: [])
    }
    let services = analysis.incident.services
    let whom = services.isEmpty ? "Impact" : "Impact on \(Words.list(services))"
    return Clause(
      text: "\(whom) started at \(start.at.clock()) UTC on \(start.at.date) (\(Words.confidence(start.confidence))).",
      citations: citations.numbers(of: start.evidence))
  }

  private static func shift(_ analysis: IncidentAnalysis, _ citations: inout Citations) -> [Clause] {
    guard
      let point = analysis.changePoints.max(by: { a, b in
        (a.magnitude, b.series.description) < (b.magnitude, a.series.description)
      })
    else { return [] }
    let verb = point.direction == .up ? "rose" : "fell"
    let back = point.recoveredAt.map { " and was back in its usual range at \($0.clock())" } ?? ""
    return [
      Clause(
        text: "\(point.series.metric) \(verb) from about \(Words.number(point.before)) to about"
          + " \(Words.number(point.after)) at \(point.at.clock())\(back).",
        citations: citations.numbers(of: point.evidence))
    ]
  }

  /// How close before the impact a change must be to be part of the story.
  private static let closeness = 1800.0

  private static func before(_ analysis: IncidentAnalysis, _ citations: inout Citations) -> [Clause] {
    let close = analysis.changes.filter { $0.secondsBeforeImpact.map { $0 >= 0 && $0 <= closeness } ?? false }
    guard let last = close.max(by: { ($0.at, $1.what) < ($1.at, $0.what) }) else { return [] }
    let named = !last.subject.name.isEmpty && last.what.contains(last.subject.name)
    let others = close.count > 1 ? ", the last of \(Words.count(close.count, "change")) in the half hour before" : ""
    return [
      Clause(
        text: "\(Words.duration(last.secondsBeforeImpact)) before the impact there was a change"
          + "\(named ? "" : " to \(last.subject)"): \(last.what)\(others).",
        citations: citations.numbers(of: last.evidence))
    ]
  }

  private static func response(_ analysis: IncidentAnalysis, _ citations: inout Citations) -> [Clause] {
    let steps: [(Milestone.Name, String)] = [
      (.detected, "It was detected"), (.acknowledged, "acknowledged"), (.contained, "contained"),
      (.eradicated, "eradicated"), (.recovered, "recovered"),
    ]
    let known = steps.compactMap { name, verb in analysis.milestones[name].map { (name, verb, $0) } }
    return known.enumerated().map { index, step in
      let isLast = index == known.count - 1
      let verb = index == 0 && step.0 != .detected ? "It was \(step.1)" : step.1
      let joint = index > 0 && isLast ? "and " : ""
      return Clause(
        text: "\(joint)\(verb) at \(step.2.at.clock())\(offset(step.2, analysis))\(isLast ? "." : ",")",
        citations: citations.numbers(of: step.2.evidence))
    }
  }

  private static func offset(_ milestone: Milestone, _ analysis: IncidentAnalysis) -> String {
    guard let start = analysis.milestones[.impactStarted] else { return "" }
    let seconds = (milestone.at - start.at).seconds
    return seconds >= 0 ? " (\(Words.duration(seconds)) in)" : " (\(Words.duration(-seconds)) before the impact)"
  }

  private static func lead(_ analysis: IncidentAnalysis, _ citations: inout Citations) -> [Clause] {
    guard let lead = analysis.leads.first else {
      return [Clause(text: "The evidence does not suggest a cause.", citations: [])]
    }
    let text = "The evidence suggests \(lead.cause) of \(lead.subject) as the first lead to check"
    return [
      Clause(text: "\(text) (\(Words.confidence(lead.confidence))).", citations: citations.numbers(of: lead.evidence))
    ]
  }

  private static func unknowns(_ analysis: IncidentAnalysis) -> [Clause] {
    let names: [Milestone.Name] = [.detected, .acknowledged, .contained, .eradicated, .recovered]
    let missing = names.filter { analysis.milestones[$0] == nil }.map { Words.milestone($0) }
    guard !missing.isEmpty else { return [] }
    return [Clause(text: "Not known: when it was \(Words.list(missing)).", citations: [])]
  }
}
