/// What the incidents of a period did to one objective.
public struct ObjectiveBalance: Sendable {
  /// The highest burn over one length of window.
  public struct BurnRow: Sendable {
    /// Seconds.
    public var window: Double
    public var highest: Double
    /// The burn at which the window pages or opens a ticket, for a budget of 30 days.
    public var threshold: Double?
    /// Incidents in which it was reached.
    public var reached: Int
  }
  public var name: String
  /// Percent.
  public var objective: Double
  /// Incidents that name it, and those of them for which the loss is not known.
  public var incidents: Int
  public var unmeasured: Int
  /// Seconds of full outage.
  public var lostSeconds: Double
  /// Seconds of full outage that the objective allows in the watch.
  public var budgetSeconds: Double
  /// Requests, where their counts are known.
  public var bad: Double?
  public var valid: Double?
  public var burns: [BurnRow]
  /// 1 − lost / watched: even traffic, and nothing lost outside of incidents.
  public var attainment: Double?

  /// The share of the budget that was used; may be more than 1.
  public var consumed: Double? { budgetSeconds > 0 ? lostSeconds / budgetSeconds : nil }
  public var remaining: Double? { consumed.map { 1 - $0 } }

  /// Long windows, in seconds, with the burn at which they page or open a ticket.
  static let thresholds = Dictionary(
    uniqueKeysWithValues: BurnRule.standard(days: 30).map { ($0.longHours * 3600, $0.burn) })

  static func all(_ incidents: [IncidentSummary], _ watch: Watch) -> [ObjectiveBalance] {
    let outcomes = incidents.flatMap(\.slos).filter { $0.objective > 0 && $0.objective < 100 }
    let groups = Dictionary(grouping: outcomes) { Key(name: $0.name, objective: $0.objective) }
    return groups.sorted { ($0.key.name, $0.key.objective) < ($1.key.name, $1.key.objective) }.map { key, outcomes in
      ObjectiveBalance(key.name, key.objective, outcomes, seconds: watch.days * 86_400)
    }
  }

  private struct Key: Hashable {
    var name: String
    var objective: Double
  }

  private init(
    _ name: String, _ objective: Double, _ outcomes: [IncidentSummary.ObjectiveOutcome], seconds: Double
  ) {
    (self.name, self.objective, incidents) = (name, objective, outcomes.count)
    let lost = outcomes.compactMap(\.lostSeconds)
    (lostSeconds, unmeasured) = (lost.reduce(0, +), outcomes.count - lost.count)
    budgetSeconds = (1 - objective / 100) * seconds
    let counted = outcomes.filter { $0.bad != nil && $0.valid != nil }
    bad = counted.isEmpty ? nil : counted.reduce(0) { $0 + ($1.bad ?? 0) }
    valid = counted.isEmpty ? nil : counted.reduce(0) { $0 + ($1.valid ?? 0) }
    attainment = seconds > 0 && !lost.isEmpty ? 1 - lostSeconds / seconds : nil
    let rates = Dictionary(grouping: outcomes.flatMap(\.burns), by: \.window)
    burns = rates.sorted { $0.key < $1.key }.map { window, burns in
      let threshold = Self.thresholds[window]
      return BurnRow(
        window: window, highest: burns.map(\.rate).max() ?? 0, threshold: threshold,
        reached: threshold.map { limit in burns.count { $0.rate >= limit } } ?? 0)
    }
  }
}
