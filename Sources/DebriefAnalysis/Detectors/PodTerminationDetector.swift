public import DebriefModel

/// Notices pods that do not end as they should.
public struct PodTerminationDetector: Detector {
  public static let description = DetectorDescription(
    id: "pod-termination", title: "Pod does not end", category: .infrastructure, role: .symptom, reads: [.kubernetes],
    explanation: """
      FailedKillPod, FailedPreStopHook, ExceededGracePeriod and volumes that cannot be unmounted, from \(least) reports on. A pod that \
      does not end keeps its name, its volume and its place: a stateful set cannot replace it. A process that ignores the signal \
      and is ended by force leaves no event.
      """,
    playbook: "pod-termination",
    followUp: FollowUp(
      "Let {subject} end by itself within its grace period when it is told to", type: "prevent",
      doneWhen: "deleting a pod of it under load in a test ends it in time and fails no request"))

  /// One failure is tried again at once.
  static let least = 2

  private static let reasons: Set<String> = [
    "FailedKillPod", "FailedPreStopHook", "ExceededGracePeriod", "FailedUnmount", "FailedUnMount",
    "FailedUnmountDevice",
  ]
  private var failures = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes, Self.reasons.contains(event.reason) else { return }
    failures.add(event, about: event.subject.object)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.all where run.count >= Self.least {
      findings.report(
        run, about: subject, number: number, title: "The pod could not be ended (\(counted(run.count, "report")))",
        cause: "pod does not end", severity: .warning, confidence: 0.8)
    }
  }
}
