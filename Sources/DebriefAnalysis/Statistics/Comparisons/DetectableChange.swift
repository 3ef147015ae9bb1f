#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The smallest change that a rank comparison of two groups of durations would have shown.
///
/// A closed approximation on logarithms: durations are taken as lognormal with the pooled spread of both groups, and the rank
/// test needs π/3 times the values of a t test (its efficiency under normality is 3/π). The spread is itself an estimate, which
/// makes the answer a little too good in small groups: a power of 80 % is really 72 % for ten against ten, 77 % for twenty,
/// 80 % for fifty (`make simulate`).
public struct DetectableChange: Hashable, Sendable {
  /// The usual probability of seeing such a change.
  public static let usualPower = 0.8

  /// A group that was this much longer (×) or shorter (÷) would have been seen; infinity when no change could have been.
  public let ratio: Double
  public let power: Double
  public let level: Double

  /// nil when neither group tells how much durations vary. Durations of 0 or less have no logarithm and only count.
  public init?(
    _ first: [Double], _ second: [Double], power: Double = usualPower, level: Double = ConfidenceInterval.usualLevel
  ) {
    guard !first.isEmpty, !second.isEmpty, let spread = Self.pooledLogDeviation(first, second) else { return nil }
    (self.power, self.level) = (power, level)
    let (n, m) = (first.count, second.count)
    // With so few values even complete separation is not rare enough by chance.
    guard n * m > RankComparison.mostExactPairs || RankDistribution(n, m).lowerTail(0) <= (1 - level) / 2 else {
      ratio = .infinity
      return
    }
    let reach = Normal.quantile((1 + level) / 2) + Normal.quantile(power)
    ratio = exp(reach * Self.standardError(spread, n, m))
  }

  /// How likely a rank comparison shows that one group is `ratio` times as long, by the same approximation.
  public static func power(
    toSee ratio: Double, logDeviation: Double, _ n: Int, _ m: Int, level: Double = ConfidenceInterval.usualLevel
  ) -> Double {
    guard ratio > 0, logDeviation > 0, n > 0, m > 0 else { return 0 }
    let z = abs(log(ratio)) / standardError(logDeviation, n, m)
    let critical = Normal.quantile((1 + level) / 2)
    return Normal.lowerTail(z - critical) + Normal.lowerTail(-z - critical)
  }

  private static func standardError(_ spread: Double, _ n: Int, _ m: Int) -> Double {
    spread * (Double.pi / 3 * (1 / Double(n) + 1 / Double(m))).squareRoot()
  }

  private static func pooledLogDeviation(_ first: [Double], _ second: [Double]) -> Double? {
    var (squares, freedom) = (0.0, 0)
    for logs in [first, second].map({ $0.filter { $0 > 0 }.map { log($0) } }) where logs.count > 1 {
      let deviation = Moments.standardDeviation(logs) ?? 0
      squares += deviation * deviation * Double(logs.count - 1)
      freedom += logs.count - 1
    }
    return freedom > 0 && squares > 0 ? (squares / Double(freedom)).squareRoot() : nil
  }
}
