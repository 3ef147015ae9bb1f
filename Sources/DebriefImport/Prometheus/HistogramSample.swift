internal import DebriefModel
internal import DebriefParsing

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A native histogram at one time, as a query result writes it: `{"count","sum","buckets":[[rule,"lower","upper","count"],…]}`.
struct HistogramSample {
  /// Buckets read at most; Prometheus itself stops far below.
  static let mostBuckets = 10_000
  /// The quantiles that are worked out.
  static let quantiles: [(label: String, value: Double)] = [("0.5", 0.5), ("0.9", 0.9), ("0.99", 0.99)]

  struct Bucket: Hashable {
    var lower: Double
    var upper: Double
    var count: Double
  }

  var at: Instant
  var count: Double
  var sum: Double
  /// In the order of their bounds, the empty ones left out.
  private(set) var buckets: [Bucket] = []

  /// Reads a histogram; nil without count or sum.
  init?(_ value: JSONValue, at: Instant) {
    guard let count = value["count"].flatMap(SeriesReading.number), let sum = value["sum"].flatMap(SeriesReading.number)
    else { return nil }
    (self.at, self.count, self.sum) = (at, count, sum)
    for element in (value["buckets"]?.elements ?? JSONValue.none).prefix(Self.mostBuckets) {
      let parts = element.elements.map { SeriesReading.number($0) }
      guard parts.count == 4, let lower = parts[1], let upper = parts[2], let count = parts[3], lower <= upper,
        count > 0
      else { continue }
      buckets.append(Bucket(lower: lower, upper: upper, count: count))
    }
    buckets.sort { ($0.lower, $0.upper) < ($1.lower, $1.upper) }
  }

  /// A quantile as `histogram_quantile` of Prometheus 3 works it out (promql/quantile.go, `HistogramQuantile`, v3.0.0):
  /// exponential interpolation inside buckets of an exponential schema, linear in the zero bucket and in custom ones.
  ///
  /// The result does not name the schema: bounds whose ratio is 2^(2^-n), n from -4 to 8, are taken as exponential.
  /// NaN for no observations. O(buckets).
  func quantile(_ q: Double) -> Double {
    guard count > 0, !buckets.isEmpty else { return .nan }
    // From the nearer end, as Prometheus does: the other way sums up more rounding.
    let isForward = sum.isNaN || q < 0.5
    let target = (isForward ? q : 1 - q) * count
    var seen = 0.0
    var found = buckets[0]
    for bucket in isForward ? buckets : buckets.reversed() {
      found = bucket
      seen += bucket.count
      if seen >= target { break }
    }
    let isExponential = isExponential
    guard var bucket = bounded(found, isExponential: isExponential) else {
      return found.upper.isInfinite ? found.lower : found.upper
    }
    if seen < target && isForward { return bucket.upper }
    bucket.count = found.count
    let rank = isForward ? target - (seen - found.count) : min(seen, count) - target
    return Self.interpolate(bucket, min(max(rank / found.count, 0), 1), isExponential: isExponential)
  }

  /// The bucket with bounds to interpolate between; nil where the answer is one of its bounds.
  private func bounded(_ bucket: Bucket, isExponential: Bool) -> Bucket? {
    var bucket = bucket
    if isExponential && bucket.lower < 0 && bucket.upper > 0 {
      // The zero bucket of a histogram that has only positive, or only negative, buckets beside it.
      let hasNegative = buckets.contains { $0.upper <= 0 }
      let hasPositive = buckets.contains { $0.lower >= 0 }
      if hasPositive && !hasNegative { bucket.lower = 0 } else if hasNegative && !hasPositive { bucket.upper = 0 }
      return bucket
    }
    if bucket.lower.isInfinite {
      if bucket.upper <= 0 { return nil }
      bucket.lower = 0
    }
    return bucket.upper.isInfinite ? nil : bucket
  }

  private static func interpolate(_ bucket: Bucket, _ fraction: Double, isExponential: Bool) -> Double {
    guard isExponential, bucket.lower > 0 || bucket.upper < 0 else {
      return bucket.lower + (bucket.upper - bucket.lower) * fraction
    }
    let lower = log2(abs(bucket.lower))
    let upper = log2(abs(bucket.upper))
    return bucket.lower > 0
      ? exp2(lower + (upper - lower) * fraction) : -exp2(upper + (lower - upper) * (1 - fraction))
  }

  /// Whether the bounds are those of one exponential schema.
  private var isExponential: Bool {
    var schema: Int?
    for bucket in buckets {
      if bucket.lower <= 0 && bucket.upper >= 0 {
        // Custom buckets may reach to infinity, the zero bucket is symmetric and does not.
        if bucket.lower != -bucket.upper { return false }
        continue
      }
      let ratio = bucket.lower > 0 ? bucket.upper / bucket.lower : bucket.lower / bucket.upper
      // A bucket of schema n is 2^-n wide on the scale of log2.
      let width = log2(ratio)
      guard width.isFinite, width > 0 else { return false }
      let number = -log2(width)
      let nearest = number.rounded()
      guard abs(number - nearest) < 1e-6, (-4.0...8.0).contains(nearest) else { return false }
      if let schema, schema != Int(nearest) { return false }
      schema = Int(nearest)
    }
    return true
  }
}
