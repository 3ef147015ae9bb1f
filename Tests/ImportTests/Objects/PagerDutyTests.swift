import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `PagerDuty log entries` {
  @Test func `who acknowledged and who resolved`() throws {
    let run = try Samples.run(PagerDutyLogEntriesImporter.self, "incident.json")
    #expect(
      run.briefs == [
        "2026-03-02T14:44:10Z notice resolve Service/checkout",
        "2026-03-02T14:09:30Z notice acknowledge Service/checkout",
        "2026-03-02T14:05:00Z error trigger Service/checkout",
      ])
    #expect(run.events.map { $0.attributes[Attribute.actorKind] } == ["service", "human", "service"])
    #expect(run.events.map { $0.attributes[Attribute.page] } == ["resolve", "acknowledge", "trigger"])
    #expect(run.events[1].identity == EventIdentity(key: "pagerduty:R2"))
    #expect(run.events[1].attributes[Attribute.actor] == "on-call engineer")
    #expect(run.notes == [SourceNote(.limit, "PagerDuty has more log entries than this page")])
  }

  @Test func `unknown types are kept, what is no entry is rejected`() throws {
    let run = try Samples.run(PagerDutyLogEntriesImporter.self, "nasty.json")
    #expect(
      run.briefs == [
        "2026-03-02T14:20:00Z info annotate ", "undated info teleport ", "2026-03-02T14:05:02Z info notify ",
      ])
    #expect(run.events[0].message == "Note added: rolled back | see =HYPERLINK(\"x\")")
    #expect(run.events[0].attributes[Attribute.actor] == "<script>alert(1)</script>")
    #expect(run.reasons == ["not a log entry: its type does not end in _log_entry", "not a JSON object"])
  }
}
