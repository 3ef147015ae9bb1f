internal import DebriefModel

/// How long the spans of one operation took: counts by duration in steps of 5 %, so that memory does not grow with the spans.
struct SpanDurations {
  private var buckets: [Int: Int] = [:]
  private(set) var count = 0
  private var longest = TimeSpan.zero

  mutating func add(_ duration: TimeSpan) {
    count += 1
    longest = max(longest, duration)
    buckets[Self.bucket(duration), default: 0] += 1
  }

  /// The duration below which `share` of the spans lie, good to 5 %; nil without spans.
  func quantile(_ share: Double) -> TimeSpan? {
    guard count > 0 else { return nil }
    // Nearest rank: what is said to hold for a share of the spans holds for at least that share.
    let rank = max(Int((share * Double(count)).rounded(.up)) - 1, 0)
    var seen = 0
    for (bucket, count) in buckets.sorted(by: { $0.key < $1.key }) {
      seen += count
      if seen > rank { return min(longest, TimeSpan(nanoseconds: Self.nanoseconds(bucket))) }
    }
    return nil
  }

  /// Buckets by repeated growth: 1 µs times 1.05 to the power of the bucket.
  private static let bounds: [Int64] = {
    var bounds: [Int64] = []
    var bound = 1000.0
    while bound < 1e15 {
      bounds.append(Int64(bound))
      bound *= 1.05
    }
    return bounds
  }()

  private static func bucket(_ duration: TimeSpan) -> Int {
    var (low, high) = (0, bounds.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < duration.nanoseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func nanoseconds(_ bucket: Int) -> Int64 { bounds[min(max(bucket, 0), bounds.count - 1)] }

  /// A duration in the unit that suits it: `340 µs`, `12 ms`, `1.25 s`.
  static func words(_ duration: TimeSpan) -> String {
    let value = Double(duration.nanoseconds)
    if value < 1e6 { return "\(Int((value / 1e3).rounded())) µs" }
    if value < 1e9 { return "\(Int((value / 1e6).rounded())) ms" }
    return "\((value / 1e7).rounded() / 100) s"
  }
}
