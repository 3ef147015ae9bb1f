public import DebriefModel

/// Notices nodes short of memory, disk or processes, and the pods they evict.
public struct NodePressureDetector: Detector {
  public static let description = DetectorDescription(
    id: "node-pressure", title: "Node under pressure, pods evicted", category: .resource, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      Pressure conditions of nodes, EvictionThresholdMet, and evicted or preempted pods. An evicted pod was chosen because of what \
      it asked for and used; it need not be the one that filled the node.
      """,
    playbook: "node-pressure",
    followUp: FollowUp(
      "Set requests and limits for what runs on {subject} from its observed use", type: "prevent",
      doneWhen: "the sum of the limits on the node stays below what it can allocate"))

  private static let nodes: Set<String> = [
    "NodeHasDiskPressure", "NodeHasInsufficientMemory", "NodeHasInsufficientPID", "NodeHasMemoryPressure",
    "EvictionThresholdMet",
    "MemoryPressure", "DiskPressure", "PIDPressure", "MemoryPressure=True", "DiskPressure=True", "PIDPressure=True",
    "FreeDiskSpaceFailed", "ImageGCFailed", "ContainerGCFailed",
  ]
  private static let pods: Set<String> = ["Evicted", "Preempted", "Preempting", "TaintManagerEviction", "EvictedByVPA"]
  private var pressure = Ledger()
  private var evictions = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes || event.kind == .state else { return }
    if Self.nodes.contains(event.reason) { pressure.add(event) }
    if Self.pods.contains(event.reason) { evictions.add(event, about: event.subject.object) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(pressure, evictions)
    for (subject, number, run) in pressure.all {
      findings.report(
        run, about: subject, number: number,
        title: "The node ran short of a resource (\(counted(run.count, "report")))",
        cause: "node pressure", severity: .error, confidence: 0.9)
    }
    for (subject, number, run) in evictions.all {
      findings.report(
        run, about: subject, number: number, title: "The pod was evicted (\(counted(run.count, "report")))",
        cause: "eviction",
        severity: .error, confidence: 0.85, discriminator: "pod")
    }
  }
}
