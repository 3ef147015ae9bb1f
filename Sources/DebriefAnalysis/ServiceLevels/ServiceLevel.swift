/// How much of what was asked for went well: good events of valid ones, in one window or over several.
public struct ServiceLevel: Hashable, Sendable {
  public let good: Double
  public let valid: Double

  /// Counts may be fractions, as `increase` gives them. nil unless 0 ≤ good ≤ valid and both are finite.
  public init?(good: Double, valid: Double) {
    guard good >= 0, good <= valid, valid.isFinite else { return nil }
    (self.good, self.valid) = (good, valid)
  }

  /// Several windows as one: the ratio of the sums, so that a quiet hour does not weigh as much as a busy one.
  public init(sumOf windows: some Sequence<ServiceLevel>) {
    (good, valid) = windows.reduce((0, 0)) { ($0.0 + $1.good, $0.1 + $1.valid) }
  }

  /// 0…1; nil without traffic, which is neither good nor bad.
  public var ratio: Double? { valid > 0 ? good / valid : nil }

  /// 1 − ratio, counted from the bad ones so that few of many keep their digits.
  public var errorRatio: Double? { valid > 0 ? (valid - good) / valid : nil }

  /// Wilson's interval of the error ratio, which says how little ten requests tell; nil without traffic.
  public func errorInterval(level: Double = ConfidenceInterval.usualLevel) -> ConfidenceInterval? {
    guard valid < 1e15 else { return nil }
    return Proportion(Int((valid - good).rounded()), of: Int(valid.rounded()), level: level)?.interval
  }
}
