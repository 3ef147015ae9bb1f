#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The arithmetic mean with Student's interval.
///
/// For durations the real coverage of a nominal 95 % is far lower: about 75 % with five incidents, 88 % with fifty. Print the
/// median beside it.
public struct MeanEstimate: Hashable, Sendable {
  public let mean: Double
  public let count: Int
  /// nil with fewer than two values.
  public let interval: ConfidenceInterval?

  /// nil when empty.
  public init?(_ values: [Double], level: Double = ConfidenceInterval.usualLevel) {
    guard let mean = Moments.mean(values) else { return nil }
    (self.mean, count) = (mean, values.count)
    guard let deviation = Moments.standardDeviation(values) else {
      interval = nil
      return
    }
    let n = Double(values.count)
    let half = StudentT.quantile((1 + level) / 2, freedom: n - 1) * deviation / n.squareRoot()
    interval = ConfidenceInterval(low: mean - half, high: mean + half, level: level)
  }
}

/// The geometric mean of the positive values with Student's interval on their logarithms.
public struct GeometricMean: Hashable, Sendable {
  public let mean: Double
  /// nil with fewer than two positive values.
  public let interval: ConfidenceInterval?
  /// How many values went in.
  public let count: Int
  /// How many values of 0 or less were left out because they have no logarithm. Say so beside the number when it is not 0.
  public let leftOut: Int
  /// The sample standard deviation of the natural logarithms; nil with fewer than two positive values.
  public let logDeviation: Double?

  /// nil without a positive value.
  public init?(_ values: [Double], level: Double = ConfidenceInterval.usualLevel) {
    let logs = values.filter { $0 > 0 }.map { log($0) }
    guard let estimate = MeanEstimate(logs, level: level) else { return nil }
    (mean, count, leftOut) = (exp(estimate.mean), logs.count, values.count - logs.count)
    interval = estimate.interval.map { ConfidenceInterval(low: exp($0.low), high: exp($0.high), level: level) }
    logDeviation = Moments.standardDeviation(logs)
  }
}
