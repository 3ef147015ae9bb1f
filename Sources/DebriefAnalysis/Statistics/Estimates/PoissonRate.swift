/// The rate of events in a time, with the exact interval of Garwood (1936).
public struct PoissonRate: Hashable, Sendable {
  public let count: Int
  /// The time observed, in the unit the rate is per: days give a rate per day.
  public let exposure: Double
  public let rate: Double
  /// From 0 when nothing happened: then only the upper end says anything.
  public let interval: ConfidenceInterval

  /// nil when the count is negative or the exposure is not positive and finite.
  public init?(count: Int, exposure: Double, level: Double = ConfidenceInterval.usualLevel) {
    guard count >= 0, exposure > 0, exposure.isFinite else { return nil }
    let tail = (1 - level) / 2
    let low = count == 0 ? 0 : ChiSquare.quantile(tail, freedom: 2 * Double(count)) / 2
    let high = ChiSquare.quantile(1 - tail, freedom: 2 * Double(count) + 2) / 2
    (self.count, self.exposure, rate) = (count, exposure, Double(count) / exposure)
    interval = ConfidenceInterval(low: low / exposure, high: high / exposure, level: level)
  }

  /// The mean time between events, in the unit of the exposure; nil when nothing happened, and then only a lower bound exists.
  public var meanTimeBetween: Double? { count > 0 ? exposure / Double(count) : nil }

  /// The interval of the mean time between events; its upper end is infinite when nothing happened.
  public var meanTimeBetweenInterval: ConfidenceInterval { interval.reciprocal }
}
