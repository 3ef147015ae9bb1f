#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place where a series most likely changed its level (Pettitt 1979), by ranks.
///
/// Only for values that do not depend on those before them: on autocorrelated metrics it finds changes where there are none.
public struct Pettitt: Hashable, Sendable {
  /// The first index after the change.
  public let index: Int
  /// |U| at the change.
  public let statistic: Double
  /// The usual approximation 2 exp(−6 U² / (n³ + n²)), too large for small n; at most 1.
  public let p: Double

  /// nil with fewer than two values. O(n log n).
  public init?(_ values: [Double]) {
    guard values.count > 1 else { return nil }
    let n = Double(values.count)
    let ranks = Ranks.of(values)
    var (sum, best) = (0.0, (index: 1, size: -1.0))
    for (index, rank) in ranks.dropLast().enumerated() {
      // U of a split is 2 Σ ranks − t (n + 1).
      sum += rank
      let size = abs(2 * sum - Double(index + 1) * (n + 1))
      if size > best.size { best = (index + 1, size) }
    }
    (index, statistic) = (best.index, best.size)
    p = min(1, 2 * exp(-6 * statistic * statistic / (n * n * n + n * n)))
  }
}

/// Places in the order of size.
enum Ranks {
  /// The rank of each value from 1; equal values share the mean of their ranks. O(n log n).
  static func of(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
