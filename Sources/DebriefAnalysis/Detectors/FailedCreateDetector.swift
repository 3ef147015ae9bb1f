public import DebriefModel

/// Notices controllers that are not allowed to create what they should.
public struct FailedCreateDetector: Detector {
  public static let description = DetectorDescription(
    id: "failed-create", title: "Controller cannot create pods", category: .misconfiguration, role: .mechanism,
    reads: [.kubernetes],
    explanation: """
      FailedCreate events of replica sets, stateful sets, daemon sets and jobs: an exceeded quota, a refusing admission webhook, a \
      policy, a missing service account. The pods never existed, so nothing else in the evidence names them.
      """,
    playbook: "failed-create",
    followUp: FollowUp(
      "Add an alert for workloads such as {subject} that have fewer replicas than desired", type: "detect",
      doneWhen: "a replica set blocked by its quota raises the alert in a test"))

  private static let quota = ["exceeded quota", "insufficient quota", "limitrange"].map(Phrase.init)
  private static let webhook = ["failed calling webhook", "failed to call webhook"].map(Phrase.init)
  private var failures = Ledger()
  private var limited: Set<Subject> = []
  private var refused: Set<Subject> = []

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes, event.reason == "FailedCreate" || event.reason == "ReplicaSetCreateError" else {
      return
    }
    failures.add(event)
    guard failures.holds(event.subject) else { return }
    if Self.quota.isIn(event.message) { limited.insert(event.subject) }
    if Self.webhook.isIn(event.message) { refused.insert(event.subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.all {
      let why =
        limited.contains(subject)
        ? "a quota is used up" : refused.contains(subject) ? "an admission webhook did not answer" : "refused"
      findings.report(
        run, about: subject, number: number,
        title: "Pods could not be created: \(why) (\(counted(run.count, "report")))",
        cause: "FailedCreate", severity: .error, confidence: 0.9, category: limited.contains(subject) ? .resource : nil)
    }
  }
}
