import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Grafana's annotations` {
  @Test func `a deployment is a change, an alert fires until its next state`() throws {
    let run = try Samples.run(GrafanaAnnotationsImporter.self, "annotations.json")
    #expect(
      run.briefs == [
        "2026-08-27T16:15:00Z info Deployment Service/payments",
        "2026-08-27T16:20:00Z..2026-08-27T16:25:00Z info Annotation ",
        "2026-08-27T16:41:40Z unknown High error rate Alert/High error rate",
        "2026-08-27T16:16:37.512Z..2026-08-27T16:41:40Z unknown High error rate Alert/High error rate",
      ])
    #expect(run.events.map(\.kind) == [.change, .annotation, .alert, .alert])
    #expect(run.events[0].message == "payments 3.2 <b>rolled out</b> &amp; watched")
    #expect(run.events[1].attributes[Attribute.actor] == "kim")
    #expect(run.events.map { $0.attributes[Attribute.alertState] } == [nil, nil, "resolved", "firing"])
    #expect(run.events[3].attributes[Attribute.openEnded] == nil && run.notes.isEmpty)
  }

  @Test func `unified alerts are told apart by their labels`() throws {
    let run = try Samples.run(GrafanaAnnotationsImporter.self, "unified.json")
    #expect(
      run.briefs == [
        "undated info Annotation ", "2026-08-27T16:18:20Z critical High memory shop/Pod/payments-1",
        "2026-08-27T16:16:40Z unknown High memory shop/Pod/payments-2",
        "2026-08-27T16:16:40Z..2026-08-27T16:18:20Z critical High memory shop/Pod/payments-1",
        "2026-08-27T16:15:40Z..2026-08-27T16:16:40Z critical High memory shop/Pod/payments-1",
      ])
    #expect(run.events.map { $0.attributes[Attribute.openEnded] } == [nil, nil, "true", nil, nil])
    #expect(run.reasons == ["not an annotation: neither time nor text", "not an annotation: neither time nor text"])
  }

  @Test(arguments: [(99, 0), (100, 1), (101, 0)])
  func `exactly a hundred may be the beginning only`(_ count: Int, _ notes: Int) throws {
    let list = (0..<count).map { "{\"id\":\($0 + 1),\"time\":1787847300000,\"text\":\"a\",\"panelId\":1}" }
    let run = try ImporterRun(GrafanaAnnotationsImporter.self, text: "[\(list.joined(separator: ","))]")
    #expect(run.events.count == count && run.notes.count == notes)
  }
}
