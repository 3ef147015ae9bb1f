import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefAnalysis

private let origin = Scenario.origin
private let sources = [
  Source(id: 1, path: "audit.log", format: "x"), Source(id: 2, path: "events.json", format: "x"),
]

private func pod(_ index: Int) -> Subject { Subject(namespace: "shop", kind: "Pod", name: "web-\(index)") }

private func event(
  _ seconds: Double, _ kind: EventKind, _ source: Int, _ subject: Subject, _ reason: String,
  _ attributes: [String: String] = [:]
) -> Event {
  Event(
    id: "\(source)-\(seconds)-\(reason)", time: EventTime(origin + .seconds(seconds), precision: .microsecond),
    kind: kind, severity: .info, subject: subject, reason: reason, message: "m", attributes: attributes,
    provenance: Provenance(source: source, line: 1, byte: Int(seconds * 10)))
}

/// Pods created in the audit log and scheduled in the events, whose clock is `skew` seconds ahead.
private func creations(_ count: Int, skew: Double, jitter: Double = 0.4, seed: UInt64 = 1) -> [Event] {
  var random = SeededRandom(seed: seed)
  return (0..<count).flatMap { index -> [Event] in
    let at = Double(index) * 37
    let delay = random.uniform() * jitter
    return [
      event(at, .audit, 1, pod(index), "create pods", ["verb": "create", "resource": "pods"]),
      event(at + delay + skew, .kubernetes, 2, pod(index), "Scheduled"),
    ]
  }
}

private func clocks(_ events: [Event]) throws -> [Caveat] {
  try IncidentAnalyzer.analyze(InMemoryEvidence(sources: sources, events: events)).caveats.filter {
    $0.kind == .clockSkew || $0.kind == .clocksAgree
  }
}

private func comparison(_ events: [Event]) -> ClockComparison? {
  var anchors = ClockAnchors()
  for event in events.sorted(by: { ($0.time?.start ?? origin) < ($1.time?.start ?? origin) }) { anchors.observe(event) }
  anchors.finish()
  return ClockComparison.all(anchors).first
}

@Suite struct `Two clocks` {
  @Test(arguments: [-3600.0, -42, 12, 90, 7200]) func `that differ are told apart by how much`(_ skew: Double) throws {
    let found = try clocks(creations(20, skew: skew))
    #expect(found.map(\.kind) == [.clockSkew] && found[0].sources == ["audit.log", "events.json"])
    let result = try #require(comparison(creations(20, skew: skew)))
    #expect(result.differs && abs(result.offset - skew) < 3)
    #expect(result.difference.low <= skew + 0.4 && result.difference.high >= skew)
  }

  @Test func `that agree are said to`() throws {
    #expect(try clocks(creations(20, skew: 0)).map(\.kind) == [.clocksAgree])
  }

  @Test func `with fewer than six pairs are not known`() throws {
    #expect(try clocks(creations(5, skew: 600)).isEmpty)
    #expect(try clocks(creations(6, skew: 600)).map(\.kind) == [.clockSkew])
  }

  @Test func `whose pairs scatter over what would decide are not known`() throws {
    let events = (0..<30).flatMap { index -> [Event] in
      let delay = index % 2 == 0 ? 0.2 : 400.0
      return [
        event(Double(index) * 37, .audit, 1, pod(index), "create pods", ["verb": "create", "resource": "pods"]),
        event(Double(index) * 37 + delay, .kubernetes, 2, pod(index), "Scheduled"),
      ]
    }
    #expect(try clocks(events).isEmpty)
  }

  @Test func `are not compared over a moment that one source has twice`() throws {
    let doubled = creations(8, skew: 600) + creations(8, skew: 900).filter { $0.provenance.source == 2 }
    #expect(try clocks(doubled).isEmpty)
  }

  @Test func `survive a few pods that waited`() throws {
    var events = creations(25, skew: 0)
    for index in [3, 7, 11] {
      events += [
        event(
          Double(index) * 37 + 5, .audit, 1, pod(index + 100), "create pods", ["verb": "create", "resource": "pods"]),
        event(Double(index) * 37 + 900, .kubernetes, 2, pod(index + 100), "Scheduled"),
      ]
    }
    #expect(try clocks(events).map(\.kind) == [.clocksAgree])
  }

  @Test func `of a program and of its runtime are compared line by line`() throws {
    let lines = (0..<12).map { index in
      event(
        Double(index) * 10, .log, 1, pod(1), "",
        ["inner_time": (origin + .seconds(Double(index) * 10 + 30)).rfc3339(.millisecond)])
    }
    let found = try clocks(lines)
    #expect(found.map(\.kind) == [.clockSkew] && found[0].text.contains("30 s ahead"))
  }

  @Test func `stand beside the milestones that rest on them`() throws {
    var events = creations(12, skew: 300)
    events += (0..<6).map { index in
      Event(
        id: "w\(index)", time: EventTime(origin + .seconds(Double(index) * 60 + 900)), count: 2, kind: .kubernetes,
        severity: .warning, subject: pod(2), reason: "BackOff", message: "Back-off restarting failed container",
        provenance: Provenance(source: 2, line: 1, byte: 90_000 + index))
    }
    let analysis = try IncidentAnalyzer.analyze(InMemoryEvidence(sources: sources, events: events))
    let finding = try #require(analysis.findings.first { $0.detector == "crash-loop" })
    #expect(finding.caveats.map(\.kind) == [.clockSkew])
  }
}

@Suite struct `The interval of a median` {
  /// P(Bin(n, 1/2) ≤ k), summed in exact integers up to n = 60.
  private func cumulative(_ n: Int, _ k: Int) -> Double {
    var (term, sum) = (1.0, 0.0)
    for i in 0...n {
      if i <= k { sum += term }
      term = term * Double(n - i) / Double(i + 1)
    }
    var power = 1.0
    for _ in 0..<n { power *= 2 }
    return sum / power
  }

  @Test(arguments: 6...60) func `leaves out as many values as 95 % allow, and no more`(_ n: Int) {
    let tail = MedianInterval.rank(n, level: 0.95) - 1
    // From order statistic tail + 1 to n − tail: missed when at most tail values lie on one side of the median.
    #expect(2 * cumulative(n, tail) <= 0.05)
    #expect(2 * cumulative(n, tail + 1) > 0.05)
  }

  @Test func `does not exist for five values and is the whole range for six`() throws {
    #expect(MedianInterval([1, 2, 3, 4, 5]) == nil)
    let six = try #require(MedianInterval([6, 1, 5, 2, 4, 3]))
    #expect(six.low == 1 && six.high == 6 && six.median == 3.5)
  }

  @Test func `covers the true median about as often as it says`() {
    var random = SeededRandom(seed: 11)
    var covered = 0
    for _ in 0..<2000 {
      let values = (0..<15).map { _ in random.normal() }
      if let interval = MedianInterval(values), interval.low <= 0, interval.high >= 0 { covered += 1 }
    }
    #expect(covered > 1880 && covered < 1990)
  }
}
