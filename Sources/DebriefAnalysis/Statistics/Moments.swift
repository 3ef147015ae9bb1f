#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Means and spreads of finite values.
public enum Moments {
  /// The arithmetic mean; nil when empty.
  public static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// The geometric mean; nil when empty or when a value is not positive.
  public static func geometricMean(_ values: [Double]) -> Double? {
    guard !values.isEmpty, values.allSatisfy({ $0 > 0 }) else { return nil }
    return exp(values.reduce(0) { $0 + log($1) } / Double(values.count))
  }

  /// The standard deviation with n − `reduction` in the denominator: 0 for a population, 1 for a sample; nil with too few values.
  public static func standardDeviation(_ values: [Double], reduction: Int = 1) -> Double? {
    guard values.count > reduction, let mean = mean(values) else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - reduction)).squareRoot()
  }

  /// The lag-1 autocorrelation in the 1/n form, so that it stays within −1…1; nil for a constant or fewer than three values.
  static func lagOneAutocorrelation(_ values: [Double]) -> Double? {
    guard values.count >= 3, let mean = mean(values) else { return nil }
    var products = 0.0
    var squares = 0.0
    for (index, value) in values.enumerated() {
      squares += (value - mean) * (value - mean)
      if index > 0 { products += (value - mean) * (values[index - 1] - mean) }
    }
    // What rounding leaves of a constant is no variation.
    let rounding = Double(values.count) * (mean * 1e-12) * (mean * 1e-12)
    return squares > rounding && squares.isFinite ? products / squares : nil
  }
}
