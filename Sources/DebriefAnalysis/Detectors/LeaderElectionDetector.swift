public import DebriefModel

/// Notices controllers that lose their leadership.
public struct LeaderElectionDetector: Detector {
  public static let description = DetectorDescription(
    id: "leader-election", title: "Leadership lost", category: .infrastructure, role: .symptom,
    reads: [.kubernetes, .log],
    explanation: """
      Log lines and LeaderElection events that say that a lease could not be renewed or leadership was lost, and leases that were \
      taken over at least \(takeovers) times in a row. A controller that loses its lease restarts, and does nothing meanwhile; the cause \
      is mostly a slow API server or etcd, a starved node, or a network in between. One takeover is how a rollout looks.
      """,
    playbook: "leader-election",
    followUp: FollowUp(
      "Add an alert for {subject} changing its leader several times an hour", type: "detect",
      doneWhen: "pausing the leader in a test raises the alert"))

  /// So many takeovers in one run are no rollout.
  static let takeovers = 3

  private static let lost = Phrases([
    "leaderelection lost", "leader election lost", "lost leader election", "failed to renew lease", "stopped leading",
    "lost leadership", "leader lost", "failed to renew leader", "lost lease",
  ])
  private static let won = Phrases(["became leader"])
  private var losses = Ledger()
  private var elections = Ledger()

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    let isEvent = event.kind == .kubernetes && event.reason == "LeaderElection"
    guard isEvent || event.isComplaint else { return }
    if isEvent, Self.won.isIn(event.message) {
      elections.add(event, about: event.subject.object)
    } else if Self.lost.isIn(event.message) {
      losses.add(event, about: event.subject.object)
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(losses, elections)
    for (subject, number, run) in losses.all {
      findings.report(
        run, about: subject, number: number, title: "Leadership was lost (\(counted(run.count, "report")))",
        cause: "leadership lost", severity: .error, confidence: 0.85)
    }
    for (subject, number, run) in elections.all where run.count >= Self.takeovers && !losses.holds(subject) {
      findings.report(
        run, about: subject, number: number, title: "The leader changed \(counted(run.count, "time"))",
        cause: "changing leader", severity: .warning, confidence: 0.75, discriminator: "takeovers")
    }
  }
}
