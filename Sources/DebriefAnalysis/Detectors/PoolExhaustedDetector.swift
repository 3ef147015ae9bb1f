public import DebriefModel

/// Notices connection pools and servers that have no connection left.
public struct PoolExhaustedDetector: Detector {
  public static let description = DetectorDescription(
    id: "pool-exhausted", title: "No connection left", category: .resource, role: .mechanism, reads: [.log],
    explanation: """
      At least \(least) log lines of one subject within \(LogBursts.minutes) minutes that say that a pool gave no connection in time, or that a \
      server accepts no more, in the words of PostgreSQL, MySQL, Redis, MongoDB, HikariCP, SQLAlchemy, Go and Node.js drivers. A \
      pool runs dry when it is too small, when connections are not given back, or when the other side became slow.
      """,
    playbook: "pool-exhausted",
    followUp: FollowUp(
      "Add an alert for the pool of {subject} being used to nine tenths", type: "detect",
      doneWhen: "holding all connections in a test raises the alert before requests fail"))

  /// How many lines the window must hold.
  static let least = 2

  private static let pool = Phrases([
    "connection is not available, request timed out", "timeout waiting for connection from pool", "queuepool limit",
    "pool exhausted", "pool timeout", "timed out while waiting for an open slot in the pool", "connection pool is full",
    "no available connections", "unable to acquire connection", "unable to acquire a connection",
    "could not acquire connection", "resourcerequest timed out", "timeout acquiring a connection", "pool is exhausted",
    "cannot get a connection, pool error", "waitqueuetimeout", "no free connections", "out of free connections",
    "ran out of connections", "connection pool exhausted", "pool is closed or exhausted", "connection limit exceeded",
  ])
  private static let server = Phrases([
    "remaining connection slots are reserved", "too many clients already", "too many connections",
    "max number of clients reached", "max_connections", "connection slots", "user_connections",
  ])
  private var failures = LogBursts(least: least)
  private var full: Set<Subject> = []

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.isComplaint else { return }
    let isServer = Self.server.isIn(event.message)
    guard isServer || Self.pool.isIn(event.message) else { return }
    let subject = event.subject.object
    failures.count(event, about: subject)
    if isServer, failures.bursts.holds(subject) { full.insert(subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(failures)
    for (subject, number, run) in failures.bursts.all {
      findings.report(
        run, about: subject, number: number,
        title: full.contains(subject)
          ? "The server accepted no more connections (\(counted(run.count, "line")))"
          : "The pool gave no connection in time (\(counted(run.count, "line")))",
        cause: "no connection left", severity: .error, confidence: run.count >= 5 ? 0.9 : 0.75)
    }
  }
}
