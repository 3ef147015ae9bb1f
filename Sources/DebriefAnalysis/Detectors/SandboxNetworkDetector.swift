public import DebriefModel

/// Notices pods that get no network.
public struct SandboxNetworkDetector: Detector {
  public static let description = DetectorDescription(
    id: "sandbox-network", title: "Pod gets no network", category: .network, role: .mechanism, reads: [.kubernetes],
    explanation: """
      FailedCreatePodSandBox, FailedPodSandBoxStatus and NetworkNotReady events: the network plugin did not answer, has no \
      addresses left or is not installed. One such event while a node starts is common and is not reported.
      """,
    playbook: "sandbox-network",
    followUp: FollowUp(
      "Add an alert for pod sandboxes that cannot be created", type: "detect",
      doneWhen: "stopping the network plugin on a test node raises the alert"))

  /// A single failure is how a starting node looks.
  static let failures = 2

  private static let reasons: Set<String> = [
    "FailedCreatePodSandBox", "FailedPodSandBoxStatus", "NetworkNotReady", "FailedToUpdateEndpoint",
  ]
  private var failed = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes, Self.reasons.contains(event.reason) else { return }
    failed.add(event)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failed)
    for (subject, number, run) in failed.all where run.count >= Self.failures {
      findings.report(
        run, about: subject, number: number,
        title: "The pod's sandbox or its network could not be set up (\(counted(run.count, "report")))",
        cause: "pod network", severity: .error, confidence: run.count >= 5 ? 0.9 : 0.75)
    }
  }
}
