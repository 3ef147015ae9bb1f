public import DebriefModel

/// Notices processes ended by the kernel for want of memory.
public struct OOMKilledDetector: Detector {
  public static let description = DetectorDescription(
    id: "oom-killed", title: "Out of memory", category: .resource, role: .mechanism,
    reads: [.kubernetes, .state, .log],
    explanation: """
      Containers whose last state is OOMKilled, OOMKilling and SystemOOM events of nodes, and kernel lines about it. Kubernetes \
      keeps only the last termination of a container, so earlier ones may be missing; exit code 137 alone is not taken as proof.
      """,
    playbook: "oom-killed",
    followUp: FollowUp(
      "Set the memory limit of {subject} from its observed peak", type: "prevent",
      doneWhen: "the peak of the working set stays below 80 % of the limit for two weeks"))

  private static let kernel = Phrases(["memory cgroup out of memory", "out of memory: kill", "oom-kill:"])
  private var kills = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    switch event.kind {
    case .state, .kubernetes:
      if ["OOMKilled", "OOMKilling", "SystemOOM"].contains(event.reason) { kills.add(event) }
    case .log where event.severity >= .warning || event.subject.kind == "Node":
      if Self.kernel.isIn(event.message) { kills.add(event) }
    default: break
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(kills)
    for (subject, number, run) in kills.all {
      let isNode = subject.kind == "Node"
      findings.report(
        run, about: subject, number: number,
        title: isNode
          ? "The node ran out of memory and the kernel ended processes (\(counted(run.count, "report")))"
          : "The container was ended for exceeding its memory (\(counted(run.count, "report")))",
        cause: isNode ? "node out of memory" : "OOMKilled", severity: .error, confidence: 0.95)
    }
  }
}
