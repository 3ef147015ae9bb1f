public import DebriefModel

/// Notices connections that are refused, time out or break.
public struct ConnectionFailureDetector: Detector {
  public static let description = DetectorDescription(
    id: "connection-failure", title: "Connections fail", category: .network, role: .symptom, reads: [.log],
    explanation: """
      At least \(least) log lines of one subject within \(LogBursts.minutes) minutes that say that a connection was refused, timed out or \
      was reset, and \(shortNumber(LogBursts.factor)) times as many as before where an earlier log exists. Refused means that a host answered and \
      nothing listened; timed out that nothing answered, as when packets are dropped; reset that the other side went away. Failed \
      name resolution is reported on its own.
      """,
    playbook: "connection-failure",
    followUp: FollowUp(
      "Add an alert on failed connections of {subject} to what it depends on", type: "detect",
      doneWhen: "blocking the dependency in a test raises the alert"))

  /// How many lines the window must hold.
  static let least = 5

  private enum Way: Int { case refused, timedOut, reset }

  private static let refused = Phrases(["connection refused", "econnrefused", "actively refused"])
  private static let timedOut = Phrases([
    "connection timed out", "etimedout", "connect timeout", "connecttimeoutexception", "connect timed out",
    "i/o timeout",
    "no route to host", "ehostunreach", "network is unreachable", "enetunreach", "connection timeout",
    "dial tcp: timeout", "tls handshake timeout",
  ])
  private static let reset = Phrases([
    "connection reset by peer", "econnreset", "broken pipe", "epipe", "connection aborted", "unexpected eof while",
  ])

  private var failures = LogBursts(least: least)
  private var ways: [Subject: [Int]] = [:]

  public init() {}

  /// Whether a message says that nothing answered.
  static func isTimeout(_ message: String) -> Bool { timedOut.isIn(message) }

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.isComplaint, let way = Self.way(event.message), !DNSFailureDetector.concerns(event.message) else {
      return
    }
    let subject = event.subject.object
    failures.count(event, about: subject)
    guard ways[subject] != nil || ways.count < Ledger.subjects else { return }
    ways[subject, default: [0, 0, 0]][way.rawValue] &+= 1
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.bursts.all {
      findings.report(
        run, about: subject, number: number,
        title: "Connections \(words(for: subject)) (\(counted(run.count, "line")))", cause: "failed connections",
        severity: .error, confidence: failures.wasCompared(subject) ? 0.85 : 0.65)
    }
  }

  private static func way(_ message: String) -> Way? {
    refused.isIn(message) ? .refused : timedOut.isIn(message) ? .timedOut : reset.isIn(message) ? .reset : nil
  }

  private func words(for subject: Subject) -> String {
    let names = [
      "were refused: the host answered, nothing listened", "timed out: nothing answered",
      "were cut off by the other side",
    ]
    let counts = ways[subject] ?? [0, 0, 0]
    let most = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    return names[most]
  }
}
