import DebriefAnalysis
import DebriefModel
import DebriefParsing
import DebriefStore
import Testing

@testable import DebriefCLI

struct `A stored summary` {
  private static var full: IncidentSummary {
    var summary = IncidentSummary(id: "a", title: "Cards \"fail\"\n<b>", severity: "SEV1", status: "open")
    summary.services = ["checkout", "payments"]
    summary.teams = ["team-a"]
    summary.cause = .init(category: .network, basis: .inferred, confidence: 0.625)
    let start = Instant(seconds: 1_780_000_000)
    summary.milestones = [
      .impactStarted: .init(at: start, earliest: start - .seconds(30), latest: start + .seconds(1), confidence: 0.9),
      .detected: .init(at: start + .seconds(60.5), basis: .declared, confidence: 1),
    ]
    summary.impact = [.init(start: start, end: start + .seconds(90)), .init(start: start + .minutes(5), end: nil)]
    summary.isOpen = true
    summary.metrics = TimeTo(detect: 60.5)
    summary.phases = [
      .init(phase: .identification, seconds: 100, notSeparableFrom: [.containment]),
      .init(phase: .recovery, seconds: nil),
    ]
    summary.detection = .init(source: .alert, alertBeforePeople: false)
    summary.alerts = [.init(name: "HighErrorRate", firings: 4, overlapping: 3, duplicates: 2, flaps: 1, pages: 1)]
    summary.actions = [
      ActionItem(
        title: "Alert on saturation", type: "detect", owner: "team-a", due: "2026-09-15", priority: "P1",
        status: "open",
        ticket: "PAY-812", doneWhen: "it fires", suggested: true, finding: "f-1", gap: "g")
    ]
    summary.slos = [
      .init(
        name: "availability", objective: 99.9, lostSeconds: 12.25, bad: 5, valid: 1000,
        burns: [.init(window: 3600, rate: 14.4)])
    ]
    summary.readiness = [.init(question: "Was there an alert?", answer: .no)]
    summary.terms = ["alert:HighErrorRate": 1, "change:rollout": 0.5]
    summary.span = TimeRange(start - .minutes(30), start + .minutes(30))
    return summary
  }

  @Test func `comes back as it was written`() {
    let text = SummaryJSON.encode(Self.full)
    #expect(SummaryJSON.decode(text, JSONReader()) == Self.full)
    let bare = IncidentSummary(id: "b", title: "b", status: "resolved")
    #expect(SummaryJSON.decode(SummaryJSON.encode(bare), JSONReader()) == bare)
  }

  @Test func `has the same bytes each time`() {
    #expect((0..<20).map { _ in SummaryJSON.encode(Self.full) }.allSatisfy { $0 == SummaryJSON.encode(Self.full) })
  }

  @Test(arguments: ["", "[]", "{}", "{\"v\":1}", "{\"v\":99,\"id\":\"a\",\"status\":\"open\"}", "{\"v\":1,\"id\":7}"])
  func `that is none reads as nothing`(text: String) {
    #expect(SummaryJSON.decode(text, JSONReader()) == nil)
  }
}

@Suite struct `The summaries of a store` {
  private func shell() throws -> Shell {
    let shell = try Shell.withIncident()
    try shell.write(
      "id: other one\ntitle: Other\nseverity: SEV1\nmilestones: {impact_started: 2026-08-01T10:00:00Z}\n",
      to: "other/incident.yaml")
    _ = shell.run("import", "other")
    return shell
  }

  private func stored(_ shell: Shell) throws -> [String] {
    try Store(path: shell.folder + "/debrief.db").summaries(version: SummaryArchive.version).map(\.incident)
  }

  @Test(arguments: [["analyze", "incident"], ["report", "incident"], ["draft", "incident"]])
  func `are kept by what analyses all of an incident`(_ command: [String]) throws {
    let shell = try Shell.withIncident()
    #expect(try stored(shell).isEmpty)
    #expect(shell.run(command).status == .done)
    #expect(try stored(shell) == ["incident"])
  }

  @Test func `are worked out where they are missing, under the ids of the store`() throws {
    let shell = try shell()
    let store = try Store(path: shell.folder + "/debrief.db")
    var asked: [String] = []
    let first = try SummaryArchive.load(store) { _, _, id in asked.append(id) }
    #expect(first.map(\.id) == ["other-one", "incident"] && asked == ["incident", "other-one"])
    let second = try SummaryArchive.load(store) { _, _, id in asked.append(id) }
    #expect(second == first && asked.count == 2)
    _ = try store.keep(
      StoredSummary(incident: "incident", impactStart: nil, json: "no summary"),
      content: store.evidence(incident: "incident").content, version: SummaryArchive.version)
    #expect(try SummaryArchive.load(store) == first)
  }
}
