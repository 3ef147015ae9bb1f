import DebriefModel

/// Finds the steps of the detection ladder that are no milestones.
struct LadderCollector {
  private struct Seen {
    var at: Instant
    var evidence: Evidence
  }
  private let impact: Instant?
  private var warning: Seen?
  private var pending: Seen?
  private var firing: Seen?
  private var paged: Seen?

  /// What had gone on for longer than this when the impact began (an alert that always fires) is no step of its detection.
  static let headStart = TimeSpan.minutes(5)

  /// What ended before the impact began is no step of this incident either.
  init(impact: Instant?) { self.impact = impact }

  mutating func observe(_ event: Event, at place: Place) {
    guard let time = event.time, impact.map({ time.end >= $0 && time.start >= $0 - Self.headStart }) ?? true
    else { return }
    let seen = Seen(at: time.start, evidence: evidence(event, at: place))
    switch event.kind {
    case .kubernetes where event.severity >= .warning && warning == nil: warning = seen
    case .alert: observeAlert(event, seen)
    case .page where paged == nil && (event.attributes[Attribute.page] ?? "trigger") == "trigger": paged = seen
    default: break
    }
  }

  private mutating func observeAlert(_ event: Event, _ seen: Seen) {
    switch event.attributes[Attribute.alertState] {
    case "pending": if pending == nil { pending = seen }
    case "resolved": break
    default: if firing == nil { firing = seen }
    }
  }

  private func evidence(_ event: Event, at place: Place) -> Evidence {
    let text = [event.reason, event.message].filter { !$0.isEmpty }.joined(separator: ": ")
    return Evidence(
      source: place.path, line: place.line, byte: place.byte, event: event.id.isEmpty ? nil : event.id,
      text: VisibleText.excerpt(text, limit: 160))
  }

  /// The ladder: what could be noticed, what was noticed, and what was done.
  func steps(_ analysis: IncidentAnalysis) -> [LadderStep] {
    [
      milestone(.impactStarted, "impact started", analysis),
      firstShift(analysis), step("first Warning event", warning),
      step("alert pending", pending), step("alert firing", firing), step("paged", paged),
      milestone(.detected, "detected", analysis), milestone(.acknowledged, "acknowledged", analysis),
      firstMitigation(analysis),
      milestone(.contained, "contained", analysis), milestone(.recovered, "recovered", analysis),
    ]
  }

  private func step(_ name: String, _ seen: Seen?) -> LadderStep {
    LadderStep(name: name, at: seen?.at, detail: seen?.evidence.text ?? "", evidence: seen.map { [$0.evidence] } ?? [])
  }

  private func milestone(_ name: Milestone.Name, _ title: String, _ analysis: IncidentAnalysis) -> LadderStep {
    let milestone = analysis.milestones[name]
    return LadderStep(
      name: title, at: milestone?.at, detail: milestone?.rule ?? "", evidence: milestone?.evidence ?? [])
  }

  private func firstShift(_ analysis: IncidentAnalysis) -> LadderStep {
    let points = analysis.changePoints.sorted { ($0.at, $0.series.description) < ($1.at, $1.series.description) }
    let first = points.first { point in impact.map { point.at >= $0 - .minutes(2) } ?? true }
    return LadderStep(
      name: "first metric moved", at: first?.at, detail: first?.series.description ?? "",
      evidence: first?.evidence ?? [])
  }

  /// The first change after the impact began; whether it helped is for the reader to say.
  private func firstMitigation(_ analysis: IncidentAnalysis) -> LadderStep {
    let changes = analysis.changes.sorted { ($0.at, $0.what) < ($1.at, $1.what) }
    let noticed = analysis.milestones[.detected]?.at ?? impact
    let first = noticed.flatMap { noticed in changes.first { $0.at > noticed } }
    return LadderStep(
      name: "first change afterwards", at: first?.at, detail: first?.what ?? "", evidence: first?.evidence ?? [])
  }
}
