public import DebriefModel

/// Notices pods for which no node is found.
public struct FailedSchedulingDetector: Detector {
  public static let description = DetectorDescription(
    id: "failed-scheduling", title: "No node for a pod", category: .resource, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      FailedScheduling events and pods in the condition Unschedulable. A pod that found a node within \(patience) seconds is not \
      reported: that is how autoscaling looks. The scheduler's message decides between resources (insufficient cpu, memory) and \
      configuration (taints, selectors, volumes).
      """,
    playbook: "failed-scheduling",
    followUp: FollowUp(
      "Add an alert for pods of {subject} that stay pending", type: "detect",
      doneWhen: "a pod pending for five minutes raises the alert in a test"))

  /// Waiting for a node this long is normal, in seconds.
  static let patience = 60.0

  private static let resources = [
    "insufficient cpu", "insufficient memory", "insufficient ephemeral-storage", "too many pods",
  ].map(
    Phrase.init)
  private static let rules = [
    "taint", "node selector", "affinity", "unschedulable", "persistentvolumeclaim", "volume node affinity",
  ].map(Phrase.init)
  private var waiting = Ledger()
  private var short: Set<Subject> = []
  private var ruled: Set<Subject> = []
  private var placed: [Subject: Instant] = [:]
  private var recent: (at: Instant, subjects: Set<Subject>)?

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .kubernetes, event.reason == "Scheduled" {
      place(event)
    } else if event.kind == .kubernetes && event.reason == "FailedScheduling"
      || event.kind == .state && event.reason == "Unschedulable"
    {
      wait(event)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(waiting)
    for (subject, number, run) in waiting.all {
      let waited = run.range.flatMap { range in placed[subject].map { ($0 - range.start).seconds } }
      if let waited, waited >= 0, waited < Self.patience { continue }
      let lacks =
        short.contains(subject)
        ? "too few free resources" : ruled.contains(subject) ? "rules exclude the nodes" : "see the evidence"
      findings.report(
        run, about: subject, number: number,
        title: waited.map { "The pod waited \(spoken($0)) for a node: \(lacks)" }
          ?? "No node was found for the pod: \(lacks)",
        cause: "FailedScheduling", severity: waited == nil ? .error : .warning, confidence: waited == nil ? 0.9 : 0.75,
        category: short.contains(subject) ? .resource : ruled.contains(subject) ? .misconfiguration : nil)
    }
  }

  private mutating func wait(_ event: Event) {
    waiting.add(event)
    guard waiting.holds(event.subject) else { return }
    if Self.resources.isIn(event.message) {
      short.insert(event.subject)
    } else if Self.rules.isIn(event.message) {
      ruled.insert(event.subject)
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
