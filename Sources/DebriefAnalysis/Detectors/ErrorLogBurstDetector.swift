public import DebriefModel

/// Notices a burst of error lines in the log of one subject.
public struct ErrorLogBurstDetector: Detector {
  public static let description = DetectorDescription(
    id: "error-log-burst", title: "Burst of errors in a log", category: .application, role: .symptom, reads: [.log],
    explanation: """
      At least \(least) error lines of one subject within \(minutes) minutes, and at least \(factor) times as many as its log held \
      before in the same time. A log that begins with the burst has nothing to be compared with and is reported with less \
      confidence, or not at all when it goes on for more than \(steady / 60) minutes: then that is how the \
      log looks. A log that was rotated, sampled or not collected shows nothing.
      """,
    playbook: "error-log-burst",
    followUp: FollowUp(
      "Add an alert on the rate of errors in the log of {subject}", type: "detect",
      doneWhen: "the burst of this incident, replayed, raises the alert"))

  /// The length of the window in minutes …
  static let minutes: Int64 = 5
  /// … how many error lines it must hold …
  static let least = 10
  /// … and how many times more than usual that must be.
  static let factor = 4.0
  /// Errors from the first line of a log on for longer than this, in seconds, are no burst.
  static let steady = 1800

  private var logs: [Subject: ErrorRate] = [:]
  private var bursts = Ledger()
  private var last: Subject?

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    guard event.kind == .log, let at = event.time?.start else { return }
    guard event.severity >= .error else {
      // Only the first line of a log matters here; lines mostly follow lines of the same log.
      if event.subject != last { begin(event.subject, at) }
      return
    }
    begin(event.subject, at)
    guard let began = logs[event.subject]?.count(event, at: at) else { return }
    for sighting in began { bursts.add(sighting, about: event.subject) }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(bursts)
    for (subject, number, run) in bursts.all {
      let compared = logs[subject]?.wasCompared ?? false
      if !compared, let range = run.range, range.duration > .seconds(Double(Self.steady)) { continue }
      findings.report(
        run, about: subject, number: number, title: "\(counted(run.count, "error line")) in a burst",
        cause: "burst of errors",
        severity: .error, confidence: compared ? 0.85 : 0.6)
    }
  }

  private mutating func begin(_ subject: Subject, _ at: Instant) {
    last = subject
    if logs[subject] == nil, logs.count < Ledger.subjects { logs[subject] = ErrorRate(from: at) }
  }
}

/// The error lines of one log, by minute, for as long as the window needs them.
private struct ErrorRate: Sendable {
  /// How many error lines are held back until it is clear whether they belong to a burst.
  private static let held = 16

  private let first: Instant
  private var recent: [(minute: Int64, count: Int)] = []
  private var before = 0
  private var pending: [Event] = []
  private var bursting = false
  /// Whether there was an earlier log to compare with.
  private(set) var wasCompared = false

  init(from first: Instant) { self.first = first }

  /// Counts an error line; returns the lines that are now known to belong to a burst.
  mutating func count(_ event: Event, at: Instant) -> [Event] {
    let minute = at.nanoseconds / 60_000_000_000
    advance(to: minute)
    if recent.last?.minute == minute {
      recent[recent.count - 1].count = saturatingSum(recent[recent.count - 1].count, event.count)
    } else {
      recent.append((minute, event.count))
    }
    if bursting, total < ErrorLogBurstDetector.least { bursting = false }
    if bursting { return [event] }
    if pending.count < Self.held { pending.append(event) }
    guard isBurst(at: minute) else { return [] }
    bursting = true
    defer { pending = [] }
    return pending
  }

  private mutating func advance(to minute: Int64) {
    while let oldest = recent.first, oldest.minute <= minute - ErrorLogBurstDetector.minutes {
      recent.removeFirst()
      if !bursting { before = saturatingSum(before, oldest.count) }
    }
    pending.removeAll { ($0.time?.start.nanoseconds ?? 0) / 60_000_000_000 <= minute - ErrorLogBurstDetector.minutes }
    if recent.isEmpty { bursting = false }
  }

  private var total: Int { recent.reduce(0) { saturatingSum($0, $1.count) } }

  private mutating func isBurst(at minute: Int64) -> Bool {
    let now = total
    guard now >= ErrorLogBurstDetector.least else { return false }
    let earlier = minute - ErrorLogBurstDetector.minutes - first.nanoseconds / 60_000_000_000
    guard earlier > 0 else { return true }
    let usual = Double(before) / Double(earlier) * Double(ErrorLogBurstDetector.minutes)
    guard Double(now) >= ErrorLogBurstDetector.factor * usual else { return false }
    wasCompared = true
    return true
  }
}
