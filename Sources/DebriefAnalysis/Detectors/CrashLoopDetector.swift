public import DebriefModel

/// Notices containers that fail, are restarted and fail again.
public struct CrashLoopDetector: Detector {
  public static let description = DetectorDescription(
    id: "crash-loop", title: "Container fails and restarts in a loop", category: .application, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      Back-off events (“restarting failed container”), containers waiting in CrashLoopBackOff, and containers that ended with an \
      error and were restarted at least \(restarts) times. It says that the process ends, not why: the exit code, the previous \
      container's log and what changed before it do. Restarts without a back-off event in the evidence are seen only through pod \
      states.
      """,
    playbook: "crash-loop",
    followUp: FollowUp(
      "Add a start-up check for {subject} to the release pipeline", type: "prevent",
      doneWhen: "a release whose container exits during start-up is stopped before it reaches production"))

  /// From so many restarts on, an ended container counts as looping even when no back-off was reported.
  static let restarts = 3

  private static let backOff = Phrase("restarting failed container")
  private var loops = Ledger()
  private var endings = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    switch event.kind {
    case .kubernetes where event.reason == "BackOff" || event.reason.isEmpty:
      if Self.backOff.isIn(event.message) { loops.add(event, about: event.subject.object) }
    case .kubernetes, .state:
      if event.reason == "CrashLoopBackOff" {
        loops.add(event, about: event.subject.object)
      } else if event.kind == .state, Self.isRepeatedFailure(event) {
        endings.add(event, about: event.subject.object)
      }
    default: break
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(loops, endings)
    for (subject, number, run) in loops.all {
      findings.report(
        run, about: subject, number: number,
        title: "A container fails and is restarted with growing pauses; reported \(counted(run.count, "time"))",
        cause: "CrashLoopBackOff", severity: .error, confidence: run.count >= 3 ? 0.95 : 0.8)
    }
    for (subject, number, run) in endings.all where !loops.holds(subject) {
      findings.report(
        run, about: subject, number: number, title: "A container ended with an error and was restarted several times",
        cause: "repeated container failure", severity: .error, confidence: 0.75)
    }
  }

  private static func isRepeatedFailure(_ event: Event) -> Bool {
    guard ["Error", "ContainerCannotRun", "StartError", "DeadlineExceeded"].contains(event.reason) else { return false }
    return (event.attributes[Attribute.restartCount].flatMap { Int($0) } ?? 0) >= restarts
  }
}
