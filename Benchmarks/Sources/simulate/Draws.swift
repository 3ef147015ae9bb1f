import DebriefModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Random values of known distributions.
struct Draws {
  private var source: SplitMix64

  init(seed: UInt64) { source = SplitMix64(seed: seed) }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double(source.next() >> 11) / 9_007_199_254_740_992 }

  /// Standard normal, by Box and Muller.
  mutating func normal() -> Double {
    let radius = (-2 * log(max(uniform(), .leastNormalMagnitude))).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// `n` durations with median `median` whose logarithms have the standard deviation `spread`.
  mutating func durations(_ n: Int, median: Double = 60, spread: Double = 1.2) -> [Double] {
    (0..<n).map { _ in median * exp(spread * normal()) }
  }

  /// How many events of a Poisson process with this mean happen (Knuth), for means below some hundreds.
  mutating func poisson(_ mean: Double) -> Int {
    var (count, product) = (0, uniform())
    while product > exp(-mean) {
      count += 1
      product *= uniform()
    }
    return count
  }

  /// An autoregressive process with unit variance.
  mutating func autoregressive(_ n: Int, _ coefficient: Double) -> [Double] {
    let noise = (1 - coefficient * coefficient).squareRoot()
    var value = normal()
    return (0..<n).map { _ in
      value = coefficient * value + noise * normal()
      return value
    }
  }
}
