public import DebriefModel

/// Notices trouble that spreads from one namespace to others.
public struct CascadeDetector: Detector {
  public static let description = DetectorDescription(
    id: "cascade", title: "Trouble spreads across namespaces", category: .application, role: .notice,
    reads: [.kubernetes, .state],
    explanation: """
      At least \(least) namespaces in which warnings began, each after at least \(shortNumber(quiet)) minutes without, one after the other within \(shortNumber(minutes)) minutes. The finding is \
      about the namespace in which they began first and lists the first warning of each. That one was first does not prove that \
      it is the origin, and namespaces whose events were not collected are not seen.
      """,
    playbook: "cascade",
    followUp: FollowUp(
      "Let the callers of what runs in {subject} fail fast and go on without it", type: "mitigate",
      doneWhen: "stopping it in a test leaves the other namespaces without warnings"))

  /// How many namespaces must be touched …
  static let least = 3
  /// … within how many minutes …
  static let minutes = 15.0
  /// … each after so many minutes without a warning.
  static let quiet = 30.0
  /// Beginnings closer together than this, in seconds, are one event for all and no spread.
  static let together = 60.0

  private var last: [String: Instant] = [:]
  private var began: [(namespace: String, at: Instant, event: Event)] = []
  private var spreads = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    let namespace = event.subject.namespace
    guard event.severity >= .warning, !namespace.isEmpty, let at = event.time?.start else { return }
    let before = last[namespace]
    guard before != nil || last.count < Ledger.subjects else { return }
    last[namespace] = max(event.time?.end ?? at, before ?? at)
    if let before, at - before < .minutes(Self.quiet) { return }
    began.removeAll { at - $0.at > .minutes(Self.minutes) }
    guard began.count < 50 else { return }
    began.append((namespace, at, event))
    spread(at)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    for (subject, number, run) in spreads.all {
      findings.report(
        run, about: subject, number: number,
        title: "Trouble began here and reached \(counted(max(0, run.records - 1), "other namespace"))",
        cause: "spread across namespaces", severity: .warning, confidence: 0.65)
    }
  }

  private mutating func spread(_ at: Instant) {
    let ordered = began.sorted { ($0.at, $0.namespace) < ($1.at, $1.namespace) }
    guard ordered.count >= Self.least, let first = ordered.first, at - first.at >= .seconds(Self.together) else {
      return
    }
    let subject = Subject(kind: "Namespace", name: first.namespace)
    let isKnown = spreads.holds(subject)
    for beginning in isKnown ? Array(began.suffix(1)) : ordered { spreads.add(beginning.event, about: subject) }
  }
}
