public import DebriefModel

/// Notices nodes that stop answering or restart.
public struct NodeNotReadyDetector: Detector {
  public static let description = DetectorDescription(
    id: "node-not-ready", title: "Node not ready", category: .infrastructure, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      NodeNotReady and Rebooted events and nodes whose Ready condition is not true. A node that is not ready is seen by the control \
      plane about 40 seconds late; its pods are deleted after five more minutes unless they say otherwise.
      """,
    playbook: "node-not-ready",
    followUp: FollowUp(
      "Spread the replicas that ran on {subject} over several nodes", type: "mitigate",
      doneWhen: "draining any one node leaves every service with a ready replica"))

  private static let reasons: Set<String> = [
    "NodeNotReady", "Ready=False", "Ready=Unknown", "Rebooted", "NotReady", "KubeletNotReady", "NodeStatusUnknown",
    "KernelDeadlock",
  ]
  private var outages = Ledger()
  private var rebooted: Set<Subject> = []

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes || event.kind == .state, event.subject.kind == "Node",
      Self.reasons.contains(event.reason)
    else { return }
    outages.add(event)
    if event.reason == "Rebooted", outages.holds(event.subject) { rebooted.insert(event.subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(outages)
    for (subject, number, run) in outages.all {
      let title = rebooted.contains(subject) ? "The node restarted" : "The node was not ready"
      findings.report(
        run, about: subject, number: number, title: "\(title) (\(counted(run.count, "report")))",
        cause: "node not ready",
        severity: .critical, confidence: 0.95)
    }
  }
}
