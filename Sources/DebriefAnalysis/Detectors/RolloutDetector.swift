public import DebriefModel

/// Notices rollouts that do not finish or are taken back.
public struct RolloutDetector: Detector {
  public static let description = DetectorDescription(
    id: "rollout", title: "Rollout stuck or taken back", category: .application, role: .symptom,
    reads: [.kubernetes, .state, .change],
    explanation: """
      Deployments past their progress deadline, and rollbacks, whether Kubernetes reports them or an audit log does. A rollback \
      says that someone or something took a version back; whether that version was at fault is for the reader to judge.
      """,
    playbook: "rollout",
    followUp: FollowUp(
      "Stop rollouts of {subject} automatically when its error rate rises", type: "mitigate",
      doneWhen: "a release that fails its requests in a test is stopped without a person"))

  private static let stuckReasons: Set<String> = [
    "ProgressDeadlineExceeded", "FailedRollout", "RolloutFailed", "DeploymentStuck",
  ]
  private var stuck = Ledger()
  private var takenBack = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    switch event.kind {
    case .kubernetes, .state:
      if Self.stuckReasons.contains(event.reason)
        || Self.stuckReasons.contains(event.attributes["condition_reason"] ?? "")
      {
        stuck.add(event)
      }
      if event.reason == "DeploymentRollback" || event.reason == "RollbackDone" { takenBack.add(event) }
    case .change where event.attributes[Attribute.change] == "rollback":
      takenBack.add(event)
    default: break
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(stuck, takenBack)
    for (subject, number, run) in stuck.all {
      findings.report(
        run, about: subject, number: number, title: "The rollout did not make progress within its deadline",
        cause: "stuck rollout",
        severity: .error, confidence: 0.9)
    }
    for (subject, number, run) in takenBack.all {
      findings.report(
        run, about: subject, number: number, title: "The rollout was taken back", cause: "rollback", severity: .warning,
        confidence: 0.9, discriminator: "rollback")
    }
  }
}
