import Foundation

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine, so that a failing seed can be run again.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) / Double(1 << 53) }

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
