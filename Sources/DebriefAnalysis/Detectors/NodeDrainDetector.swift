public import DebriefModel

/// Notices nodes that are emptied, and evictions that a disruption budget holds up.
public struct NodeDrainDetector: Detector {
  public static let description = DetectorDescription(
    id: "node-drain", title: "Node drained, or its drain held up", category: .infrastructure, role: .symptom,
    reads: [.kubernetes, .change, .audit, .log],
    explanation: """
      Nodes that were cordoned and from which pods were evicted within \(shortNumber(minutes)) minutes after, events of autoscalers, upgrades and shutdowns \
      that remove a node, and from \(least) refusals on evictions that a disruption budget does not allow. Which of several nodes cordoned at \
      one time an eviction belongs to is not known; it is counted for the last. A drain may be the cause or part of the response.
      """,
    playbook: "node-drain",
    followUp: FollowUp(
      "Give the workloads on {subject} a disruption budget and replicas on several nodes", type: "mitigate",
      doneWhen: "draining a node in a test fails no request and ends within ten minutes"))

  /// Evictions this long after a cordon belong to it, in minutes.
  static let minutes = 15.0
  /// A refused eviction is tried again every five seconds; a few refusals are how every drain looks.
  static let least = 5

  private static let removals: Set<String> = [
    "Drain", "Draining", "NodeDraining", "DrainStarted", "DrainInitiated", "RemovingNode", "DeletingNode",
    "NodeShutdown",
    "Shutdown", "ScaleDown", "DisruptionTerminating", "DisruptionInitiated", "SpotInterrupted", "SpotInterruption",
    "NodeTerminating", "TerminationInitiated", "FailedDraining", "DrainFailed", "GracefulNodeShutdown",
  ]
  private static let blocked = Phrases(["disruption budget"])
  private var removed = Ledger()
  private var emptied = Ledger()
  private var evicted: [Subject: Int] = [:]
  private var refusals = Ledger()
  private var cordon: Event?

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.subject.kind == "Node" {
      if Self.removals.contains(event.reason) { removed.add(event) }
      if event.reason == "NodeNotSchedulable" || Self.isCordon(event) { cordon = event }
    } else if event.kind != .change, event.severity >= .warning, Self.blocked.isIn(event.message) {
      refusals.add(event, about: event.subject.object)
    } else if event.kind == .change, event.message.hasPrefix("evicted ") {
      evict(event)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(removed, emptied, refusals)
    for (subject, number, run) in removed.all {
      findings.report(
        run, about: subject, number: number, title: "The node was drained or removed (\(counted(run.count, "report")))",
        cause: "node removed", severity: .warning, confidence: 0.85)
    }
    for (subject, number, run) in emptied.all where !removed.holds(subject) {
      findings.report(
        run, about: subject, number: number,
        title: "The node was cordoned and \(counted(evicted[subject] ?? 0, "pod")) evicted", cause: "node drained",
        severity: .warning, confidence: 0.75, discriminator: "cordon")
    }
    for (subject, number, run) in refusals.all where run.count >= Self.least {
      findings.report(
        run, about: subject, number: number,
        title: "A disruption budget did not allow the eviction (\(counted(run.count, "report")))",
        cause: "eviction held up", severity: .warning, confidence: 0.85, category: .misconfiguration,
        discriminator: "budget")
    }
  }

  private static func isCordon(_ event: Event) -> Bool {
    event.kind == .change && event.attributes[Attribute.change] == "cordon" && event.reason != "uncordon"
  }

  private mutating func evict(_ event: Event) {
    guard let cordon, let began = cordon.time?.start, let at = event.time?.start, at - began <= .minutes(Self.minutes)
    else {
      return
    }
    let node = cordon.subject.object
    if !emptied.holds(node) { emptied.add(cordon, about: node) }
    emptied.add(event, about: node)
    if emptied.holds(node) { evicted[node, default: 0] &+= 1 }
  }
}
