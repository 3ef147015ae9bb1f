public import DebriefModel

/// Notices several workloads that are changed at once.
public struct ConcurrentChangesDetector: Detector {
  public static let description = DetectorDescription(
    id: "concurrent-changes", title: "Several changes at once", category: .misconfiguration, role: .notice,
    reads: [.change, .kubernetes],
    explanation: """
      At least \(least) different workloads of a namespace that got a new version, a new image or a new configuration within \(shortNumber(minutes)) minutes, from \
      change records and from the events of deployments. It names no culprit: it says that the changes cannot be told apart by \
      time. Changes that leave neither a record nor an event are not counted.
      """,
    playbook: "concurrent-changes",
    followUp: FollowUp(
      "Release the workloads of {subject} one after the other, with a pause to watch", type: "process",
      doneWhen: "the pipeline refuses a second release in the namespace while one is watched"))

  /// How many workloads must have changed …
  static let least = 3
  /// … within how many minutes.
  static let minutes = 10.0

  private static let kinds: Set<String> = ["rollout", "image", "config", "secret", "policy"]
  private var recent: [String: [(at: Instant, event: Event)]] = [:]
  private var crowds = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard let at = event.time?.start, !event.subject.name.isEmpty, Self.isChange(event) else { return }
    let namespace = event.subject.namespace
    guard recent[namespace] != nil || recent.count < Ledger.subjects else { return }
    var events = (recent[namespace] ?? []).filter { at - $0.at <= .minutes(Self.minutes) }
    // One workload counts once, however many records tell of it.
    guard !events.contains(where: { $0.event.subject.name == event.subject.name }), events.count < 20 else {
      recent[namespace] = events
      return
    }
    events.append((at, event))
    recent[namespace] = events
    guard events.count >= Self.least else { return }
    let isNew = events.count == Self.least
    for known in isNew ? events : [events[events.count - 1]] { add(known.event, namespace) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(crowds)
    for (subject, number, run) in crowds.all {
      findings.report(
        run, about: subject, number: number,
        title:
          "\(run.records) changes to different workloads within \(shortNumber(Self.minutes)) minutes of each other",
        cause: "several changes at once", severity: .notice, confidence: 0.8)
    }
  }

  private mutating func add(_ event: Event, _ namespace: String) {
    let subject = Subject(kind: "Namespace", name: namespace.isEmpty ? "(none)" : namespace)
    crowds.add(event, about: subject)
  }

  private static func isChange(_ event: Event) -> Bool {
    if event.kind == .change {
      return kinds.contains(event.attributes[Attribute.change] ?? "") && event.subject.kind != "Node"
    }
    // A replica set that grows from nothing is a new version; growth and shrinking are scaling.
    guard event.reason == "ScalingReplicaSet", let step = ScalingStep(event.message) else { return false }
    return step.up && step.from == 0
  }
}
