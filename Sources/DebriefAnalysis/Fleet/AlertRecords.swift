import DebriefModel

/// What the alerts of one incident did, rule by rule, and whether they were first to notice.
struct AlertRecords {
  /// A firing this soon after the last one is the same trouble again.
  static let flap = TimeSpan.minutes(10)
  /// How many rules a summary names; those with the most firings are kept.
  static let limit = 200

  let seen: Observations
  private let analysis: IncidentAnalysis

  init(_ seen: Observations, _ analysis: IncidentAnalysis) { (self.seen, self.analysis) = (seen, analysis) }

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
      analysis.impactIntervals.contains {
        firing.start <= $0.end?.latest ?? Instant(nanoseconds: .max) && firing.end >= $0.start.earliest
      }
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

  /// Who noticed, and whether an alert fired or a machine paged before the first person wrote around the impact.
  var detection: IncidentSummary.Detection {
    let alert = first(seen.firing.filter { $0.end >= floor }.map(\.start), lead: ResponseInference.lead)
    let triggers = seen.people.pages.filter { $0.action == "trigger" }
    let page = first(triggers.filter { $0.byHuman != true }.compactMap(\.sighting.at))
    let written = seen.people.notes.compactMap(\.sighting.at)
    let note = first(written + triggers.filter { $0.byHuman == true }.compactMap(\.sighting.at))
    let source = IncidentSummary.Detection.Source(rawValue: analysis.detection.source.rawValue) ?? .unknown
    guard let note else { return .init(source: source) }
    guard let machine = [alert, page].compactMap({ $0 }).min() else {
      return .init(source: source, alertBeforePeople: seen.survey.has(.alert) ? false : nil)
    }
    return .init(source: source, alertBeforePeople: machine <= note)
  }

  private var floor: Instant {
    (analysis.milestones[.impactStarted]?.earliest ?? Instant(nanoseconds: .min)) - ResponseInference.over
  }

  /// The earliest time from shortly before the impact until the recovery; nil while the start of the impact is unknown.
  private func first(_ times: [Instant], lead: TimeSpan = .minutes(5)) -> Instant? {
    guard let start = analysis.milestones[.impactStarted]?.earliest else { return nil }
    let end = analysis.milestones[.recovered]?.latest ?? Instant(nanoseconds: .max)
    return times.filter { $0 >= start - lead && $0 <= end }.min()
  }
}
