/// What an objective allows to go wrong in a period (Google's SRE Workbook, chapter 5).
public struct ErrorBudget: Hashable, Sendable {
  /// Such as 0.999.
  public let objective: Double
  /// The length of the period, in any unit; what is a time below is in the same unit.
  public let period: Double

  /// nil unless 0 < objective < 1 and the period is positive and finite.
  public init?(objective: Double, period: Double) {
    guard objective > 0, objective < 1, period > 0, period.isFinite else { return nil }
    (self.objective, self.period) = (objective, period)
  }

  /// The share that may go wrong: 1 − objective.
  public var share: Double { 1 - objective }

  /// How long everything may fail.
  public var downtime: Double { share * period }

  /// How many times as fast as allowed the budget is spent: error ratio / (1 − objective).
  public func burn(errorRatio: Double) -> Double { errorRatio / share }

  /// The part of the budget of the whole period that is gone: bad / ((1 − objective) · valid). nil without traffic.
  public func consumed(_ whole: ServiceLevel) -> Double? { whole.errorRatio.map { $0 / share } }

  /// 1 − consumed; negative when more was spent than there was, and not cut off at 0.
  public func remaining(_ whole: ServiceLevel) -> Double? { consumed(whole).map { 1 - $0 } }

  /// How long `remaining` of the budget lasts at this burn; nil when nothing burns, 0 when nothing remains.
  public func timeToExhaustion(burn: Double, remaining: Double = 1) -> Double? {
    burn > 0 ? max(0, period / burn * remaining) : nil
  }

  /// The burn that spends `share` of the budget within `window`.
  public func burn(spending share: Double, within window: Double) -> Double { share * period / window }

  /// How long after a failure begins an alert on `burn` over `window` fires, when `errorRatio` of all fails from then on and nothing
  /// before; nil when it never does.
  public func detectionTime(burn: Double, window: Double, errorRatio: Double) -> Double? {
    let threshold = burn * share
    return errorRatio > 0 && errorRatio >= threshold ? threshold * window / errorRatio : nil
  }
}

/// One pair of windows of a multi-window, multi-burn-rate alert. It fires while both windows burn faster than `burn`.
public struct BurnRule: Hashable, Sendable {
  /// Whom it wakes.
  public enum Urgency: String, Sendable {
    case page
    case ticket
  }

  public let urgency: Urgency
  /// Which part of the budget is gone when it fires.
  public let spent: Double
  public let longHours: Double
  public let shortHours: Double
  public let burn: Double

  /// The three rules of the Workbook's table 5-8, and the fourth that sloth adds, for a period of so many days.
  ///
  /// 30 days give 14.4, 6, 3 and 1. Other periods scale the burns and keep the windows, as sloth does; pyrra scales the windows
  /// and keeps the burns.
  public static func standard(days: Double) -> [BurnRule] {
    let rules: [(Urgency, Double, Double, Double)] = [
      (.page, 0.02, 1, 1.0 / 12), (.page, 0.05, 6, 0.5), (.ticket, 0.1, 24, 2), (.ticket, 0.1, 72, 6),
    ]
    return rules.map { urgency, spent, long, short in
      BurnRule(urgency: urgency, spent: spent, longHours: long, shortHours: short, burn: spent * (days * 24) / long)
    }
  }

  /// Whether it fires, given the burn of both windows; an unknown burn fires nothing.
  public func fires(longBurn: Double?, shortBurn: Double?) -> Bool {
    guard let longBurn, let shortBurn else { return false }
    return longBurn > burn && shortBurn > burn
  }
}
