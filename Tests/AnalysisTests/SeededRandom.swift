import DebriefModel
import Foundation

/// Distributions over the repeatable generator, so that a failing seed can be run again.
struct SeededRandom {
  private var source: SplitMix64
  init(seed: UInt64) { source = SplitMix64(seed: seed) }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double(source.next() >> 11) / Double(1 << 53) }

  /// Standard normal, by Box and Muller.
  mutating func normal() -> Double {
    let radius = (-2 * log(max(uniform(), .leastNormalMagnitude))).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// `n` values of an autoregressive process with unit variance.
  mutating func autoregressive(_ n: Int, _ coefficient: Double) -> [Double] {
    var value = normal()
    let noise = (1 - coefficient * coefficient).squareRoot()
    return (0..<n).map { _ in
      value = coefficient * value + noise * normal()
      return value
    }
  }
}
