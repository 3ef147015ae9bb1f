import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefAnalysis

/// Incidents written by hand: minutes from the start of 2026-Q3.
private let quarter = Period(quarter: "2026-Q3")
private let origin = Instant(seconds: 1_782_864_000)

private func incident(
  _ id: String, at minute: Double, recover: Double? = nil, severity: String? = "SEV2", status: String = "resolved",
  seen: Double? = nil
) -> IncidentSummary {
  var summary = IncidentSummary(id: id, title: id, severity: severity, status: status)
  let start = origin + .minutes(minute)
  summary.milestones[.impactStarted] = .init(at: start, confidence: 1)
  summary.impact = [
    .init(start: start, end: recover.map { start + .minutes($0) }, seenUntil: start + .minutes(seen ?? recover ?? 0))
  ]
  summary.isOpen = recover == nil
  summary.metrics.recover = recover.map { $0 * 60 }
  return summary
}

private func report(_ summaries: [IncidentSummary], by grouping: FleetGrouping = .severity, asOf: Instant? = nil) throws
  -> Reliability
{
  Reliability(summaries, period: try #require(quarter), by: grouping, asOf: asOf)
}

struct `The reliability of a period` {
  @Test func `counts what began in it, whenever it ended`() throws {
    let report = try report([
      incident("first", at: 0, recover: 5), incident("last", at: 92 * 1440 - 1, recover: 60),
      incident("next", at: 92 * 1440, recover: 5), incident("before", at: -1, recover: 5),
    ])
    #expect(report.incidents.map(\.id) == ["first", "last"])
    // Of “before” four minutes reach into the period and are in the five of “first”; of “last” one minute is inside.
    #expect(report.overall.downtime.total == 5 * 60 + 60)
    #expect(report.comparison?.group.incidents == 1)
  }

  @Test func `counts overlaps once`() throws {
    let report = try report([
      incident("a", at: 600, recover: 30), incident("b", at: 620, recover: 30), incident("c", at: 900, recover: 5),
    ])
    #expect(report.overall.downtime.total == 55 * 60)
    let watched = 92.0 * 1440
    #expect(report.overall.availability == 1 - 55 / watched)
    #expect(report.remarks.contains { $0.contains("Impacts overlap") })
  }

  @Test func `counts a relapse without the quiet time before it`() throws {
    var relapsed = incident("a", at: 0, recover: 10)
    relapsed.impact.append(.init(start: origin + .minutes(100), end: origin + .minutes(105)))
    #expect(try report([relapsed]).overall.downtime.total == 15 * 60)
  }

  @Test func `keeps incidents that go on in the durations`() throws {
    let now = origin + .minutes(1000)
    let report = try report(
      [
        incident("a", at: 0, recover: 10), incident("b", at: 0, recover: 20),
        incident("c", at: 0, status: "open", seen: 5), incident("d", at: 0, status: "reviewed", seen: 30),
      ], asOf: now)
    let figures = try #require(report.overall.metrics[.recover])
    #expect(figures.count == 2)
    #expect(figures.median == 900)
    #expect(report.overall.open == 1)
    #expect(report.overall.endUnknown == 1)
    // The open one has lasted until now, the one that is over until its last evidence.
    #expect(figures.survival?.steps.map(\.time) == [600, 1200, 1800, 60_000])
    #expect(figures.survival?.median == 1200)
  }

  @Test func `has no interval where n is too small, and none of zero incidents`() throws {
    let few = try report((0..<5).map { incident("\($0)", at: Double($0), recover: Double($0) + 1) })
    #expect(few.overall.metrics[.recover]?.median == 180)
    #expect(few.overall.metrics[.recover]?.medianInterval == nil)
    let none = try report([])
    #expect(none.overall.incidents == 0)
    #expect(none.overall.rate?.interval.low == 0)
    #expect(none.overall.failures?.meanTimeBetween == nil)
    #expect(none.overall.metrics[.recover]?.median == nil)
    #expect(none.comparison == nil)
  }

  @Test func `names incidents without a start and counts them nowhere`() throws {
    let lost = IncidentSummary(id: "lost", title: "lost", status: "open")
    let report = try report([lost, incident("a", at: 0, recover: 1)])
    #expect(report.undated == ["lost"])
    #expect(report.overall.incidents == 1)
    #expect(report.remarks.contains { $0.contains("lost") })
  }

  @Test func `keeps times below zero and says so`() throws {
    var early = incident("a", at: 0, recover: 10)
    early.metrics.detect = -30
    let report = try report([early])
    #expect(report.overall.metrics[.detect]?.median == -30)
    #expect(report.overall.metrics[.detect]?.negative == 1)
    #expect(report.overall.metrics[.detect]?.geometricMean == nil)
    #expect(report.remarks.contains { $0.contains("time to detect of 1") })
  }

  @Test func `warns when the mix of severities turns the comparison around`() throws {
    // Within each severity recovery got shorter; there are more of the long kind.
    var all: [IncidentSummary] = []
    for number in 0..<20 {
      let step = Double(number)
      all.append(incident("before short \(number)", at: step - 9000, recover: 20 + step / 10, severity: "SEV3"))
      all.append(incident("now long \(number)", at: step + 500, recover: 150 + step, severity: "SEV1"))
      guard number < 4 else { continue }
      all.append(incident("before long \(number)", at: step - 8000, recover: 200 + step, severity: "SEV1"))
      all.append(incident("now short \(number)", at: step, recover: 15 + step / 10, severity: "SEV3"))
    }
    let found = try report(all)
    let change = try #require(found.comparison?.metrics[.recover])
    #expect(try #require(change.ranks).superiority > 0.5)
    #expect(change.stratifiedSuperiority == 0)
    #expect(change.isReversedBySeverity)
    #expect(found.remarks.contains { $0.contains("mix of severities") })
  }

  @Test func `finds the earlier incident it looks like, and what was left to do there`() throws {
    var first = incident("first", at: -50_000, recover: 10)
    first.terms = ["alert:DiskFull": 1, "workload:db": 1, "change:config": 1]
    first.actions = [
      ActionItem(title: "Done already", status: "done"), ActionItem(title: "A thought", suggested: true),
      ActionItem(title: "Grow the disk", due: "2026-07-02", status: "open"),
    ]
    var again = incident("again", at: 10, recover: 10)
    again.terms = ["alert:DiskFull": 1, "workload:db": 1]
    var other = incident("other", at: 20, recover: 10)
    other.terms = ["alert:Latency": 1, "workload:web": 1]
    let report = try report([again, other, first])
    #expect(report.recurrence.links.map(\.incident) == ["again"])
    let link = try #require(report.recurrence.links.first)
    #expect(link.earlier == "first")
    #expect(link.openActions.map(\.number) == [3])
    #expect(link.finishedActions == 1)
    #expect(Set(link.shared) == ["alert:DiskFull", "workload:db"])
    #expect(report.actions.overdue.map(\.action.title) == ["Grow the disk"])
    #expect(report.actions.recurredAfterClosing.isEmpty)
    #expect(report.actions.opened == 0)
  }

  @Test func `calls a rule noisy only when even the doubt cannot help it`() throws {
    var a = incident("a", at: 0, recover: 10)
    a.alerts = [
      .init(name: "Noisy", firings: 10, overlapping: 0), .init(name: "Few", firings: 2, overlapping: 0),
      .init(name: "Good", firings: 10, overlapping: 9),
    ]
    let alerts = try report([a]).alerts
    #expect(alerts.noisy.map(\.name) == ["Noisy"])
    #expect(alerts.total.firings == 22)
    #expect(alerts.total.precision?.count == 9)
  }

  @Test func `lists an incident under each of its services`() throws {
    var a = incident("a", at: 0, recover: 10)
    a.services = ["cart", "pay"]
    let report = try report([a, incident("b", at: 1, recover: 10)], by: .service)
    #expect(report.groups.map(\.value) == ["cart", "pay", "not stated"])
    #expect(report.groups.map(\.incidents) == [1, 1, 1])
  }
}

struct `An archive of many incidents` {
  static let all = SyntheticArchive.summaries(2000, from: Instant(seconds: 1_735_689_600), days: 1095, seed: 7)

  /// Everything a report holds, dictionaries in order.
  private static func words(_ report: Reliability) -> String {
    func words(_ group: FleetGroup) -> String {
      "\(group.value) \(group.incidents) \(group.open) \(group.endUnknown) \(group.downtime) "
        + FleetMetric.allCases.map { "\(String(describing: group.metrics[$0]))" }.joined(separator: "\n")
    }
    let changes = FleetMetric.allCases.map { "\(String(describing: report.comparison?.metrics[$0]))" }
    let shares = "\(report.causes) \(report.detection) \(report.phases) \(report.recurrence) \(report.alerts)"
    let work = "\(report.actions) \(report.objectives) \(report.readiness) \(report.remarks)"
    return ([words(report.overall)] + report.groups.map(words) + changes + [shares, work]).joined(separator: "\n")
  }

  @Test func `gives the same report in any order`() throws {
    var random = SplitMix64(seed: 3)
    let first = try report(Self.all)
    for _ in 0..<3 {
      let other = try report(Self.all.shuffled(using: &random))
      #expect(other.incidents == first.incidents)
      #expect(Self.words(other) == Self.words(first))
    }
  }

  @Test(arguments: FleetGrouping.allCases)
  func `adds up`(grouping: FleetGrouping) throws {
    let report = try report(Self.all, by: grouping)
    #expect(report.overall.incidents > 100)
    if grouping == .severity || grouping == .cause {
      #expect(report.groups.map(\.incidents).reduce(0, +) == report.overall.incidents)
      #expect(report.groups.map(\.open).reduce(0, +) == report.overall.open)
    }
    for metric in FleetMetric.allCases {
      let figures = try #require(report.overall.metrics[metric])
      #expect(figures.count + figures.unknown == report.overall.incidents)
    }
    #expect(report.causes.map(\.incidents).reduce(0, +) == report.overall.incidents)
    #expect(report.detection.rows.map(\.incidents).reduce(0, +) == report.overall.incidents)
    let recovered = report.incidents.compactMap { FleetMetric.recover.known($0) }.reduce(0, +)
    #expect(abs(report.phases.seconds - recovered) < 1e-6 * recovered)
    #expect(abs(report.phases.rows.compactMap(\.share).reduce(0, +) - 1) < 1e-9)
    #expect(report.alerts.rules.map(\.firings).reduce(0, +) == report.alerts.total.firings)
  }

  @Test func `has its quarters in its year`() throws {
    let quarters = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"].compactMap { Period(quarter: $0) }
    let counts = quarters.map { Reliability(Self.all, period: $0).overall.incidents }
    let year = Reliability(Self.all, period: try #require(Period(year: "2026")))
    #expect(counts.reduce(0, +) == year.overall.incidents)
  }
}
