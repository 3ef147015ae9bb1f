public import DebriefModel

/// Notices cluster autoscalers that add no node.
public struct NodeProvisioningDetector: Detector {
  public static let description = DetectorDescription(
    id: "node-provisioning", title: "No node is added", category: .infrastructure, role: .symptom,
    reads: [.kubernetes, .log],
    explanation: """
      What the cluster autoscaler and Karpenter say when they add no node for a pod that waits: at their maximum, no type that \
      fits, refused or short of machines at the provider; from \(least) reports on. That the pod waits is reported as failed-scheduling; this \
      says why no node came. A cluster without an autoscaler says nothing.
      """,
    playbook: "node-provisioning",
    followUp: FollowUp(
      "Allow {subject} more nodes or more types of machines", type: "mitigate",
      doneWhen: "the pods of the incident find nodes within five minutes in a test"))

  /// The first answer is repeated every ten seconds while other groups are tried.
  static let least = 3

  private static let reasons: Set<String> = [
    "NotTriggerScaleUp", "FailedToScaleUpGroup", "ScaleUpFailed", "ScaleUpTimedOut", "InsufficientCapacityError",
    "FailedToCreateNodeGroup", "NoCompatibleInstanceTypes", "FailedProvisioning", "LaunchFailed",
  ]
  private static let phrases = Phrases([
    "max node group size reached", "insufficientinstancecapacity", "zone_resource_pool_exhausted",
    "max cluster limit reached", "scale-up timed out", "no instance type satisfied resources",
  ])
  private var refusals = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    let isEvent = event.kind == .kubernetes && Self.reasons.contains(event.reason)
    guard isEvent || event.isComplaint && Self.phrases.isIn(event.message) else { return }
    refusals.add(event, about: event.subject.object)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(refusals)
    for (subject, number, run) in refusals.all where run.count >= Self.least {
      findings.report(
        run, about: subject, number: number, title: "No node was added (\(counted(run.count, "report")))",
        cause: "no node added", severity: .warning, confidence: 0.8)
    }
  }
}
