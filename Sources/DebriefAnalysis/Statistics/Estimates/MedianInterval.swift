/// The median of a sample with a distribution-free interval around it.
///
/// The interval runs between two order statistics that the binomial distribution (n, 1/2) sets so that it covers the true
/// median with at least the level asked for (Conover, Practical Nonparametric Statistics, ch. 3.2). At 95 % fewer than six
/// values have none.
public struct MedianInterval: Hashable, Sendable {
  /// The smallest sample with an interval of 95 %.
  public static let fewest = 6

  public let median: Double
  public let low: Double
  public let high: Double
  public let count: Int
  /// Where `low` stands among the sorted values, from 1; `high` stands equally far from the end.
  public let rank: Int
  /// How often such an interval holds the true median: exact for continuous values, a lower bound with ties.
  public let coverage: Double

  /// nil when no interval of that level exists: fewer than six values at 95 %. O(n log n).
  public init?(_ values: [Double], level: Double = ConfidenceInterval.usualLevel) {
    let rank = Self.rank(values.count, level: level)
    guard rank > 0, let median = OrderStatistics.median(values) else { return nil }
    let sorted = values.sorted()
    (self.median, low, high, count) = (median, sorted[rank - 1], sorted[values.count - rank], values.count)
    (self.rank, coverage) = (rank, 1 - 2 * Binomial.lowerTail(rank - 1, of: values.count, 0.5))
  }

  /// The largest k with P(Bin(n, 1/2) ≤ k − 1) ≤ (1 − level) / 2; 0 when there is none. O(log n).
  static func rank(_ n: Int, level: Double) -> Int {
    var (fits, fails) = (0, n / 2 + 1)
    while fails - fits > 1 {
      let middle = (fits + fails) / 2
      if Binomial.lowerTail(middle - 1, of: n, 0.5) <= (1 - level) / 2 { fits = middle } else { fails = middle }
    }
    return fits
  }
}
