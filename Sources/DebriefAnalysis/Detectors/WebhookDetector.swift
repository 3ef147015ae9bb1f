public import DebriefModel

/// Notices admission webhooks that do not answer or that refuse.
public struct WebhookDetector: Detector {
  public static let description = DetectorDescription(
    id: "webhook", title: "Admission webhook fails or refuses", category: .infrastructure, role: .mechanism,
    reads: [.kubernetes, .log, .audit],
    explanation: """
      Events, log lines and refused requests that say that an admission webhook could not be called, and from \(least) on those that it \
      denied. The finding is about the webhook; who could not create because of it is reported as failed-create. With \
      failurePolicy Ignore a webhook that does not answer only slows requests down and leaves no event.
      """,
    playbook: "webhook",
    followUp: FollowUp(
      "Run {subject} with two replicas and exclude its own namespace from it", type: "prevent",
      doneWhen: "deleting one pod of the webhook in a test refuses no request"))

  /// A policy that refuses once does its work.
  static let least = 3

  private static let unanswered = Phrases([
    "failed calling webhook", "failed to call webhook", "failed calling admission webhook",
  ])
  private static let denied = Phrases(["admission webhook \""])
  private var silent = Ledger()
  private var refusing = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.severity >= .warning || event.severity == .unknown else { return }
    if Self.unanswered.isIn(event.message) {
      silent.add(event, about: Self.webhook(event))
    } else if Self.denied.isIn(event.message), event.message.contains("denied") {
      refusing.add(event, about: Self.webhook(event))
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(silent, refusing)
    for (subject, number, run) in silent.all {
      findings.report(
        run, about: subject, number: number,
        title: "The admission webhook could not be called (\(counted(run.count, "report")))",
        cause: "webhook out of reach",
        severity: .error, confidence: run.count >= Self.least ? 0.95 : 0.8)
    }
    for (subject, number, run) in refusing.all where run.count >= Self.least {
      findings.report(
        run, about: subject, number: number,
        title: "The admission webhook refused requests (\(counted(run.count, "report")))", cause: "refused by a policy",
        severity: .warning, confidence: 0.8, category: .misconfiguration, discriminator: "refused")
    }
  }

  private static func webhook(_ event: Event) -> Subject {
    quoted(after: "webhook", in: event.message).map { Subject(kind: "Webhook", name: $0) } ?? event.subject.object
  }
}
