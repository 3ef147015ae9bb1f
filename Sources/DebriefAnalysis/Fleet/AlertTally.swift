import DebriefModel

/// What the alerts of one incident did, rule by rule, and whether they were first to notice.
struct AlertTally {
  /// A firing this soon after the last one is the same trouble again.
  static let flap = TimeSpan.minutes(10)
  /// How many rules a summary names; those with the most firings are kept.
  static let limit = 200

  let seen: Observations
  private let milestones: [Milestone.Name: Milestone]

  init(_ seen: Observations, _ analysis: IncidentAnalysis) { (self.seen, milestones) = (seen, analysis.milestones) }

  /// One record a rule, by name.
  var records: [IncidentSummary.AlertRecord] {
    let rules = Dictionary(grouping: seen.alerts.filter { $0.state == .firing }, by: \.name)
    let records = rules.map { name, firings in record(name, firings.sorted { ($0.start, $0.end) < ($1.start, $1.end) })
    }
    let kept = records.sorted { ($1.firings, $0.name) < ($0.firings, $1.name) }.prefix(Self.limit)
    return kept.sorted { $0.name < $1.name }
  }

  private func record(_ name: String, _ firings: [AlertInterval]) -> IncidentSummary.AlertRecord {
    var record = IncidentSummary.AlertRecord(name: name, firings: firings.count, overlapping: 0)
    record.overlapping = firings.count { firing in
      impact.map { firing.start <= $0.end && firing.end >= $0.start } ?? false
    }
    record.pages = seen.people.pages.count { $0.action == "trigger" && $0.sighting.mentions(name) }
    var last: [Subject: Instant] = [:]
    var busyUntil: Instant?
    for firing in firings {
      if let ended = last[firing.subject] {
        if firing.start >= ended, firing.start - ended <= Self.flap { record.flaps += 1 }
      } else if let busyUntil, firing.start <= busyUntil {
        record.duplicates += 1
      }
      last[firing.subject] = max(last[firing.subject] ?? firing.end, firing.end)
      busyUntil = max(busyUntil ?? firing.end, firing.end)
    }
    return record
  }

  private var impact: TimeRange? {
    guard let start = milestones[.impactStarted] else { return nil }
    return TimeRange(start.earliest, milestones[.recovered]?.latest ?? Instant(nanoseconds: .max))
  }

  /// Who noticed: the earliest of an alert, a page of a machine and a person around the impact.
  var detection: IncidentSummary.Detection {
    let alert = first(seen.firing.filter { $0.end >= floor }.map(\.start), lead: ResponseInference.lead)
    let page = first(
      seen.people.pages.filter { $0.action == "trigger" && $0.byHuman != true }.compactMap(\.sighting.at))
    let note = first(
      seen.people.notes.compactMap(\.sighting.at)
        + seen.people.pages.filter { $0.action == "trigger" && $0.byHuman == true }.compactMap(\.sighting.at))
    let machine = [alert, page].compactMap { $0 }.min()
    switch (machine, note) {
    case (let machine?, let note?):
      return .init(source: machine <= note ? .alert : .human, alertBeforePeople: machine <= note)
    case (_?, nil): return .init(source: .alert)
    case (nil, _?): return .init(source: .human, alertBeforePeople: seen.survey.has(.alert) ? false : nil)
    case (nil, nil): return .init()
    }
  }

  private var floor: Instant {
    (milestones[.impactStarted]?.earliest ?? Instant(nanoseconds: .min)) - ResponseInference.over
  }

  /// The earliest time from shortly before the impact until the recovery; nil while the start of the impact is unknown.
  private func first(_ times: [Instant], lead: TimeSpan = .minutes(5)) -> Instant? {
    guard let impact else { return nil }
    return times.filter { $0 >= impact.start - lead && $0 <= impact.end }.min()
  }
}
