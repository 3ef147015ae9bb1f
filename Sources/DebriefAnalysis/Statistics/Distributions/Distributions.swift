#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The standard normal distribution.
enum Normal {
  static func lowerTail(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }
  static func upperTail(_ z: Double) -> Double { lowerTail(-z) }
  /// P(|Z| ≥ |z|).
  static func twoSided(_ z: Double) -> Double { min(1, 2 * lowerTail(-abs(z))) }

  /// The z with lower tail `p`: Acklam's rational approximation, then two steps of Halley. ±infinity at 0 and 1.
  static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    guard p <= 0.5 else { return -quantile(1 - p) }
    var z = start(p)
    for _ in 0..<2 {
      let error = lowerTail(z) - p
      let step = error * (2 * Double.pi).squareRoot() * exp(z * z / 2)
      z -= step / (1 + z * step / 2)
    }
    return z
  }

  private static func start(_ p: Double) -> Double {
    if p < 0.024_25 {
      let q = (-2 * log(p)).squareRoot()
      let top = horner(
        q,
        [
          -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968,
          2.938163982698783,
        ])
      return top
        / horner(q, [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1])
    }
    let q = p - 0.5
    let top = horner(
      q * q,
      [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
        -3.066479806614716e+01, 2.506628277459239,
      ])
    let bottom = horner(
      q * q,
      [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
        -1.328068155288572e+01, 1,
      ])
    return q * top / bottom
  }

  private static func horner(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }
}

/// Student's t distribution.
enum StudentT {
  /// P(T ≥ t) with `freedom` degrees of freedom, which need not be whole.
  static func upperTail(_ t: Double, freedom: Double) -> Double {
    let square = t * t
    guard square.isFinite else { return t > 0 ? 0 : 1 }
    let tail =
      SpecialFunctions.incompleteBeta(
        freedom / (freedom + square), complement: square / (freedom + square), freedom / 2, 0.5
      ).lower / 2
    return t >= 0 ? tail : 1 - tail
  }

  static func twoSided(_ t: Double, freedom: Double) -> Double { min(1, 2 * upperTail(abs(t), freedom: freedom)) }

  /// The t with lower tail `p`; nan unless 0 < p < 1 and freedom > 0.
  static func quantile(_ p: Double, freedom: Double) -> Double {
    guard p > 0, p < 1, freedom > 0 else { return .nan }
    if p == 0.5 { return 0 }
    let tail = min(p, 1 - p)
    var bound = 1.0
    while upperTail(bound, freedom: freedom) > tail, bound < 1e300 { bound *= 2 }
    let t = SpecialFunctions.root(0, bound) { tail - upperTail($0, freedom: freedom) }
    return p < 0.5 ? -t : t
  }
}

/// The χ² distribution; with 2k degrees of freedom it is also the bridge to Poisson counts.
enum ChiSquare {
  static func lowerTail(_ x: Double, freedom: Double) -> Double {
    SpecialFunctions.incompleteGamma(freedom / 2, x / 2).lower
  }

  static func upperTail(_ x: Double, freedom: Double) -> Double {
    SpecialFunctions.incompleteGamma(freedom / 2, x / 2).upper
  }

  /// The x with lower tail `p`; nan unless 0 ≤ p < 1 and freedom > 0.
  static func quantile(_ p: Double, freedom: Double) -> Double {
    guard p >= 0, p < 1, freedom > 0 else { return .nan }
    if p == 0 { return 0 }
    var bound = freedom + 1
    while lowerTail(bound, freedom: freedom) < p { bound *= 2 }
    return SpecialFunctions.root(0, bound) { x in
      let tails = SpecialFunctions.incompleteGamma(freedom / 2, x / 2)
      return p <= 0.5 ? tails.lower - p : (1 - p) - tails.upper
    }
  }
}

/// The binomial distribution and its conjugate, the beta distribution.
enum Binomial {
  /// P(X = k) for k of n with probability p, by Loader's saddle point.
  static func mass(_ k: Int, of n: Int, _ p: Double) -> Double {
    guard k >= 0, k <= n else { return 0 }
    if p <= 0 { return k == 0 ? 1 : 0 }
    if p >= 1 { return k == n ? 1 : 0 }
    let (x, total) = (Double(k), Double(n))
    if k == 0 { return exp(total * log1p(-p)) }
    if k == n { return exp(total * log(p)) }
    let exponent =
      SpecialFunctions.stirlingError(total) - SpecialFunctions.stirlingError(x)
      - SpecialFunctions.stirlingError(total - x) - SpecialFunctions.deviance(x, total * p)
      - SpecialFunctions.deviance(total - x, total * (1 - p))
    return exp(exponent) * (total / (2 * Double.pi * x * (total - x))).squareRoot()
  }

  /// P(X ≤ k).
  static func lowerTail(_ k: Int, of n: Int, _ p: Double) -> Double {
    guard k >= 0 else { return 0 }
    guard k < n else { return 1 }
    return SpecialFunctions.incompleteBeta(1 - p, complement: p, Double(n - k), Double(k + 1)).lower
  }

  /// P(X ≥ k).
  static func upperTail(_ k: Int, of n: Int, _ p: Double) -> Double {
    guard k > 0 else { return 1 }
    guard k <= n else { return 0 }
    return SpecialFunctions.incompleteBeta(p, complement: 1 - p, Double(k), Double(n - k + 1)).lower
  }

  /// The x at which the beta distribution has the lower tail `p`; nan unless 0 ≤ p ≤ 1 and a, b > 0.
  static func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    guard p >= 0, p <= 1, a > 0, b > 0 else { return .nan }
    return SpecialFunctions.root(0, 1) { SpecialFunctions.incompleteBeta($0, complement: 1 - $0, a, b).lower - p }
  }

  /// The two-sided p of an observed k: the sum over all outcomes that are no likelier (as R's `binom.test`). O(n).
  static func twoSided(_ k: Int, of n: Int, _ p: Double) -> Double {
    let observed = mass(k, of: n, p) * (1 + 1e-7)
    let masses = (0...max(n, 0)).map { mass($0, of: n, p) }
    return min(1, masses.reduce(0) { $0 + ($1 <= observed ? $1 : 0) })
  }
}
