public import DebriefModel

/// Notices containers that are held back at their CPU limit.
public struct CPUThrottlingDetector: Detector {
  public static let description = DetectorDescription(
    id: "cpu-throttling", title: "CPU throttled", category: .resource, role: .mechanism, reads: [],
    explanation: """
      Series whose name says that they measure throttling (container_cpu_cfs_throttled_periods_total and what is computed from \
      it) and that rose to a new level. Shares of periods below \(shortNumber(share * 100)) % are left out, which is the threshold of the alert \
      CPUThrottlingHigh. No event tells of throttling: without such a series in the evidence nothing is found.
      """,
    playbook: "cpu-throttling",
    followUp: FollowUp(
      "Set the CPU limit of {subject} from its observed peak, or leave it out", type: "prevent",
      doneWhen: "less than a quarter of its periods are throttled for two weeks"))

  /// Below this share of periods throttling is not reported.
  static let share = 0.25

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {}

  public mutating func observe(_ point: ChangePoint, into findings: inout Findings) {
    guard point.direction == .up, point.series.metric.contains("throttl"), point.confidence >= 0.5 else { return }
    let isShare = ["ratio", "percent", "rate"].contains { point.series.metric.contains($0) } && point.after <= 1
    guard !isShare || point.after >= Self.share else { return }
    findings.report(
      point, title: "The CPU was throttled: from \(shortNumber(point.before)) to \(shortNumber(point.after))",
      cause: "CPU throttling", severity: .warning, confidence: min(0.85, point.confidence))
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {}
}
