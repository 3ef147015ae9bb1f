public import DebriefModel

/// Notices floods of warnings about many things at once.
public struct EventStormDetector: Detector {
  public static let description = DetectorDescription(
    id: "event-storm", title: "Storm of warnings", category: .infrastructure, role: .notice, reads: [.kubernetes],
    explanation: """
      At least \(least) warnings about at least \(objects) different objects within \(LogBursts.minutes) minutes, and \(shortNumber(LogBursts.factor)) times as many as before. \
      A storm says that something many depend on broke: look at nodes, DNS, the network and the control plane before single pods. \
      During a storm the API server may drop events, so counts are a lower bound.
      """,
    playbook: "event-storm",
    followUp: FollowUp(
      "Group the alerts that fired in this storm by what they have in common", type: "detect",
      doneWhen: "replaying the storm raises one page"))

  /// How many warnings the window must hold …
  static let least = 100
  /// … and about how many objects.
  static let objects = 20

  private var warnings = LogBursts(least: least)
  private var names: Set<Subject> = []
  private static let cluster = Subject(kind: "Cluster", name: "cluster")

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.severity >= .warning, event.time != nil else { return }
    var single = event
    // A compacted event stands for many over a long time; here it counts once, at its start.
    single.count = 1
    warnings.count(single, about: Self.cluster)
    if names.count < Self.objects { names.insert(event.subject.object) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    guard names.count >= Self.objects else { return }
    for (subject, number, run) in warnings.bursts.all {
      findings.report(
        run, about: subject, number: number, title: "\(counted(run.records, "warning")) in a storm",
        cause: "event storm", severity: .warning, confidence: warnings.wasCompared(subject) ? 0.85 : 0.6)
    }
  }
}
