/// The part of a period that intervals cover, counted once where they overlap.
public struct Downtime: Hashable, Sendable {
  /// What is covered, in the unit of the intervals.
  public let total: Double
  /// The sum of the lengths, which counts overlaps twice; the difference to `total` is worth a sentence.
  public let sumOfLengths: Double
  /// The covered stretches, in order and apart from each other.
  public let merged: [ClosedRange<Double>]
  public let period: ClosedRange<Double>

  /// Intervals are cut to the period; what lies outside does not count. O(n log n).
  public init(_ intervals: [ClosedRange<Double>], in period: ClosedRange<Double>) {
    let inside = intervals.filter { $0.overlaps(period) }.map { $0.clamped(to: period) }
    var merged: [ClosedRange<Double>] = []
    for interval in inside.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = merged.last, interval.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, interval.upperBound)
      } else {
        merged.append(interval)
      }
    }
    (self.merged, self.period) = (merged, period)
    total = merged.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    sumOfLengths = inside.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
  }

  /// 1 − covered / period; nil for a period without length.
  public var availability: Double? {
    let length = period.upperBound - period.lowerBound
    return length > 0 ? 1 - total / length : nil
  }

  /// What the period has besides, for the mean time between failures.
  public var uptime: Double { period.upperBound - period.lowerBound - total }
}
