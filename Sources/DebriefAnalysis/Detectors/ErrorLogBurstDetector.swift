public import DebriefModel

/// Notices a burst of error lines in the log of one subject.
public struct ErrorLogBurstDetector: Detector {
  public static let description = DetectorDescription(
    id: "error-log-burst", title: "Burst of errors in a log", category: .application, role: .symptom, reads: [.log],
    explanation: """
      At least \(least) error lines of one subject within \(LogBursts.minutes) minutes, and at least \(shortNumber(LogBursts.factor)) times as many as its log held \
      before in the same time. A log that begins with the burst has nothing to be compared with and is reported with less \
      confidence, or not at all when it goes on for more than \(steady / 60) minutes: then that is how the \
      log looks. A log that was rotated, sampled or not collected shows nothing.
      """,
    playbook: "error-log-burst",
    followUp: FollowUp(
      "Add an alert on the rate of errors in the log of {subject}", type: "detect",
      doneWhen: "the burst of this incident, replayed, raises the alert"))

  /// How many error lines the window must hold.
  static let least = 10
  /// Errors from the first line of a log on for longer than this, in seconds, are no burst.
  static let steady = 1800

  private var errors = LogBursts(least: least)
  private var last: Subject?

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .log, let at = event.time?.start else { return }
    // Of other lines only the first of a log matters here; lines mostly follow lines of the same log.
    if event.subject != last {
      last = event.subject
      errors.begin(event.subject, at)
    }
    if event.severity >= .error { errors.count(event, about: event.subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(errors)
    for (subject, number, run) in errors.bursts.all {
      let compared = errors.wasCompared(subject)
      if !compared, let range = run.range, range.duration > .seconds(Double(Self.steady)) { continue }
      findings.report(
        run, about: subject, number: number, title: "\(counted(run.count, "error line")) in a burst",
        cause: "burst of errors",
        severity: .error, confidence: compared ? 0.85 : 0.6)
    }
  }
}
