import DebriefModel

/// What a list of Kubernetes events cannot hold any more: expired events, and those that the client's spam filter dropped.
///
/// Events live for one hour by default (kube-apiserver `--event-ttl`). client-go lets 25 events through for one source
/// component and object, then one per 300 s (client-go `tools/record/events_cache.go`).
struct EventRetention: Sendable {
  static let life = TimeSpan.minutes(60)
  /// An oldest event of about this age means that older ones expired.
  static let tolerance = TimeSpan.minutes(10)
  static let burst = 25.0
  static let refill = 300.0
  /// How many objects are counted.
  static let most = 5000

  private struct Key: Hashable {
    var object: Subject
    var component: String
  }
  private struct Tally {
    var count = 0
    var range: TimeRange
  }

  private var tallies: [Key: Tally] = [:]
  /// When the event that was quiet for the longest time was last seen, and the latest time of all.
  private var oldest: Instant?
  private var latest: Instant?

  mutating func observe(_ event: Event) {
    guard let time = event.time else { return }
    oldest = min(oldest ?? time.end, time.end)
    latest = max(latest ?? time.end, time.end)
    let key = Key(object: event.subject.object, component: event.attributes["component"] ?? "")
    guard tallies[key] != nil || tallies.count < Self.most else { return }
    var tally = tallies[key] ?? Tally(range: time.range)
    tally.count = saturatingSum(tally.count, event.count)
    tally.range = tally.range.union(time.range)
    tallies[key] = tally
  }

  /// Events that may be gone: those before an instant, and how long before the capture, or the last event, that was.
  struct Expiry {
    var before: Instant
    var age: TimeSpan
    /// Whether the list reaches back as far as events are kept. Otherwise nobody knows when it was asked for.
    var isFullLife: Bool
  }

  /// What may have expired when the list was asked for; nil where the list reaches back further than events are kept, or where
  /// it is known to have been asked for while its oldest event was young.
  func expired(captured: Instant?) -> Expiry? {
    guard let oldest, let latest else { return nil }
    let age = max(captured ?? latest, latest) - oldest
    guard age <= Self.life + Self.tolerance else { return nil }
    let isFullLife = age >= Self.life - Self.tolerance
    return isFullLife || captured == nil ? Expiry(before: oldest, age: age, isFullLife: isFullLife) : nil
  }

  /// Objects with as many events as the spam filter lets through, by subject.
  var limited: [(object: Subject, count: Int, range: TimeRange)] {
    tallies.compactMap { key, tally in
      let allowed = Self.burst + tally.range.duration.seconds / Self.refill
      guard tally.count >= Int(Self.burst), Double(tally.count) >= 0.9 * allowed, Double(tally.count) <= 1.2 * allowed
      else { return nil }
      return (key.object, tally.count, tally.range)
    }.sorted { ($0.0, $0.1, $0.2.start) < ($1.0, $1.1, $1.2.start) }
  }
}

extension TimeSpan {
  static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    let (value, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return TimeSpan(nanoseconds: overflow ? (a.nanoseconds < 0 ? .min : .max) : value)
  }
}
