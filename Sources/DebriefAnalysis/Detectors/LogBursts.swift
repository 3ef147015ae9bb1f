import DebriefModel

/// Bursts of lines of one kind in logs, in bounded memory.
struct LogBursts: Sendable {
  /// The length of the window in minutes …
  static let minutes: Int64 = 5
  /// … and how many times more than usual it must hold.
  static let factor = 4.0

  /// How many lines the window must hold.
  let least: Int
  /// The lines that belong to bursts, by what they are about.
  private(set) var bursts = Ledger()
  /// How many lines were about subjects beyond the bound.
  fileprivate var overlooked = 0
  private var rates: [Subject: LineRate] = [:]

  init(least: Int) { self.least = least }

  /// Notes when a log begins, so that silence before its first burst counts. Without it, it begins with its first counted line.
  mutating func begin(_ subject: Subject, _ at: Instant) {
    if rates[subject] == nil, rates.count < Ledger.subjects { rates[subject] = LineRate(from: at, least: least) }
  }

  /// Counts one line. Lines without a time belong to one burst once there are enough of them.
  mutating func count(_ event: Event, about subject: Subject) {
    let at = event.time?.start
    begin(subject, at ?? Instant(nanoseconds: 0))
    guard rates[subject] != nil else {
      overlooked = saturatingSum(overlooked, 1)
      return
    }
    for sighting in rates[subject]?.count(event, at: at) ?? [] { bursts.add(sighting, about: subject) }
  }

  /// Whether there was an earlier log to compare with.
  func wasCompared(_ subject: Subject) -> Bool { rates[subject]?.wasCompared ?? false }
}

extension Findings {
  /// Notes what there was no room for.
  mutating func overlook(_ lines: LogBursts) {
    overlook(lines.bursts)
    overlook(lines.overlooked)
  }
}

extension Event {
  /// A log line that says, or may say, that something is wrong: not one at a level of everyday work.
  var isComplaint: Bool { kind == .log && (severity >= .warning || severity == .unknown) }
}

/// The lines of one kind in one log, by minute, for as long as the window needs them.
private struct LineRate: Sendable {
  /// How many lines are held back until it is clear whether they belong to a burst.
  private static let held = 16

  private let first: Instant
  private let least: Int
  private var undated: [Event] = []
  private var undatedCount = 0
  private var recent: [(minute: Int64, count: Int)] = []
  private var before = 0
  private var pending: [Event] = []
  private var bursting = false
  /// Whether there was an earlier log to compare with.
  private(set) var wasCompared = false

  init(from first: Instant, least: Int) { (self.first, self.least) = (first, least) }

  /// Counts a line; returns the lines that are now known to belong to a burst.
  mutating func count(_ event: Event, at: Instant?) -> [Event] {
    guard let at else { return countUndated(event) }
    // Lines come in the order of their time; one that does not counts for the latest minute, so that the window stays short.
    let minute = max(at.nanoseconds / 60_000_000_000, recent.last?.minute ?? .min)
    advance(to: minute)
    if recent.last?.minute == minute {
      recent[recent.count - 1].count = saturatingSum(recent[recent.count - 1].count, event.count)
    } else {
      recent.append((minute, event.count))
    }
    if bursting, total < least { bursting = false }
    if bursting { return [event] }
    if pending.count < Self.held { pending.append(event) }
    guard isBurst(at: minute) else { return [] }
    bursting = true
    defer { pending = [] }
    return pending
  }

  private mutating func countUndated(_ event: Event) -> [Event] {
    undatedCount = saturatingSum(undatedCount, max(1, event.count))
    if undatedCount < least {
      if undated.count < Self.held { undated.append(event) }
      return []
    }
    defer { undated = [] }
    return undated + [event]
  }

  private mutating func advance(to minute: Int64) {
    while let oldest = recent.first, oldest.minute <= minute - LogBursts.minutes {
      recent.removeFirst()
      if !bursting { before = saturatingSum(before, oldest.count) }
    }
    pending.removeAll { ($0.time?.start.nanoseconds ?? 0) / 60_000_000_000 <= minute - LogBursts.minutes }
    if recent.isEmpty { bursting = false }
  }

  private var total: Int { recent.reduce(0) { saturatingSum($0, $1.count) } }

  private mutating func isBurst(at minute: Int64) -> Bool {
    let now = total
    guard now >= least else { return false }
    let earlier = minute - LogBursts.minutes - first.nanoseconds / 60_000_000_000
    guard earlier > 0 else { return true }
    let usual = Double(before) / Double(earlier) * Double(LogBursts.minutes)
    guard Double(now) >= LogBursts.factor * usual else { return false }
    wasCompared = true
    return true
  }
}
