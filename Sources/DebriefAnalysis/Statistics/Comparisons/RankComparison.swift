#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether the values of one group tend to be larger than those of another (Mann and Whitney 1947), and by how much.
///
/// Depends on the order of the values only, so one incident of three days moves it no more than one of three hours.
public struct RankComparison: Hashable, Sendable {
  /// In how many pairs the first group has the larger value; equal ones count half.
  public let u: Double
  /// Two-sided: exact without ties for up to 2,500 pairs, else normal with tie and continuity correction.
  public let p: Double
  public let isExact: Bool
  /// Vargha and Delaney's A12: how often a value of the first group is larger than one of the second; 0.5 is no difference.
  public let superiority: Double
  /// Hodges and Lehmann's shift: the median of all differences first − second.
  public let shift: Double
  /// Where the true shift lies; nil when the groups are too small for the level.
  public let shiftInterval: ConfidenceInterval?

  /// Cliff's delta, −1…1.
  public var dominance: Double { 2 * superiority - 1 }

  static let mostExactPairs = 2500

  /// nil when a group is empty or holds a value that is not finite. O((n + m) log (n + m)) beyond the exact distribution.
  public init?(_ first: [Double], _ second: [Double], level: Double = ConfidenceInterval.usualLevel) {
    guard !first.isEmpty, !second.isEmpty, (first + second).allSatisfy(\.isFinite) else { return nil }
    let (n, m) = (first.count, second.count)
    let differences = PairDifferences(first, second)
    let ties = Ties(first + second)
    let distribution = n * m <= Self.mostExactPairs ? RankDistribution(n, m) : nil
    u = differences.positivePairs
    superiority = u / (Double(n) * Double(m))
    isExact = distribution != nil && ties.isEmpty
    p =
      isExact
      ? min(1, 2 * (distribution?.lowerTail(Int(min(u, Double(n * m) - u))) ?? 0.5))
      : Self.normal(u, n, m, ties)
    shift = differences.median
    let rank =
      distribution?.rank(tail: (1 - level) / 2)
      ?? Int(Double(n * m) / 2 + Normal.quantile((1 - level) / 2) * Ties([]).deviation(n, m))
    shiftInterval =
      rank < 1
      ? nil
      : ConfidenceInterval(
        low: differences.smallest(rank), high: differences.smallest(n * m - rank + 1), level: level)
  }

  /// The two-sided p of the normal approximation with continuity correction.
  static func normal(_ u: Double, _ n: Int, _ m: Int, _ ties: Ties) -> Double {
    let deviation = ties.deviation(n, m)
    guard deviation > 0 else { return 1 }
    let half = Double(n) * Double(m) / 2
    return min(1, 2 * Normal.upperTail((max(u, 2 * half - u) - half - 0.5) / deviation))
  }

  /// Equal values among all, which make ranks vary less.
  struct Ties {
    /// Σ t³ − t over the groups of equal values.
    let sum: Double
    var isEmpty: Bool { sum == 0 }

    init(_ values: [Double]) {
      let sorted = values.sorted()
      var (sum, start) = (0.0, 0)
      for index in sorted.indices where index + 1 == sorted.count || sorted[index + 1] != sorted[index] {
        let t = Double(index + 1 - start)
        sum += t * t * t - t
        start = index + 1
      }
      self.sum = sum
    }

    /// The standard deviation of U.
    func deviation(_ n: Int, _ m: Int) -> Double {
      let all = Double(n + m)
      guard all > 1 else { return 0 }
      return (Double(n) * Double(m) / 12 * max(0, all + 1 - sum / (all * (all - 1)))).squareRoot()
    }
  }
}

/// The exact distribution of U without ties.
struct RankDistribution {
  /// P(U ≤ u) for u up to half the pairs.
  private let tails: [Double]

  /// The coefficients of the Gaussian binomial, multiplied out: a coefficient depends on smaller ones only. O(n · n m).
  init(_ n: Int, _ m: Int) {
    let half = n * m / 2
    var counts = [Double](repeating: 0, count: half + 1)
    counts[0] = 1
    var total = 1.0
    for i in 1...min(n, m) {
      let factor = max(n, m) + i
      for u in stride(from: half, through: factor, by: -1) { counts[u] -= counts[u - factor] }
      for u in stride(from: i, through: half, by: 1) { counts[u] += counts[u - i] }
      total *= Double(factor) / Double(i)
    }
    var sum = 0.0
    tails = counts.map { count in
      sum += count
      return sum / total
    }
  }

  func lowerTail(_ u: Int) -> Double { u < 0 ? 0 : tails[min(u, tails.count - 1)] }

  /// The largest c with P(U ≤ c − 1) ≤ tail; 0 when there is none.
  func rank(tail: Double) -> Int { tails.firstIndex { $0 > tail } ?? tails.count }
}
