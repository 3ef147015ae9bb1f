public import DebriefModel

/// Notices jobs that fail and cron jobs that do not start.
public struct JobFailureDetector: Detector {
  public static let description = DetectorDescription(
    id: "job-failure", title: "Job failed or did not start", category: .application, role: .mechanism,
    reads: [.kubernetes, .state],
    explanation: """
      Jobs past their back-off limit or deadline, jobs in the condition Failed or with failed pods, and cron jobs that missed their \
      time, or whose schedule cannot be read. A cron job that is suspended leaves no event, \
      and failed jobs beyond the history limit are deleted with their pods.
      """,
    playbook: "job-failure",
    followUp: FollowUp(
      "Add an alert for {subject} not having succeeded within two of its intervals", type: "detect",
      doneWhen: "a job that fails on purpose in a test raises the alert"))

  private static let failed: Set<String> = [
    "BackoffLimitExceeded", "DeadlineExceeded", "PodFailurePolicy", "JobPodsFailed",
  ]
  private static let missed: Set<String> = [
    "FailedNeedsStart", "MissSchedule", "TooManyMissedTimes", "UnparseableSchedule", "UnParseableCronJobSchedule",
    "InvalidSchedule", "UnknownTimeZone",
  ]
  private var failures = Ledger()
  private var misses = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    switch event.subject.kind {
    case "Job" where Self.failed.contains(event.reason) || Self.isFailed(event): failures.add(event)
    case "CronJob" where Self.missed.contains(event.reason): misses.add(event)
    default: break
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures, misses)
    for (subject, number, run) in failures.all {
      findings.report(
        run, about: subject, number: number, title: "The job failed (\(counted(run.records, "report")))",
        cause: "job failed", severity: .error, confidence: 0.9)
    }
    for (subject, number, run) in misses.all {
      findings.report(
        run, about: subject, number: number,
        title: "The cron job did not start its job (\(counted(run.count, "report")))", cause: "cron job missed",
        severity: .error, confidence: 0.85, category: .misconfiguration, discriminator: "missed")
    }
  }

  private static func isFailed(_ event: Event) -> Bool {
    event.kind == .state && event.attributes["condition"] == "Failed" && event.attributes["condition_status"] == "True"
  }
}
