public import DebriefModel

/// Notices probes that keep failing.
public struct ProbeFailureDetector: Detector {
  public static let description = DetectorDescription(
    id: "probe-failure", title: "Probe keeps failing", category: .application, role: .symptom, reads: [.kubernetes],
    explanation: """
      Unhealthy events (liveness, readiness, startup), from \(failures) failures on, and containers killed after failed liveness \
      probes. A failing readiness probe takes the pod out of its service, a failing liveness probe restarts it. Slow answers, a \
      missing dependency and a wrong probe look alike.
      """,
    playbook: "probe-failure",
    followUp: FollowUp(
      "Compare the probe of {subject} with its real start-up and answer times and set its limits from them",
      type: "prevent",
      doneWhen: "the probe passes under the load of the incident in a load test"))

  /// Fewer failures than this happen in every rollout.
  static let failures = 3

  private static let killed = Phrases(["failed liveness probe", "liveness probe failed, will be restarted"])
  private var unhealthy = Ledger()
  private var restarted: Set<Subject> = []

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes else { return }
    let subject = event.subject.object
    if event.reason == "Killing", Self.killed.isIn(event.message) {
      unhealthy.add(event, about: subject)
      if unhealthy.holds(subject) { restarted.insert(subject) }
    } else if event.reason == "Unhealthy" || event.reason == "ProbeError" {
      unhealthy.add(event, about: subject)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(unhealthy)
    for (subject, number, run) in unhealthy.all where run.count >= Self.failures || restarted.contains(subject) {
      let killed = restarted.contains(subject)
      findings.report(
        run, about: subject, number: number,
        title: killed
          ? "Liveness probes failed and the container was restarted (\(counted(run.count, "report")))"
          : "Probes failed \(counted(run.count, "time"))",
        cause: "failing probes", severity: killed ? .error : .warning,
        confidence: killed || run.count >= 10 ? 0.9 : 0.75)
    }
  }
}
