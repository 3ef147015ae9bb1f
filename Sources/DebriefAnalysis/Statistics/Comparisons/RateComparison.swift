/// Whether events came at two different rates, given what happened altogether.
///
/// Under equal rates the first count is binomial with the share of the first exposure (Przyborowski and Wilenski 1940), so no
/// approximation is needed however small the counts are.
public struct RateComparison: Hashable, Sendable {
  /// First rate / second rate; nil when the second is 0.
  public let ratio: Double?
  /// The exact interval of the ratio (Clopper and Pearson on the share), from 0 or to infinity where a count is 0.
  public let ratioInterval: ConfidenceInterval
  /// Two-sided, exact conditional binomial: conservative when counts are small.
  public let p: Double

  /// Both exposures are in the same unit. O(n) in the counts.
  public init(_ first: PoissonRate, _ second: PoissonRate, level: Double = ConfidenceInterval.usualLevel) {
    let total = first.count + second.count
    let odds = second.exposure / first.exposure
    ratio = second.count > 0 ? first.rate / second.rate : nil
    p = Binomial.twoSided(first.count, of: total, first.exposure / (first.exposure + second.exposure))
    let tail = (1 - level) / 2
    let (a, b) = (Double(first.count), Double(second.count))
    let low = first.count == 0 ? 0 : Binomial.betaQuantile(tail, a, b + 1)
    let high = second.count == 0 ? 1 : Binomial.betaQuantile(1 - tail, a + 1, b)
    ratioInterval = ConfidenceInterval(
      low: low / (1 - low) * odds, high: high == 1 ? .infinity : high / (1 - high) * odds, level: level)
  }

  /// The two-sided p of the E-test (Krishnamoorthy and Thomson 2004, with the score statistic), which is less conservative than the
  /// conditional test but exact only for the pooled rate.
  ///
  /// O(n) in the larger count: outcomes beyond ten deviations are left out.
  public static func pooledP(_ first: PoissonRate, _ second: PoissonRate) -> Double {
    let odds = first.exposure / second.exposure
    let rate = Double(first.count + second.count) / (first.exposure + second.exposure)
    func score(_ a: Int, _ b: Int) -> Double {
      a + b == 0 ? 0 : abs(Double(a) - Double(b) * odds) / (Double(a + b) * odds).squareRoot()
    }
    func likely(_ mean: Double) -> [(count: Int, mass: Double)] {
      let reach = 10 * mean.squareRoot() + 20
      return (max(0, Int(mean - reach))...Int(mean + reach)).map {
        ($0, SpecialFunctions.gammaDensity(Double($0), mean))
      }
    }
    let observed = score(first.count, second.count) * (1 - 1e-12)
    let others = likely(rate * second.exposure)
    let p = likely(rate * first.exposure).reduce(0.0) { sum, a in
      sum + others.reduce(0.0) { $0 + (score(a.count, $1.count) >= observed ? a.mass * $1.mass : 0) }
    }
    return min(1, p)
  }
}
