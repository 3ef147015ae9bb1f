#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The gamma and beta functions that the distributions rest on, to about 1e-12 relative.
enum SpecialFunctions {
  private static let halfLogTwoPi = 0.918_938_533_204_672_741_78

  /// The logarithm of Γ(x) for x > 0; nan otherwise. Written here because the C function keeps its sign in a global.
  static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    guard x < 15 else { return (x - 0.5) * log(x) - x + halfLogTwoPi + stirlingSeries(x) }
    var product = 1.0
    var shifted = x
    while shifted < 15 {
      product *= shifted
      shifted += 1
    }
    return (shifted - 0.5) * log(shifted) - shifted + halfLogTwoPi + stirlingSeries(shifted) - log(product)
  }

  /// log Γ(n + 1) − log(√(2πn) (n/e)ⁿ): the error of Stirling's formula (Loader, "Fast and accurate computation of binomial
  /// probabilities", 2000). Needed by itself because the logarithms of large factorials lose digits when subtracted.
  static func stirlingError(_ n: Double) -> Double {
    if n >= 15 { return stirlingSeries(n) }
    return logGamma(n + 1) - (n + 0.5) * log(n) + n - halfLogTwoPi
  }

  private static func stirlingSeries(_ x: Double) -> Double {
    let s = 1 / (x * x)
    let tail = 1.0 / 1188 - s * (691.0 / 360_360 - s * (1.0 / 156))
    return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * tail)))) / x
  }

  /// x log(x / m) + m − x without loss where x is near m (Loader's deviance).
  static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x == 0 ? m : x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    for odd in stride(from: 3.0, through: 2001, by: 2) {
      term *= v * v
      let next = sum + term / odd
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// The density e^(−x) xᵃ / Γ(a + 1), by Loader's saddle point.
  static func gammaDensity(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return a == 0 ? 1 : 0 }
    if a <= 0 { return exp(-x) }
    return exp(-stirlingError(a) - deviance(a, x)) / (2 * Double.pi * a).squareRoot()
  }

  /// The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P; each is exact where it is small.
  ///
  /// A series below a + 1, a continued fraction above (Numerical Recipes, 6.2). O(√a). nan unless a > 0 and x ≥ 0.
  static func incompleteGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    guard a > 0, x >= 0 else { return (.nan, .nan) }
    if x == 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    if x < a + 1 {
      let lower = min(1, gammaDensity(a, x) * gammaSeries(a, x))
      return (lower, 1 - lower)
    }
    let upper = min(1, gammaDensity(a, x) * a * gammaFraction(a, x))
    return (1 - upper, upper)
  }

  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 1...100_000 {
      term *= x / (a + Double(n))
      sum += term
      if term < sum * 1e-17 { break }
    }
    return sum
  }

  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1 / Double.leastNormalMagnitude
    var d = 1 / b
    var h = d
    for n in 1...100_000 {
      let an = -Double(n) * (Double(n) - a)
      b += 2
      d = 1 / nonZero(an * d + b)
      c = nonZero(b + an / c)
      h *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return h
  }

  /// The regularized incomplete beta functions I_x(a, b) and 1 − I_x(a, b); each is exact where it is small.
  ///
  /// `y` is 1 − x, given apart so that it may be tiny. A continued fraction (Numerical Recipes, 6.4). nan unless a, b > 0.
  static func incompleteBeta(_ x: Double, complement y: Double, _ a: Double, _ b: Double) -> (
    lower: Double, upper: Double
  ) {
    guard a > 0, b > 0, x >= 0, y >= 0 else { return (.nan, .nan) }
    if x == 0 { return (0, 1) }
    if y == 0 { return (1, 0) }
    let front = betaFront(x, y, a, b)
    if x < (a + 1) / (a + b + 2) {
      let lower = min(1, front / a * betaFraction(x, a, b))
      return (lower, 1 - lower)
    }
    let upper = min(1, front / b * betaFraction(y, b, a))
    return (1 - upper, upper)
  }

  /// xᵃ yᵇ / B(a, b).
  private static func betaFront(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    if min(a, b) < 1 { return exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(y)) }
    let n = a + b
    let exponent =
      stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y)
    return exp(exponent) * (a * b / (2 * Double.pi * n)).squareRoot()
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var h = d
    for n in 1...100_000 {
      let m = Double(n)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonZero(1 + even * d)
      c = nonZero(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonZero(1 + odd * d)
      c = nonZero(1 + odd / c)
      h *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return h
  }

  private static func nonZero(_ value: Double) -> Double {
    abs(value) < .leastNormalMagnitude ? .leastNormalMagnitude : value
  }

  /// Where the rising function `f` is 0 between `low` and `high`, by bisection to the last digit: at most some 1100 steps, mostly 60.
  static func root(_ low: Double, _ high: Double, of f: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if f(middle) < 0 { low = middle } else { high = middle }
    }
  }
}
