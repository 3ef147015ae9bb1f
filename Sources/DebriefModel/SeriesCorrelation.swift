/// Two series that move together beyond the shift of level that the incident gave both.
public struct SeriesCorrelation: Hashable, Sendable {
  /// An indicator of what users felt.
  public var indicator: Series
  public var other: Series
  /// By how many seconds the other follows the indicator; negative when it goes before.
  public var lag: Double
  /// Pearson's r at that lag, −1…1.
  public var coefficient: Double
  /// Corrected for dependent samples and for the lags tried.
  public var p: Double
  /// Corrected for all pairs tested as well (Benjamini and Hochberg).
  public var q: Double
  /// How many independent samples the pair is worth.
  public var effectiveCount: Double
  public init(
    indicator: Series, other: Series, lag: Double, coefficient: Double, p: Double, q: Double, effectiveCount: Double
  ) {
    (self.indicator, self.other, self.lag, self.coefficient) = (indicator, other, lag, coefficient)
    (self.p, self.q, self.effectiveCount) = (p, q, effectiveCount)
  }
}

/// What the search for series that move together gave.
public struct SeriesCorrelations: Hashable, Sendable {
  /// Those that chance does not explain, the closest first.
  public var pairs: [SeriesCorrelation] = []
  /// How many pairs were tested.
  public var tested = 0
  public init() {}
}
