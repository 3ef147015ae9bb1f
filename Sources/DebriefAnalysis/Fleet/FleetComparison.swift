import DebriefModel

/// The period beside the one before.
public struct FleetComparison: Sendable {
  public var previous: Period
  public var group: FleetGroup
  /// This rate against that; nil while either period was not watched.
  public var rate: RateComparison?
  public var metrics: [FleetMetric: MetricComparison]

  /// nil when nothing began in the period before.
  init?(
    _ incidents: [IncidentSummary], _ watch: Watch, previous: [IncidentSummary], _ affecting: [IncidentSummary],
    _ before: Watch
  ) {
    guard !previous.isEmpty else { return nil }
    self.previous = before.period
    group = FleetGroup("", previous, affecting: affecting, before)
    let now = PoissonRate(count: incidents.count, exposure: watch.days)
    rate = if let now, let then = group.rate { RateComparison(now, then) } else { nil }
    metrics = Dictionary(
      uniqueKeysWithValues: FleetMetric.allCases.map { metric in
        (metric, MetricComparison(metric, incidents, watch, previous, before))
      })
  }
}

/// One figure of the time-to family in this period against the one before.
public struct MetricComparison: Sendable {
  /// One severity in both periods.
  public struct Stratum: Sendable {
    public var severity: String
    public var count: Int
    public var before: Int
    public var ranks: RankComparison?
  }
  public var metric: FleetMetric
  /// This period first: a superiority above one half means longer than before. nil when a period has no value.
  public var ranks: RankComparison?
  public var detectable: DetectableChange?
  /// With the incidents that go on; for the time to recover only.
  public var logRank: LogRank?
  public var strata: [Stratum]

  init(
    _ metric: FleetMetric, _ incidents: [IncidentSummary], _ watch: Watch, _ previous: [IncidentSummary],
    _ before: Watch
  ) {
    let (now, then) = (incidents.compactMap { metric.known($0) }, previous.compactMap { metric.known($0) })
    self.metric = metric
    ranks = RankComparison(now, then)
    detectable = DetectableChange(now, then)
    logRank =
      metric == .recover ? LogRank(incidents.compactMap(watch.duration), previous.compactMap(before.duration)) : nil
    let severities = Set((incidents + previous).map { $0.severity ?? FleetGrouping.notStated }).sorted()
    strata = severities.map { severity in
      func values(_ list: [IncidentSummary]) -> [Double] {
        list.filter { ($0.severity ?? FleetGrouping.notStated) == severity }.compactMap { metric.known($0) }
      }
      let (a, b) = (values(incidents), values(previous))
      return Stratum(severity: severity, count: a.count, before: b.count, ranks: RankComparison(a, b))
    }
  }

  /// How often a value of this period is larger than one of the same severity in the period before; nil without such pairs.
  public var stratifiedSuperiority: Double? {
    let comparable = strata.filter { $0.ranks != nil }
    let pairs = comparable.map { Double($0.count) * Double($0.before) }.reduce(0, +)
    let larger = comparable.compactMap { $0.ranks?.u }.reduce(0, +)
    return pairs > 0 ? larger / pairs : nil
  }

  /// Whether all incidents together point one way and those of equal severity the other: the mix of severities moved
  /// (Simpson's paradox).
  public var isReversedBySeverity: Bool {
    guard let ranks, let within = stratifiedSuperiority else { return false }
    return (ranks.superiority - 0.5) * (within - 0.5) < 0
  }
}
