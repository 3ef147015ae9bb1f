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
      Self.alert("Errors", "a", from: 12, to: 20), Self.alert("Errors", "a", from: 100, to: 110),
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
}
