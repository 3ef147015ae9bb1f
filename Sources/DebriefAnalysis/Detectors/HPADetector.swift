public import DebriefModel

/// Notices autoscalers that are at their limit, go back and forth, or cannot tell what to do.
public struct HPADetector: Detector {
  public static let description = DetectorDescription(
    id: "hpa", title: "Autoscaler at its limit, flapping or blind", category: .resource, role: .symptom,
    reads: [.kubernetes, .state],
    explanation: """
      Horizontal pod autoscalers that want as many replicas as they may have, or more; that turned from growing to shrinking or \
      back at least \(turns) times; and that failed at least \(blind) times to read their metrics or to scale. At its limit the autoscaler does what it \
      was told: ask what raised the load. Failures to read metrics while pods start are common and not reported.
      """,
    playbook: "hpa",
    followUp: FollowUp(
      "Set the bounds of {subject} from the load of this incident and alert when it reaches them", type: "prevent",
      doneWhen: "the load of the incident, replayed, leaves two replicas to spare"))

  /// So many turns are no reaction to load.
  static let turns = 3
  /// Metrics of starting pods are missing for a few minutes.
  static let blind = 5

  private static let failures: Set<String> = [
    "FailedGetResourceMetric", "FailedGetContainerResourceMetric", "FailedGetPodsMetric", "FailedGetObjectMetric",
    "FailedGetExternalMetric", "FailedComputeMetricsReplicas", "FailedGetScale", "FailedRescale",
    "FailedUpdateReplicas", "InvalidMetricSourceType", "InvalidSelector", "SelectorRequired",
  ]
  private static let above = Phrases(["more than the maximum replica count", "is the maximum"])

  private var limits = Ledger()
  private var steps = Ledger()
  private var failed = Ledger()
  private var sizes: [Subject: Course] = [:]
  /// Those whose own condition says that they do not work.
  private var inactive: Set<Subject> = []

  /// The last size of one workload and how often it turned.
  private struct Course: Sendable {
    var size = 0
    var grows: Bool?
    var turns = 0
  }

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.subject.kind == "HorizontalPodAutoscaler" else { return }
    if event.reason == "SuccessfulRescale" {
      step(event)
    } else if Self.failures.contains(event.reason) || Self.isInactive(event) {
      failed.add(event)
      if Self.isInactive(event), failed.holds(event.subject) { inactive.insert(event.subject) }
    } else if event.reason == "AtMaximum" || event.attributes["condition_reason"] == "TooManyReplicas"
      || Self.above.isIn(event.message)
    {
      limits.add(event)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(limits, steps, failed)
    for (subject, number, run) in limits.all {
      findings.report(
        run, about: subject, number: number, title: "The autoscaler was at its maximum",
        cause: "autoscaler at its limit",
        severity: .warning, confidence: 0.85)
    }
    for (subject, number, run) in steps.all where (sizes[subject]?.turns ?? 0) >= Self.turns {
      findings.report(
        run, about: subject, number: number,
        title: "The autoscaler went up and down: \(counted(sizes[subject]?.turns ?? 0, "turn"))",
        cause: "flapping autoscaler", severity: .warning, confidence: 0.8, category: .misconfiguration,
        discriminator: "flapping")
    }
    for (subject, number, run) in failed.all where run.count >= Self.blind || inactive.contains(subject) {
      findings.report(
        run, about: subject, number: number,
        title: "The autoscaler could not read its metrics or not scale (\(counted(run.count, "report")))",
        cause: "autoscaler without metrics", severity: .error, confidence: 0.85, category: .misconfiguration,
        discriminator: "blind")
    }
  }

  private static func isInactive(_ event: Event) -> Bool {
    ["ScalingActive", "AbleToScale"].contains(event.attributes["condition"] ?? "")
      && event.attributes["condition_status"] == "False"
  }

  private mutating func step(_ event: Event) {
    steps.add(event)
    guard steps.holds(event.subject), let size = Self.size(event.message) else { return }
    var course = sizes[event.subject] ?? Course(size: size)
    let grows: Bool? = size > course.size ? true : size < course.size ? false : nil
    if let grows {
      if let before = course.grows, before != grows { course.turns &+= 1 }
      course.grows = grows
    }
    course.size = size
    sizes[event.subject] = course
  }

  /// The size in `New size: 4; reason: cpu resource utilization above target`.
  private static func size(_ message: String) -> Int? {
    guard message.hasPrefix("New size: ") else { return nil }
    return Int(message.dropFirst(10).prefix { $0.isNumber })
  }
}
