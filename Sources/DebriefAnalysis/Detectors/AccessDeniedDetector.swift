public import DebriefModel

/// Notices workloads that may not do what they try to.
public struct AccessDeniedDetector: Detector {
  public static let description = DetectorDescription(
    id: "access-denied", title: "Workload lacks a permission", category: .misconfiguration, role: .mechanism,
    reads: [.log, .audit, .kubernetes],
    explanation: """
      At least \(least) log lines, events or refused requests within \(LogBursts.minutes) minutes that say that a service account may not do \
      something (“is forbidden: User … cannot list resource …”, or 403 in the audit log). The subject is the service account. \
      Some programs ask for more than they need and live with the refusal; people who are refused are not counted.
      """,
    playbook: "access-denied",
    followUp: FollowUp(
      "Keep the permissions that {subject} needs beside its manifest and review changes to them", type: "prevent",
      doneWhen: "removing one of its rules fails in the pipeline"))

  /// How many refusals the window must hold.
  static let least = 3

  private static let forbidden = Phrases(["is forbidden: user \"system:serviceaccount:"])
  private static let prefix = "system:serviceaccount:"
  private var refusals = LogBursts(least: least)

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .audit {
      guard event.attributes[Attribute.code] == "403", let actor = event.attributes[Attribute.actor] else { return }
      if let account = Self.account(actor) { refusals.count(event, about: account) }
    } else if event.severity >= .warning || event.severity == .unknown, Self.forbidden.isIn(event.message) {
      let account = quoted(after: "user", in: event.message).flatMap(Self.account)
      refusals.count(event, about: account ?? event.subject.object)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(refusals)
    for (subject, number, run) in refusals.bursts.all {
      findings.report(
        run, about: subject, number: number,
        title: "The service account was refused \(counted(run.count, "time"))", cause: "missing permission",
        severity: .error, confidence: refusals.wasCompared(subject) ? 0.85 : 0.65)
    }
  }

  /// `system:serviceaccount:shop:web` as a subject; nil for other users.
  private static func account(_ user: String) -> Subject? {
    guard user.hasPrefix(prefix), user.utf8.count < 400 else { return nil }
    let parts = user.dropFirst(prefix.count).split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return Subject(namespace: String(parts[0]), kind: "ServiceAccount", name: String(parts[1]))
  }
}
