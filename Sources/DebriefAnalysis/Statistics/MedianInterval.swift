/// The median of a sample with a distribution-free interval around it.
///
/// The interval runs between two order statistics that the binomial distribution (n, 1/2) sets so that it covers the true
/// median with at least 95 % (Conover, Practical Nonparametric Statistics, ch. 3.2). Fewer than six values have none.
struct MedianInterval: Hashable {
  static let fewest = 6

  let median: Double
  let low: Double
  let high: Double
  let count: Int

  /// nil with fewer than six values. O(n log n).
  init?(_ values: [Double]) {
    guard values.count >= Self.fewest, let median = OrderStatistics.median(values) else { return nil }
    let sorted = values.sorted()
    let tail = Self.tail(values.count)
    (self.median, low, high, count) = (median, sorted[tail], sorted[values.count - 1 - tail], values.count)
  }

  /// How many values lie outside the interval on each side: the largest k with P(Bin(n, 1/2) ≤ k) ≤ 2.5 %.
  static func tail(_ n: Int) -> Int {
    // Beyond some hundreds the normal approximation is exact to an order statistic, and 2^-n has no digits left.
    guard n <= 500 else { return max(0, Int(Double(n) / 2 - 0.98 * Double(n).squareRoot()) - 1) }
    var probability = 1.0
    for _ in 0..<n { probability /= 2 }
    var (sum, k) = (0.0, 0)
    while k < n / 2, sum + probability <= 0.025 {
      sum += probability
      probability *= Double(n - k) / Double(k + 1)
      k += 1
    }
    return max(0, k - 1)
  }
}
