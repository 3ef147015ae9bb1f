/// A share of a whole, with the score interval of Wilson (1927), which also holds for 0 and for small numbers.
public struct Proportion: Hashable, Sendable {
  public let count: Int
  public let total: Int
  public let share: Double
  public let interval: ConfidenceInterval

  /// nil unless 0 ≤ count ≤ total and total > 0.
  public init?(_ count: Int, of total: Int, level: Double = ConfidenceInterval.usualLevel) {
    guard count >= 0, total > 0, count <= total else { return nil }
    let (n, p) = (Double(total), Double(count) / Double(total))
    let z = Normal.quantile((1 + level) / 2)
    let denominator = 1 + z * z / n
    let center = (p + z * z / (2 * n)) / denominator
    let half = z / denominator * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    (self.count, self.total, share) = (count, total, p)
    // At the ends the formula is exact only up to rounding.
    interval = ConfidenceInterval(
      low: count == 0 ? 0 : max(0, center - half), high: count == total ? 1 : min(1, center + half), level: level)
  }
}
