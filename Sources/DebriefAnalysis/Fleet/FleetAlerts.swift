/// How often alerts meant something: over all rules, and rule by rule.
public struct FleetAlerts: Sendable {
  public struct Rule: Sendable {
    public var name: String
    /// Incidents whose evidence holds a firing of it.
    public var incidents: Int
    public var firings: Int
    public var overlapping: Int
    public var duplicates: Int
    public var flaps: Int
    public var pages: Int

    /// The share of firings that overlap an impact.
    public var precision: Proportion? { Proportion(overlapping, of: firings) }
    /// Repetition of the same rule for the same subject, as a share of firings.
    public var flapping: Proportion? { Proportion(flaps, of: firings) }
    /// Whether less than half of its firings overlap an impact, with the doubt counted in its favour.
    public var isNoisy: Bool { precision.map { $0.interval.high < 0.5 } ?? false }
    /// Whether more than half of its firings repeat one that had just stopped, with the doubt counted in its favour.
    public var isFlapping: Bool { flapping.map { $0.interval.low > 0.5 } ?? false }
  }
  /// By firings, most first.
  public var rules: [Rule]
  public var total: Rule
  /// Of all incidents with alerts in their evidence: those with at least one during the impact.
  public var covered: Proportion?

  init(_ incidents: [IncidentSummary]) {
    var byName: [String: Rule] = [:]
    for incident in incidents {
      for record in incident.alerts where record.firings > 0 {
        byName[record.name, default: Rule(record.name)].add(record)
      }
    }
    rules = byName.values.sorted { ($1.firings, $0.name) < ($0.firings, $1.name) }
    total = rules.reduce(into: Rule("")) { $0.add($1) }
    let watched = incidents.filter { !$0.alerts.isEmpty }
    total.incidents = watched.count
    covered = Proportion(watched.count { $0.alerts.contains { $0.overlapping > 0 } }, of: watched.count)
  }

  public var noisy: [Rule] { rules.filter(\.isNoisy) }
  public var flapping: [Rule] { rules.filter(\.isFlapping) }
}

extension FleetAlerts.Rule {
  fileprivate init(_ name: String) {
    self.init(name: name, incidents: 0, firings: 0, overlapping: 0, duplicates: 0, flaps: 0, pages: 0)
  }

  fileprivate mutating func add(_ record: IncidentSummary.AlertRecord) {
    incidents += 1
    firings = saturatingSum(firings, record.firings)
    overlapping = saturatingSum(overlapping, record.overlapping)
    duplicates = saturatingSum(duplicates, record.duplicates)
    flaps = saturatingSum(flaps, record.flaps)
    pages = saturatingSum(pages, record.pages)
  }

  fileprivate mutating func add(_ rule: FleetAlerts.Rule) {
    firings = saturatingSum(firings, rule.firings)
    overlapping = saturatingSum(overlapping, rule.overlapping)
    duplicates = saturatingSum(duplicates, rule.duplicates)
    flaps = saturatingSum(flaps, rule.flaps)
    pages = saturatingSum(pages, rule.pages)
  }
}
