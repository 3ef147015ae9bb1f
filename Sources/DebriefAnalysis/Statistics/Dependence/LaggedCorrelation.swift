/// How two series of one clock go together, one of them perhaps later, and whether chance explains it.
///
/// Neighbouring samples of a metric say nearly the same, so two unrelated metrics correlate by chance far more often than the
/// textbook p admits: half of the time at an autocorrelation of 0.9. The p here counts effective samples instead (Bretherton 1999),
/// and pays for having looked at many lags.
public struct LaggedCorrelation: Hashable, Sendable {
  /// By how many samples the second follows the first; negative when it goes before.
  public let lag: Int
  /// r at that lag, in the 1/n form, which stays within −1…1.
  public let coefficient: Double
  /// How many independent samples the series are worth.
  public let effectiveCount: Double
  /// The number of lags tried, as far as they are independent, times the p at that lag; at most 1.
  public let p: Double

  /// Searches the lags −reach…reach for the largest |r|; of equals the nearest to 0.
  ///
  /// nil when the lengths differ, are no longer than `reach` or than 3, or a series is constant. O(n · reach).
  public init?(_ first: [Double], _ second: [Double], reach: Int) {
    guard first.count > 3, let lags = CrossCorrelation(first, second, reach: reach),
      let a = Moments.lagOneAutocorrelation(first), let b = Moments.lagOneAutocorrelation(second)
    else { return nil }
    let n = Double(first.count)
    let best = (-reach...reach).min { left, right in
      (-abs(lags[left]), abs(left), left) < (-abs(lags[right]), abs(right), right)
    }
    lag = best ?? 0
    coefficient = lags[lag]
    effectiveCount = Self.effectiveCount(n, a, b)
    // Where neighbours say the same, so do neighbouring lags.
    let tried = max(1, Double(2 * reach + 1) * effectiveCount / n)
    p = min(1, tried * Correlation.p(coefficient, count: effectiveCount))
  }

  /// n (1 − ab) / (1 + ab) for lag-1 autocorrelations a and b, within 2…n.
  static func effectiveCount(_ n: Double, _ a: Double, _ b: Double) -> Double {
    min(n, max(2, n * (1 - a * b) / (1 + a * b)))
  }
}

/// r of two series at every lag −reach…reach, in the 1/n form: the sums at a lag are divided by the squares of the whole series, so no
/// coefficient exceeds 1.
struct CrossCorrelation {
  private let coefficients: [Double]
  let reach: Int

  /// nil when the lengths differ or are no longer than `reach`, or a series is constant.
  init?(_ first: [Double], _ second: [Double], reach: Int) {
    guard first.count == second.count, reach >= 0, first.count > reach, let a = Centered(first),
      let b = Centered(second)
    else { return nil }
    let size = (a.squares * b.squares).squareRoot()
    self.reach = reach
    coefficients = (-reach...reach).map { lag in
      let pairs = zip(a.values.dropFirst(max(0, -lag)), b.values.dropFirst(max(0, lag)))
      return max(-1, min(1, pairs.reduce(0) { $0 + $1.0 * $1.1 } / size))
    }
  }

  /// r with the second series `lag` samples later.
  subscript(lag: Int) -> Double { coefficients[lag + reach] }
}
