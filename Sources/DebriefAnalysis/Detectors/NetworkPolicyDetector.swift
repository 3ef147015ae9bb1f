public import DebriefModel

/// Notices network policies after which connections time out, and packets that a policy dropped.
public struct NetworkPolicyDetector: Detector {
  public static let description = DetectorDescription(
    id: "network-policy", title: "Network policy blocks traffic", category: .network, role: .mechanism,
    reads: [.change, .log],
    explanation: """
      A changed network policy that is followed, within \(shortNumber(minutes)) minutes, by at least \(least) time-outs in the logs of its namespace or \
      to it, where there were none in as many minutes before; and log lines in which a network plugin says that it dropped \
      packets for a policy. That the time-outs came after the change does not prove that it caused them. Policies drop silently, \
      so most of their effect is seen only in the logs of those who wait.
      """,
    playbook: "network-policy",
    followUp: FollowUp(
      "Test the connections that must work before {subject} is applied", type: "prevent",
      doneWhen: "a policy that blocks a needed connection fails in the pipeline"))

  /// How long after a change its effect is looked for, in minutes.
  static let minutes = 15.0
  /// How many time-outs must follow.
  static let least = 3
  /// How many policy changes are followed.
  static let policies = 200

  private static let kinds: Set<String> = [
    "NetworkPolicy", "CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "GlobalNetworkPolicy",
    "AdminNetworkPolicy",
    "BaselineAdminNetworkPolicy", "AuthorizationPolicy",
  ]
  private static let dropped = Phrases([
    "policy denied", "denied by policy", "policy-denied", "dropped by policy", "denied by network policy",
    "calico-packet",
  ])

  private var changes: [Event] = []
  private var waits: [Subject: Ledger] = [:]
  private var drops = Ledger()
  /// The last time-out of each namespace.
  private var last: [String: Instant] = [:]

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .change {
      guard Self.kinds.contains(event.subject.kind), let at = event.time?.start, changes.count < Self.policies else {
        return
      }
      if let before = last[event.subject.namespace], at - before <= .minutes(Self.minutes) { return }
      changes.append(event)
    } else if event.isComplaint {
      if Self.dropped.isIn(event.message) { drops.add(event, about: event.subject.object) }
      if let at = event.time?.start, ConnectionFailureDetector.isTimeout(event.message) { wait(event, at) }
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(drops)
    for (subject, ledger) in waits.sorted(by: { $0.key < $1.key }) {
      for (_, number, run) in ledger.all where run.records > Self.least {
        findings.report(
          run, about: subject, number: number,
          title: "Connections timed out after the network policy was changed (\(counted(run.records - 1, "line")))",
          cause: "network policy", severity: .error, confidence: run.records > 10 ? 0.8 : 0.65)
      }
    }
    for (subject, number, run) in drops.all {
      findings.report(
        run, about: subject, number: number, title: "A network policy dropped packets (\(counted(run.count, "line")))",
        cause: "network policy", severity: .error, confidence: 0.8, discriminator: "dropped")
    }
  }

  private mutating func wait(_ event: Event, _ at: Instant) {
    for change in changes where concerns(change.subject, event) {
      guard let changed = change.time?.start, at > changed, at - changed <= .minutes(Self.minutes) else { continue }
      let subject = change.subject.object
      if waits[subject] == nil { waits[subject, default: Ledger()].add(change, about: subject) }
      waits[subject]?.add(event, about: subject)
    }
    if last[event.subject.namespace] != nil || last.count < Ledger.subjects { last[event.subject.namespace] = at }
  }

  /// Whether a policy of this namespace may have stopped this connection: from the namespace, or to it by its full name.
  private func concerns(_ policy: Subject, _ event: Event) -> Bool {
    policy.namespace.isEmpty || policy.namespace == event.subject.namespace
      || event.message.contains(".\(policy.namespace)")
  }
}
