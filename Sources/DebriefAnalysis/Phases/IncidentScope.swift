import DebriefModel

/// What the incident is about, so that changes elsewhere are not taken for its repair.
struct IncidentScope {
  /// How far before the impact trouble belongs to it.
  static let lead = TimeSpan.minutes(30)

  private let topology: Topology
  private var subjects: Set<Subject> = []
  private var names: Set<String> = []

  /// The subjects of findings, alerts and earlier changes around the impact; the services of manifest and indicators.
  init(_ seen: Observations, impact: Milestone, recovered: Milestone?) {
    topology = seen.topology
    let range = TimeRange(impact.earliest - Self.lead, recovered?.latest ?? Instant(nanoseconds: .max))
    names = Set(seen.manifest.services)
    for movement in seen.movements where movement.isImpact && range.contains(movement.point.at) {
      for (label, value) in movement.point.series.labels where Self.naming.contains(label) { names.insert(value) }
    }
    for entry in seen.troubles where TimeRange(entry.finding.start, entry.finding.end).overlaps(range) {
      add(entry.finding.subject)
      for member in entry.members.prefix(20) {
        if let node = seen.topology.node(of: member) { subjects.insert(node) }
      }
    }
    for alert in seen.conditions where alert.range.overlaps(range) { add(alert.subject) }
    for change in seen.changes where change.at >= range.start && change.at <= impact.latest { add(change.subject) }
    names.remove("")
  }

  private static let naming: Set<String> = [
    "service", "app", "job", "deployment", "workload", "namespace", "destination_service", "service_name", "node",
  ]

  private mutating func add(_ subject: Subject) {
    let workload = topology.workload(of: subject)
    guard !workload.name.isEmpty, workload.kind != "Alert" else { return }
    subjects.insert(workload)
    names.insert(workload.name)
  }

  /// Whether a change is about one of them: the thing itself, its node, its namespace's own name, or an object called after it.
  func touches(_ change: ChangeLog.Item) -> Bool {
    let workload = topology.workload(of: change.subject)
    if subjects.contains(workload) || names.contains(workload.name) { return true }
    return names.contains { workload.name.hasPrefix($0 + "-") || workload.name.hasSuffix("-" + $0) }
  }
}
