public import DebriefModel

extension IncidentSummary {
  /// A lead below this confidence does not name the cause of an incident.
  static let causeConfidence = 0.5

  /// The summary of an analysis, with what only the evidence says.
  public init(
    _ analysis: IncidentAnalysis, teams: [String] = [], detection: Detection = Detection(), alerts: [AlertRecord] = []
  ) {
    let head = analysis.incident
    self.init(id: head.id, title: head.title, severity: head.severity, status: head.status)
    services = Set(head.services).sorted()
    milestones = analysis.milestones.mapValues {
      Mark(at: $0.at, earliest: $0.earliest, latest: $0.latest, basis: $0.basis, confidence: $0.confidence)
    }
    impact = analysis.impactIntervals.map {
      Impact(start: $0.start.at, end: $0.end?.at, seenUntil: $0.observedUntil)
    }
    isOpen = impact.contains { $0.end == nil }
    metrics = analysis.metrics
    phases = analysis.phases.filter { $0.name != .preparation }.map {
      PhaseLength(phase: $0.name, seconds: $0.seconds, notSeparableFrom: $0.notSeparableFrom)
    }
    cause = Self.cause(of: analysis)
    actions = analysis.actions
    readiness = analysis.readiness.map { ReadinessAnswer(question: $0.question, answer: $0.answer) }
    (self.teams, self.detection, self.alerts) = (Set(teams).sorted(), detection, alerts)
    terms = Fingerprint.terms(analysis, alerts)
    span = analysis.window
  }

  private static func cause(of analysis: IncidentAnalysis) -> Cause? {
    if let declared = analysis.incident.cause.flatMap({ CauseCategory(rawValue: $0) }) {
      return Cause(category: declared, basis: .declared, confidence: 1)
    }
    guard let lead = analysis.leads.first, lead.confidence >= causeConfidence else { return nil }
    return Cause(category: lead.category, basis: .inferred, confidence: lead.confidence)
  }
}

/// What makes one incident recognisable in another: words without times, pod hashes or numbers.
enum Fingerprint {
  /// More terms than this do not make it more recognisable.
  static let limit = 64

  static func terms(_ analysis: IncidentAnalysis, _ alerts: [IncidentSummary.AlertRecord]) -> [String: Double] {
    var terms: [String: Double] = [:]
    func add(_ word: String, _ weight: Double) { terms[word] = max(terms[word] ?? 0, weight) }
    for alert in alerts where alert.overlapping > 0 { add("alert:\(alert.name)", 1) }
    for finding in analysis.findings {
      add("finding:\(finding.detector)", finding.confidence)
      if !finding.subject.name.isEmpty { add("workload:\(finding.subject.object)", finding.confidence) }
    }
    for lead in analysis.leads.prefix(3) {
      add("cause:\(lead.cause)", 1)
      add("workload:\(lead.subject.object)", 1)
    }
    for change in analysis.changes where change.secondsBeforeImpact.map({ abs($0) <= 3600 }) ?? false {
      add("change:\(change.kind)", 1)
    }
    let kept = terms.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
    return Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
  }
}
