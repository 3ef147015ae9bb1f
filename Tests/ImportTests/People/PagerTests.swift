import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Incidents of pagers` {
  @Test func `PagerDuty's last status change is a resolution only when the status is resolved`() throws {
    let run = try Samples.run(PagerDutyIncidentsImporter.self, "incidents.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:16:37Z error trigger Service/payments",
        "2026-08-27T18:20:21Z notice acknowledge Service/payments",
        "2026-08-27T18:45:00Z notice resolve Service/payments",
        "2026-08-27T18:30:00Z warning trigger Service/orders-db",
        "2026-08-27T18:33:00Z notice acknowledge Service/orders-db",
      ])
    #expect(run.events.map { $0.attributes[Attribute.actorKind] } == [nil, "human", "service", nil, "human"])
    #expect(run.events[1].message == "#1234 PaymentErrors firing: acknowledge by Alex")
    #expect(run.notes == [SourceNote(.limit, "PagerDuty has more incidents than this page")])
  }

  @Test func `PagerDuty incidents without times are kept, others rejected`() throws {
    let run = try Samples.run(PagerDutyIncidentsImporter.self, "nasty.json")
    #expect(run.events.map(\.reason) == ["trigger", "acknowledge", "acknowledge", "acknowledge", "resolve", "trigger"])
    #expect(run.events.last?.message == "#7 a | b token=***: trigger")
    #expect(run.reasons.count == 2)
    #expect(run.notes.isEmpty)
  }

  @Test func `Opsgenie's report counts from the creation`() throws {
    let run = try Samples.run(OpsgenieAlertsImporter.self, "alerts.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:16:00.370Z critical trigger Service/payments",
        "2026-08-27T18:19:50.370Z notice acknowledge Service/payments",
        "2026-08-27T18:44:20.370Z notice resolve Service/payments", "2026-08-27T18:30:00Z notice trigger ",
      ])
    #expect(run.events.map { $0.attributes[Attribute.actorKind] } == [nil, "human", "service", nil])
    #expect(run.notes.contains(SourceNote(.limit, "Opsgenie has more alerts than this page")))
  }

  @Test func `Opsgenie reports with impossible times say nothing`() throws {
    let run = try Samples.run(OpsgenieAlertsImporter.self, "nasty.json")
    #expect(run.events.map(\.reason) == ["trigger", "trigger"])
    #expect(run.events[0].message == "# secret=***: trigger")
    #expect(run.reasons.count == 2)
  }
}

struct `Status pages` {
  @Test func `each update is told when it was shown`() throws {
    let run = try Samples.run(StatuspageIncidentsImporter.self, "incidents.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:48:00Z notice resolved Service/Payments",
        "2026-08-27T18:25:00Z critical investigating Service/Payments", "2026-08-20T10:00:00Z notice scheduled ",
      ])
    #expect(run.events[1].message == "Card payments failing: We are looking into failing card payments.")
    #expect(run.events.allSatisfy { $0.kind == .annotation })
  }

  @Test func `an incident without updates is one event`() throws {
    let run = try Samples.run(StatuspageIncidentsImporter.self, "nasty.json")
    #expect(run.briefs == ["2026-08-27T18:25:00Z warning update Service/Checkout", "undated notice update "])
    #expect(run.reasons.count == 2)
  }
}
