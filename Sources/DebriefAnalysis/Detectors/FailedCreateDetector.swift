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

  /// What refuses, as the message says; the first that fits.
  private static let refusals: [(phrases: Phrases, why: String, category: CauseCategory?)] = [
    (Phrases(["exceeded quota", "insufficient quota"]), "a quota is used up", .resource),
    (Phrases(["failed quota"]), "a quota wants requests and limits to be stated", nil),
    (
      Phrases(["usage per container is", "usage per pod is", "limitrange"]),
      "a limit range allows no container of this size", nil
    ),
    (
      Phrases(["failed calling webhook", "failed to call webhook"]), "an admission webhook did not answer",
      .infrastructure
    ),
    (
      Phrases(["violates podsecurity", "security context constraint"]),
      "the security standard of the namespace forbids it", nil
    ),
    (Phrases(["admission webhook", "validatingadmissionpolicy"]), "a policy forbids it", nil),
    (Phrases(["error looking up service account", "serviceaccount \""]), "its service account does not exist", nil),
    (Phrases(["is being terminated"]), "its namespace is being deleted", nil),
  ]
  private var failures = Ledger()
  private var reasons: [Subject: Int] = [:]

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .kubernetes, event.reason == "FailedCreate" || event.reason == "ReplicaSetCreateError" else {
      return
    }
    failures.add(event)
    guard failures.holds(event.subject) else { return }
    guard let reason = Self.refusals.firstIndex(where: { $0.phrases.isIn(event.message) }) else { return }
    reasons[event.subject] = min(reason, reasons[event.subject] ?? reason)
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.all {
      let refusal = reasons[subject].map { Self.refusals[$0] }
      findings.report(
        run, about: subject, number: number,
        title: "Pods could not be created: \(refusal?.why ?? "refused") (\(counted(run.count, "report")))",
        cause: "FailedCreate", severity: .error, confidence: 0.9, category: refusal?.category)
    }
  }
}
