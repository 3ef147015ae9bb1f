public import DebriefModel

/// Notices names that cannot be resolved.
public struct DNSFailureDetector: Detector {
  public static let description = DetectorDescription(
    id: "dns-failure", title: "Names cannot be resolved", category: .network, role: .mechanism, reads: [.log],
    explanation: """
      At least \(least) log lines of one subject within \(LogBursts.minutes) minutes that say that a name could not be resolved, in the \
      words of Go, glibc, Java, Node.js, Python, curl and CoreDNS. Names that do not exist point to configuration, name servers \
      that do not answer to the network. Resolution that is slow but works is not seen.
      """,
    playbook: "dns-failure",
    followUp: FollowUp(
      "Add an alert on failed name resolution as {subject} sees it", type: "detect",
      doneWhen: "stopping the cluster's name servers in a test raises the alert"))

  /// How many lines the window must hold: a single failed look-up is repeated and forgotten.
  static let least = 3

  private static let unknown = Phrases([
    "no such host", "nxdomain", "enotfound", "name or service not known", "could not resolve host",
    "unknownhostexception",
    "nodename nor servname", "could not translate host name", "no address associated with hostname", "[errno -2]",
  ])
  private static let unanswered = Phrases([
    "server misbehaving", "temporary failure in name resolution", "eai_again", "servfail", ":53: i/o timeout",
    ":53: read udp", ":53: dial udp", ":53: connect: connection refused", "[errno -3]", "dns resolution failed",
    "resolve: timed out",
  ])

  private var failures = LogBursts(least: least)
  private var silent: Set<Subject> = []

  public init() {}

  /// Whether a message says that a name could not be resolved.
  static func concerns(_ message: String) -> Bool { unknown.isIn(message) || unanswered.isIn(message) }

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.isComplaint else { return }
    let subject = event.subject.object
    let noAnswer = Self.unanswered.isIn(event.message)
    guard noAnswer || Self.unknown.isIn(event.message) else { return }
    failures.count(event, about: subject)
    if noAnswer, failures.bursts.holds(subject) { silent.insert(subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.bursts.all {
      let noAnswer = silent.contains(subject)
      findings.report(
        run, about: subject, number: number,
        title: noAnswer
          ? "Names could not be resolved: the name server did not answer (\(counted(run.count, "line")))"
          : "A name could not be resolved: no server knows it (\(counted(run.count, "line")))",
        cause: "name resolution failed", severity: .error, confidence: run.count >= 10 ? 0.9 : 0.75,
        category: noAnswer ? nil : .misconfiguration)
    }
  }
}
