public import DebriefModel

/// What a period's incidents say about reliability: counts, durations, comparisons and shares, each with its uncertainty.
///
/// It is worked out from summaries alone, needs no clock, and does not depend on their order.
public struct Reliability: Sendable {
  public var period: Period
  /// Where the watch ends: the end of the period, or an earlier moment given as now.
  public var asOf: Instant
  /// The incidents that began in the period, by start.
  public var incidents: [IncidentSummary]
  /// The ids of those in the store whose impact has no known start; they belong to no period.
  public var undated: [String]
  /// Those that go on at the end of the watch, whenever they began, by start.
  public var goingOn: [IncidentSummary]
  /// The last moment any evidence in the store speaks of.
  public var lastEvidence: Instant?
  public var overall: FleetGroup
  public var grouping: FleetGrouping
  public var groups: [FleetGroup]
  /// nil when nothing in the store began in the period before.
  public var comparison: FleetComparison?
  public var causes: [CauseShare]
  public var detection: DetectionShares
  public var phases: PhaseShares
  public var recurrence: Recurrence
  public var alerts: FleetAlerts
  public var actions: ActionBalance
  public var objectives: [ObjectiveBalance]
  public var readiness: [ReadinessTrend]
  /// Sentences that qualify the figures.
  public var remarks: [String]

  /// Works out the report of `period` from all summaries of a store. O(n log n), and for recurrence O(n · terms).
  ///
  /// `asOf` is the moment until which the fleet was watched; by default the end of the period. An incident that goes on has
  /// lasted until then.
  public init(
    _ summaries: [IncidentSummary], period: Period, by grouping: FleetGrouping = .severity, asOf: Instant? = nil
  ) {
    let archive = Archive(summaries)
    let watch = Watch(period, asOf: asOf)
    let incidents = archive.begun(in: watch)
    let affecting = archive.affecting(watch)
    let before = period.previous.map { Watch($0, asOf: nil) }
    let earlier = before.map { archive.begun(in: $0) } ?? []
    (self.period, self.asOf, self.grouping, self.incidents) = (period, watch.end, grouping, incidents)
    (undated, lastEvidence) = (archive.undated, archive.lastEvidence)
    goingOn = affecting.filter(watch.isOpen)
    overall = FleetGroup("", incidents, affecting: affecting, watch)
    groups = Self.groups(incidents, affecting, grouping, watch)
    comparison = before.flatMap { FleetComparison(incidents, watch, previous: earlier, archive.affecting($0), $0) }
    causes = CauseShare.all(incidents)
    detection = DetectionShares(incidents)
    phases = PhaseShares(incidents)
    recurrence = Recurrence(incidents, archive: archive.dated)
    alerts = FleetAlerts(incidents)
    actions = ActionBalance(incidents, archive: archive.dated, watch, recurrence)
    objectives = ObjectiveBalance.all(incidents, watch)
    readiness = ReadinessTrend.all(incidents, previous: earlier)
    remarks = []
    remarks = FleetRemarks(self).sentences
  }

  private static func groups(
    _ incidents: [IncidentSummary], _ affecting: [IncidentSummary], _ grouping: FleetGrouping, _ watch: Watch
  ) -> [FleetGroup] {
    var members: [String: [IncidentSummary]] = [:]
    for incident in incidents {
      for value in grouping.values(of: incident) { members[value, default: []].append(incident) }
    }
    let ordered = members.sorted { Self.order($0, $1, grouping) }
    return ordered.map { value, own in
      FleetGroup(value, own, affecting: affecting.filter { grouping.values(of: $0).contains(value) }, watch)
    }
  }

  /// Severities by name and causes in their own order, services and teams by how many incidents; what is not stated last.
  private static func order(
    _ a: (key: String, value: [IncidentSummary]), _ b: (key: String, value: [IncidentSummary]),
    _ grouping: FleetGrouping
  ) -> Bool {
    let last = (a.key == FleetGrouping.notStated, b.key == FleetGrouping.notStated)
    guard last.0 == last.1 else { return last.1 }
    if grouping == .service || grouping == .team, a.value.count != b.value.count {
      return a.value.count > b.value.count
    }
    return a.key < b.key
  }
}

/// All summaries of a store, put in order.
struct Archive: Sendable {
  /// With a known start of the impact, by start, ties by id.
  let dated: [IncidentSummary]
  let undated: [String]
  let lastEvidence: Instant?

  init(_ summaries: [IncidentSummary]) {
    let starts = summaries.compactMap { summary in summary.impactStarted.map { (start: $0, summary: summary) } }
    dated = starts.sorted { ($0.start, $0.summary.id) < ($1.start, $1.summary.id) }.map(\.summary)
    undated = summaries.filter { $0.impactStarted == nil }.map(\.id).sorted()
    lastEvidence = summaries.flatMap { [$0.span?.end].compactMap { $0 } + $0.milestones.values.map(\.at) }.max()
  }

  func begun(in watch: Watch) -> [IncidentSummary] {
    dated.filter { $0.impactStarted.map { watch.period.contains($0) && $0 <= watch.end } ?? false }
  }

  /// Those whose impact may reach into the watch, whenever it began.
  func affecting(_ watch: Watch) -> [IncidentSummary] {
    dated.filter { $0.impactStarted.map { $0 <= watch.end } ?? false }
  }
}

extension Reliability {
  /// How long an incident lasted, or at least lasted by the end of the watch, in seconds; nil while nothing is known of it.
  public func lasted(_ incident: IncidentSummary) -> Double? { Watch(period, asOf: asOf).duration(incident)?.duration }
}
