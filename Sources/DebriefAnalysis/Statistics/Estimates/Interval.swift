/// The interval that holds an unknown quantity in `level` of all samples; an end may be infinite.
public struct ConfidenceInterval: Hashable, Sendable {
  public let low: Double
  public let high: Double
  /// The nominal coverage, such as 0.95.
  public let level: Double

  /// The usual level of every estimate.
  public static let usualLevel = 0.95

  /// Creates an interval from its ends.
  public init(low: Double, high: Double, level: Double = usualLevel) {
    (self.low, self.high, self.level) = (low, high, level)
  }

  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The interval of the reciprocal of a quantity that is not negative; the end at 0 becomes infinity.
  var reciprocal: ConfidenceInterval {
    ConfidenceInterval(low: high == .infinity ? 0 : 1 / high, high: low > 0 ? 1 / low : .infinity, level: level)
  }
}
