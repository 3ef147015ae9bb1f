import DebriefModel

/// By what incidents are grouped.
public enum FleetGrouping: String, Sendable, CaseIterable {
  case severity, service, cause, team

  /// What stands for incidents that do not say.
  public static let notStated = "not stated"

  /// The groups an incident is in: more than one where it names several services or teams.
  func values(of summary: IncidentSummary) -> [String] {
    let values =
      switch self {
      case .severity: [summary.severity].compactMap { $0 }
      case .service: summary.services
      case .cause: [summary.cause?.category.rawValue].compactMap { $0 }
      case .team: summary.teams
      }
    return values.isEmpty ? [Self.notStated] : Set(values).sorted()
  }
}

/// How often incidents began in a period and how long they lasted: all of them, or those of one group.
public struct FleetGroup: Sendable {
  /// What the group has in common; empty for all.
  public var value: String
  public var incidents: Int
  /// Incidents that go on at the end of the watch.
  public var open: Int
  /// Incidents that are said to be over while the evidence does not show when.
  public var endUnknown: Int
  /// Incidents a day of the watch; nil while the watch has no length.
  public var rate: PoissonRate?
  /// Failures over the time that was free of impact, for the mean time between failures in days.
  public var failures: PoissonRate?
  /// The impact within the watch in seconds, overlaps counted once; incidents that go on count until its end.
  public var downtime: Downtime
  /// The same when incidents that go on count only as long as the evidence shows their impact: at least this much.
  public var seenDowntime: Downtime
  public var metrics: [FleetMetric: MetricFigures]

  /// Groups `summaries`, which began in the period; `affecting` holds those whose impact reaches into it.
  init(_ value: String, _ summaries: [IncidentSummary], affecting: [IncidentSummary], _ watch: Watch) {
    self.value = value
    incidents = summaries.count
    open = summaries.count { watch.isOpen($0) }
    endUnknown = summaries.count { $0.isOpen && !watch.isOpen($0) }
    rate = PoissonRate(count: incidents, exposure: watch.days)
    let whole = 0...max(0, watch.days * 86_400)
    downtime = Downtime(affecting.flatMap { watch.impact($0) }, in: whole)
    seenDowntime = Downtime(affecting.flatMap { watch.impact($0, seenOnly: true) }, in: whole)
    failures = PoissonRate(count: incidents, exposure: downtime.uptime / 86_400)
    metrics = Dictionary(uniqueKeysWithValues: FleetMetric.allCases.map { ($0, MetricFigures($0, summaries, watch)) })
  }

  /// 1 − impact / watch; nil while the watch has no length.
  public var availability: Double? { downtime.availability }
}

/// The part of a period that was watched: until its end, or until what is given as now.
struct Watch: Sendable {
  let period: Period
  /// Where the watch ends; never after the period.
  let end: Instant

  init(_ period: Period, asOf: Instant?) {
    self.period = period
    end = min(period.end, max(period.start, asOf ?? period.end))
  }

  var days: Double { (end - period.start).seconds / 86_400 }

  /// An incident that its status calls over is not open, even where no recovery is in the evidence.
  func isOpen(_ summary: IncidentSummary) -> Bool { summary.isOpen && summary.status == "open" }

  /// How long it lasted, or at least lasted; nil without a start of the impact.
  func duration(_ summary: IncidentSummary) -> SurvivalCurve.Observation? {
    guard let start = summary.impactStarted else { return nil }
    guard summary.isOpen else { return summary.metrics.recover.map { .init($0, ended: true) } }
    return .init((lastKnown(summary) - start).seconds, ended: false)
  }

  /// Until when an incident without a known end is known to have lasted.
  private func lastKnown(_ summary: IncidentSummary) -> Instant {
    let seen = summary.impact.last?.seenUntil ?? summary.impactStarted ?? end
    return isOpen(summary) ? max(seen, end) : seen
  }

  /// The stretches of impact in seconds from the start of the period.
  func impact(_ summary: IncidentSummary, seenOnly: Bool = false) -> [ClosedRange<Double>] {
    summary.impact.compactMap { interval in
      let end = interval.end ?? (seenOnly ? interval.seenUntil : lastKnown(summary))
      guard end >= interval.start else { return nil }
      return (interval.start - period.start).seconds...(end - period.start).seconds
    }
  }
}

/// One figure of the time-to family over incidents, in seconds.
public struct MetricFigures: Sendable {
  public var metric: FleetMetric
  /// How many incidents the figure is known of, and how many it is not.
  public var count: Int
  public var unknown: Int
  /// How many are below zero: noticed before the impact, or clocks that disagree.
  public var negative: Int
  public var median: Double?
  /// nil with fewer than six.
  public var medianInterval: MedianInterval?
  /// Of type 7.
  public var p90: Double?
  public var shortest: Double?
  public var longest: Double?
  /// Of those above zero.
  public var geometricMean: GeometricMean?
  public var mean: Double?
  /// With the incidents that go on; for the time to recover only, because elsewhere unknown does not mean not yet.
  public var survival: SurvivalCurve?

  init(_ metric: FleetMetric, _ summaries: [IncidentSummary], _ watch: Watch) {
    let values = summaries.compactMap { metric.known($0) }.sorted()
    self.metric = metric
    (count, unknown) = (values.count, summaries.count - values.count)
    negative = values.count { $0 < 0 }
    median = OrderStatistics.median(ofSorted: values)
    medianInterval = MedianInterval(values)
    p90 = OrderStatistics.quantile(0.9, ofSorted: values)
    (shortest, longest) = (values.first, values.last)
    geometricMean = GeometricMean(values)
    mean = Moments.mean(values)
    survival = metric == .recover ? SurvivalCurve(summaries.compactMap(watch.duration)) : nil
  }
}

extension FleetMetric {
  /// The value where it is known and final: an incident that goes on has no time to recover yet.
  public func known(_ summary: IncidentSummary) -> Double? {
    guard !(self == .recover && summary.isOpen), let value = value(of: summary), value.isFinite else { return nil }
    return value
  }
}
