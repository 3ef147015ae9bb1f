import DebriefModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether the difference of two groups is larger than relabelling their values at random would make it.
public struct PermutationTest: Hashable, Sendable {
  /// What is compared.
  public enum Statistic: String, CaseIterable, Sendable {
    case mean
    case median
    /// The mean of the logarithms: the ratio of geometric means. Needs positive values.
    case meanLog
  }

  /// Up to so many splits every one is tried; beyond, so many are drawn as `draws` says.
  static let mostSplits = 20_000

  /// first − second.
  public let difference: Double
  /// Twice the smaller tail, as scipy's `permutation_test`; never 0.
  public let p: Double
  /// How many splits were looked at, the observed one included.
  public let splits: Int
  public let isExact: Bool

  /// nil when a group is empty, or a value is not finite, or not positive where logarithms are asked for.
  ///
  /// Draws come from SplitMix64 with `seed`, so the same input gives the same p. O(splits · (n + m)).
  public init?(
    _ first: [Double], _ second: [Double], of statistic: Statistic, draws: Int = 9999, seed: UInt64 = Resampling.seed
  ) {
    var values = first + second
    guard !first.isEmpty, !second.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    if statistic == .meanLog {
      guard values.allSatisfy({ $0 > 0 }) else { return nil }
      values = values.map { log($0) }
    }
    var tally = Tally(values, first.count, statistic)
    isExact = Self.splits(values.count, first.count) <= Double(Self.mostSplits)
    if isExact { tally.everySplit() } else { tally.draw(max(1, draws), seed) }
    (difference, splits) = (tally.observed, tally.looked)
    p = min(1, 2 * Double(min(tally.atLeast, tally.atMost)) / Double(tally.looked))
  }

  private static func splits(_ n: Int, _ k: Int) -> Double {
    (0..<min(k, n - k)).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  private struct Tally {
    private let values: [Double]
    private let size: Int
    private let statistic: Statistic
    private let total: Double
    let observed: Double
    private let tolerance: Double
    private(set) var (looked, atLeast, atMost) = (0, 0, 0)

    init(_ values: [Double], _ size: Int, _ statistic: Statistic) {
      (self.values, self.size, self.statistic) = (values, size, statistic)
      total = values.reduce(0, +)
      observed = Self.difference(values, size, statistic, total)
      // Splits of the same value may differ in the last digit by the order of adding up.
      tolerance = 1e-12 * (values.map { abs($0) }.max() ?? 0) * Double(values.count)
    }

    private static func difference(_ values: [Double], _ size: Int, _ statistic: Statistic, _ total: Double) -> Double {
      if statistic == .median {
        return (OrderStatistics.median(values[..<size]) ?? 0) - (OrderStatistics.median(values[size...]) ?? 0)
      }
      let sum = values[..<size].reduce(0, +)
      return sum / Double(size) - (total - sum) / Double(values.count - size)
    }

    private mutating func look(_ split: [Double]) {
      let difference = Self.difference(split, size, statistic, total)
      looked += 1
      if difference >= observed - tolerance { atLeast += 1 }
      if difference <= observed + tolerance { atMost += 1 }
    }

    /// All choices of `size` places, in lexicographic order.
    mutating func everySplit() {
      var chosen = Array(0..<size)
      repeat {
        let inside = Set(chosen)
        look(chosen.map { values[$0] } + values.indices.filter { !inside.contains($0) }.map { values[$0] })
      } while Self.advance(&chosen, below: values.count)
    }

    private static func advance(_ chosen: inout [Int], below n: Int) -> Bool {
      let size = chosen.count
      guard let place = chosen.indices.last(where: { chosen[$0] < n - size + $0 }) else { return false }
      chosen[place] += 1
      for next in (place + 1)..<max(size, place + 1) { chosen[next] = chosen[next - 1] + 1 }
      return true
    }

    /// The observed split counts as one draw, so that p is never 0.
    mutating func draw(_ draws: Int, _ seed: UInt64) {
      look(values)
      var random = SplitMix64(seed: seed)
      var split = values
      for _ in 0..<draws {
        for index in 0..<size { split.swapAt(index, index + random.below(split.count - index)) }
        look(split)
      }
    }
  }
}
