/// What the impact cost, by one indicator of errors: a declared objective, or a series that by its name measures them.
public struct ImpactMeasure: Hashable, Sendable {
  /// The objective's name, else the series.
  public var name: String
  /// Percent, e.g. 99.9; nil for a series of which no objective is declared.
  public var objective: Double?
  public var series: Series
  /// Σ error ratio × seconds over the impact: as long as a full outage would have had to last.
  public var lostSeconds: Double
  /// How much of the impact the samples cover, in seconds; holes count neither as good nor as bad.
  public var coveredSeconds: Double
  /// The error ratio over the covered time: Σ bad ÷ Σ valid requests where traffic is known, else the mean over time.
  public var errorRatio: Double
  /// Failed and all requests during the impact, where a series of the same service counts them.
  public var failedRequests: Double?
  public var requests: Double?
  /// Σ error ratio × users × minutes, where a series of the same service counts users or sessions.
  public var userMinutes: Double?
  /// The share of the budget of 30 days; even traffic is assumed.
  public var budgetShare: Double?
  /// How many times as fast as allowed the budget was spent.
  public var burn: Double?
  /// How it was worked out and what was assumed: one sentence.
  public var how: String
  /// Never empty.
  public var evidence: [Evidence]

  public init(
    name: String, objective: Double?, series: Series, lostSeconds: Double, coveredSeconds: Double, errorRatio: Double,
    failedRequests: Double? = nil, requests: Double? = nil, userMinutes: Double? = nil, budgetShare: Double? = nil,
    burn: Double? = nil, how: String, evidence: [Evidence]
  ) {
    (self.name, self.objective, self.series) = (name, objective, series)
    (self.lostSeconds, self.coveredSeconds, self.errorRatio) = (lostSeconds, coveredSeconds, errorRatio)
    (self.failedRequests, self.requests, self.userMinutes) = (failedRequests, requests, userMinutes)
    (self.budgetShare, self.burn, self.how, self.evidence) = (budgetShare, burn, how, evidence)
  }
}
