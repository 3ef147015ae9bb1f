#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How two samples of pairs go together, −1…1. For independent pairs; for series see `LaggedCorrelation`.
public enum Correlation {
  /// Pearson's r: along a line. nil for fewer than two pairs or a constant.
  public static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count, x.count > 1, let a = Centered(x), let b = Centered(y) else { return nil }
    let products = zip(a.values, b.values).reduce(0) { $0 + $1.0 * $1.1 }
    return max(-1, min(1, products / (a.squares * b.squares).squareRoot()))
  }

  /// Spearman's ρ: one rises when the other does. nil for fewer than two pairs or a constant.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double? { pearson(Ranks.of(x), Ranks.of(y)) }

  /// Kendall's τ-b: how many pairs of pairs agree in direction, ties allowed for. nil for a constant. O(n²).
  public static func kendall(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count else { return nil }
    let counts = Concordance(x, y)
    let size = (Double(counts.untiedX) * Double(counts.untiedY)).squareRoot()
    return size > 0 ? Double(counts.agreeing - counts.opposing) / size : nil
  }

  /// The two-sided p of r from `count` independent pairs, which need not be whole; 1 with two or fewer.
  public static func p(_ r: Double, count: Double) -> Double {
    guard count > 2 else { return 1 }
    guard abs(r) < 1 else { return 0 }
    return StudentT.twoSided(r * ((count - 2) / (1 - r * r)).squareRoot(), freedom: count - 2)
  }

  /// The two-sided p of τ: exact without ties up to 50 pairs, else normal with tied groups counted; nil with fewer than two pairs.
  public static func kendallP(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count, x.count > 1 else { return nil }
    let counts = Concordance(x, y)
    let all = x.count * (x.count - 1) / 2
    if counts.untiedX == all, counts.untiedY == all, x.count <= 50 {
      return Concordance.exactP(min(counts.opposing, counts.agreeing), x.count)
    }
    let deviation = Concordance.deviation(x, y)
    return deviation > 0 ? Normal.twoSided(Double(counts.agreeing - counts.opposing) / deviation) : 1
  }
}

/// A series with its mean taken out; nil when nothing but rounding is left.
struct Centered {
  let values: [Double]
  let squares: Double

  init?(_ series: [Double]) {
    guard let mean = Moments.mean(series), mean.isFinite else { return nil }
    values = series.map { $0 - mean }
    squares = values.reduce(0) { $0 + $1 * $1 }
    let rounding = Double(series.count) * (mean * 1e-12) * (mean * 1e-12)
    guard squares > rounding, squares.isFinite else { return nil }
  }
}

/// How many pairs of pairs point the same way.
private struct Concordance {
  private(set) var (agreeing, opposing, untiedX, untiedY) = (0, 0, 0, 0)

  init(_ x: [Double], _ y: [Double]) {
    for i in x.indices {
      for j in x.indices.dropFirst(i + 1) {
        let (dx, dy) = (x[j] - x[i], y[j] - y[i])
        if dx != 0 { untiedX += 1 }
        if dy != 0 { untiedY += 1 }
        if dx * dy > 0 { agreeing += 1 } else if dx * dy < 0 { opposing += 1 }
      }
    }
  }

  /// Twice the share of all orders of `n` values with at most `inversions` of them, at most 1.
  static func exactP(_ inversions: Int, _ n: Int) -> Double {
    var shares = [1.0]
    for size in 2...n {
      var next = [Double](repeating: 0, count: min(inversions + 1, shares.count + size - 1))
      for (k, share) in shares.enumerated() {
        for more in 0..<size where k + more < next.count { next[k + more] += share / Double(size) }
      }
      shares = next
    }
    return min(1, 2 * shares.prefix(inversions + 1).reduce(0, +))
  }

  /// The standard deviation of agreeing − opposing under independence, with ties.
  static func deviation(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count)
    func sums(_ values: [Double]) -> (v: Double, one: Double, two: Double) {
      var counts: [Double: Double] = [:]
      for value in values { counts[value, default: 0] += 1 }
      return counts.values.sorted().reduce((0, 0, 0)) { sum, t in
        (
          sum.0 + t * (t - 1) * (2 * t + 5), sum.1 + t * (t - 1), sum.2 + t * (t - 1) * (t - 2)
        )
      }
    }
    let (a, b) = (sums(x), sums(y))
    var variance = (n * (n - 1) * (2 * n + 5) - a.v - b.v) / 18
    variance += a.one * b.one / (2 * n * (n - 1))
    if n > 2 { variance += a.two * b.two / (9 * n * (n - 1) * (n - 2)) }
    return max(0, variance).squareRoot()
  }
}
