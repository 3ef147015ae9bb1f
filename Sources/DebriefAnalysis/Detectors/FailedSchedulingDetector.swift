public import DebriefModel

/// Notices pods for which no node is found.
public struct FailedSchedulingDetector: Detector {
  public static let description = DetectorDescription(
    id: "failed-scheduling", title: "No node for a pod", category: .resource, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      FailedScheduling events and pods in the condition Unschedulable. A pod that found a node within \(shortNumber(patience)) seconds is not \
      reported: that is how autoscaling looks. The scheduler's message names what excludes the nodes: too little of a resource, a taint, a selector, \
      affinity, spread, volumes, ports or cordons.
      """,
    playbook: "failed-scheduling",
    followUp: FollowUp(
      "Add an alert for pods of {subject} that stay pending", type: "detect",
      doneWhen: "a pod pending for five minutes raises the alert in a test"))

  /// Waiting for a node this long is normal, in seconds.
  static let patience = 60.0

  /// What excludes nodes, in the words of the scheduler's plugins (k8s.io/kubernetes/pkg/scheduler/framework/plugins).
  private static let obstacles: [(phrases: Phrases, why: String, isShortage: Bool)] = [
    (Phrases(["insufficient cpu"]), "too little CPU is free", true),
    (Phrases(["insufficient memory"]), "too little memory is free", true),
    (Phrases(["insufficient ephemeral-storage"]), "too little ephemeral storage is free", true),
    (Phrases(["too many pods"]), "the nodes hold no more pods", true),
    (
      Phrases(["insufficient nvidia.com", "insufficient amd.com", "insufficient hugepages", "insufficient habana.ai"]),
      "a device or an extended resource is used up", true
    ),
    (Phrases(["exceed max volume count"]), "the nodes hold no more volumes", true),
    (Phrases(["taint"]), "a taint is not tolerated", false),
    (
      Phrases(["node selector", "node affinity", "node(s) didn't match pod's node"]),
      "no node matches its selector or affinity", false
    ),
    (Phrases(["pod affinity", "anti-affinity"]), "affinity to other pods excludes the nodes", false),
    (Phrases(["topology spread"]), "its spread over zones or nodes excludes the nodes", false),
    (Phrases(["volume node affinity"]), "its volume is out of reach of the nodes", false),
    (Phrases(["persistentvolumeclaim"]), "its volume claim is not bound or does not exist", false),
    (Phrases(["unschedulable"]), "nodes are cordoned", false),
    (Phrases(["free ports"]), "its host port is taken", false),
  ]
  private var waiting = Ledger()
  private var met: [Subject: Set<Int>] = [:]
  private var placed: [Subject: Instant] = [:]
  private var recent: (at: Instant, subjects: Set<Subject>)?

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .kubernetes, event.reason == "Scheduled" {
      place(event)
    } else if event.kind == .kubernetes && event.reason == "FailedScheduling"
      || event.kind == .state && event.subject.kind != "Node"
        && ["Unschedulable", "PodScheduled=False"].contains(event.reason)
    {
      wait(event)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(waiting)
    for (subject, number, run) in waiting.all {
      let waited = run.range.flatMap { range in placed[subject].map { ($0 - range.start).seconds } }
      if let waited, waited >= 0, waited < Self.patience { continue }
      let obstacles = (met[subject] ?? []).sorted().map { Self.obstacles[$0] }
      let lacks = obstacles.isEmpty ? "see the evidence" : obstacles.prefix(3).map(\.why).joined(separator: "; ")
      findings.report(
        run, about: subject, number: number,
        title: waited.map { "The pod waited \(spoken($0)) for a node: \(lacks)" }
          ?? "No node was found for the pod: \(lacks)",
        cause: "FailedScheduling", severity: waited == nil ? .error : .warning, confidence: waited == nil ? 0.9 : 0.75,
        category: obstacles.first.map { $0.isShortage ? .resource : .misconfiguration })
    }
  }

  private mutating func wait(_ event: Event) {
    waiting.add(event)
    guard waiting.holds(event.subject) else { return }
    for (number, obstacle) in Self.obstacles.enumerated() where obstacle.phrases.isIn(event.message) {
      met[event.subject, default: []].insert(number)
    }
    // The events of one second come in any order: the placement may have been seen before the failure.
    if let recent, recent.at == event.time?.start, recent.subjects.contains(event.subject) {
      placed[event.subject] = recent.at
    }
  }

  private mutating func place(_ event: Event) {
    guard let at = event.time?.end else { return }
    if waiting.holds(event.subject) { placed[event.subject] = max(at, placed[event.subject] ?? at) }
    if recent?.at != at { recent = (at, []) }
    if let count = recent?.subjects.count, count < Ledger.subjects { recent?.subjects.insert(event.subject) }
  }
}
