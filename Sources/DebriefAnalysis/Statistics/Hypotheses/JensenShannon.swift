#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How different two mixtures are, such as the shares of log patterns in two windows: 0 is the same, 1 nothing in common.
public enum JensenShannon {
  /// The divergence in bits; counts are made into shares first. nil unless both have the same length, no negative value, and a sum.
  public static func divergence(_ a: [Double], _ b: [Double]) -> Double? {
    let (sumA, sumB) = (a.reduce(0, +), b.reduce(0, +))
    guard a.count == b.count, sumA > 0, sumB > 0, sumA.isFinite, sumB.isFinite, (a + b).allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    let total = zip(a, b).reduce(0.0) { sum, pair in
      let (p, q) = (pair.0 / sumA, pair.1 / sumB)
      let middle = (p + q) / 2
      return sum + (p > 0 ? p * log2(p / middle) : 0) + (q > 0 ? q * log2(q / middle) : 0)
    }
    return min(1, max(0, total / 2))
  }

  /// The square root of the divergence, which is a metric.
  public static func distance(_ a: [Double], _ b: [Double]) -> Double? { divergence(a, b)?.squareRoot() }
}
