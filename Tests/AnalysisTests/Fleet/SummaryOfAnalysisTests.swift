import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefAnalysis

struct `The summary of an incident` {
  private static let start = Instant(seconds: 1_780_000_000)

  private static func alert(_ name: String, _ pod: String, from: Double, to: Double) -> Event {
    Event(
      id: "\(name)-\(pod)-\(from)", time: EventTime(start + .minutes(from), through: start + .minutes(to)),
      kind: .alert, severity: .warning,
      subject: Subject(kind: "Pod", name: pod), reason: name, message: name,
      attributes: [Attribute.alertState: "firing"])
  }

  private static func note(_ minute: Double) -> Event {
    Event(id: "n-\(minute)", time: EventTime(start + .minutes(minute)), kind: .chat, message: "cards fail")
  }

  private static func summary(_ events: [Event], recovered: Double? = 30) throws -> IncidentSummary {
    var manifest = Manifest()
    manifest.milestones[.impactStarted] = start
    manifest.milestones[.recovered] = recovered.map { start + .minutes($0) }
    return try IncidentAnalyzer.review(InMemoryEvidence(manifest: manifest, events: events)).summary
  }

  @Test func `tells a second pod of the same rule from the same pod again`() throws {
    let summary = try Self.summary([
      Self.alert("Errors", "a", from: 2, to: 10), Self.alert("Errors", "b", from: 3, to: 9),
      Self.alert("Errors", "a", from: 12, to: 20), Self.alert("Errors", "a", from: -200, to: -190),
    ])
    #expect(summary.alerts == [.init(name: "Errors", firings: 4, overlapping: 3, duplicates: 1, flaps: 1)])
    #expect(summary.terms["alert:Errors"] == 1)
  }

  @Test func `says who noticed first`() throws {
    let alert = Self.alert("Errors", "a", from: 2, to: 10)
    #expect(try Self.summary([alert, Self.note(3)]).detection == .init(source: .alert, alertBeforePeople: true))
    #expect(try Self.summary([alert, Self.note(1)]).detection == .init(source: .human, alertBeforePeople: false))
    #expect(try Self.summary([alert]).detection == .init(source: .alert))
    #expect(try Self.summary([Self.note(1)]).detection == .init(source: .human))
    #expect(try Self.summary([]).detection == .init())
  }

  @Test func `is open while no recovery is known`() throws {
    #expect(try Self.summary([]).isOpen == false)
    let open = try Self.summary([], recovered: nil)
    #expect(open.isOpen)
    #expect(open.impact == [.init(start: Self.start, end: nil)])
    #expect(open.metrics.recover == nil)
  }

  @Test func `knows what an objective lost and how fast its budget burned`() throws {
    var manifest = Manifest()
    manifest.milestones[.impactStarted] = Self.start
    manifest.milestones[.recovered] = Self.start + .minutes(60)
    manifest.slos = [.init(name: "availability", objective: 99, errors: "errors")]
    // A tenth fails for an hour, nothing before and after.
    let samples = (-120..<120).map { minute in
      Sample(at: Self.start + .minutes(Double(minute)), value: (0..<60).contains(minute) ? 0.1 : 0)
    }
    let evidence = InMemoryEvidence(
      manifest: manifest, series: [(Series(metric: "errors", labels: [:], step: 60), samples)])
    let outcome = try #require(try IncidentAnalyzer.review(evidence).summary.slos.first)
    #expect(abs((outcome.lostSeconds ?? 0) - 360) < 1e-9)
    #expect(outcome.burns.map(\.window) == [3600, 21_600, 86_400, 259_200])
    // 0.1 over an hour is ten times the budget; over six hours a sixth of that.
    for (burn, expected) in zip(outcome.burns, [10, 10.0 / 6, 10.0 / 24, 10.0 / 72]) {
      #expect(abs(burn.rate - expected) < 1e-9)
    }
  }
}
