@testable import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Prometheus' own alerts` {
  @Test func `activeAt is the start of pending; a firing alert without a capture time is undated`() throws {
    let run = try Samples.run(PrometheusAlertsImporter.self, "alerts.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:15:37.512345678Z critical HighErrorRate shop/Service/checkout",
        "undated critical HighErrorRate shop/Service/checkout", "2026-08-27T18:18:00Z warning NodeMemory Node/node-3",
      ])
    #expect(run.events.map { $0.attributes[Attribute.alertState] } == ["pending", "firing", "pending"])
    #expect(run.notes.map(\.kind) == [.missing])
  }

  @Test func `with a capture time it fired then, at the earliest since activeAt`() throws {
    let captured = SourceContext(path: "alerts", capturedAt: Instant(seconds: 1_787_855_000))
    let run = try Samples.run(PrometheusAlertsImporter.self, "alerts.json", context: captured)
    let firing = try #require(run.events.first { $0.attributes[Attribute.alertState] == "firing" }?.time)
    #expect(firing.start == captured.capturedAt)
    #expect(firing.start - firing.early == run.events.first?.time?.start)
  }

  @Test func `odd alerts`() throws {
    let run = try Samples.run(PrometheusAlertsImporter.self, "odd.json")
    #expect(run.briefs == ["undated unknown A Alert/A", "undated unknown A Alert/A"])
    #expect(run.reasons == ["not an alert: no labels", "not an alert: no labels"])
  }
}

struct `Prometheus' rules` {
  @Test func `an alert fires its rule's for after it became active`() throws {
    let run = try Samples.run(PrometheusRulesImporter.self, "rules.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:16:37.512Z..2026-08-27T18:20:37.512Z critical HighErrorRate Service/checkout",
        "2026-08-27T18:20:07.512Z..2026-08-27T18:20:37.512Z critical HighErrorRate Service/cart",
      ])
    #expect(run.events.map { $0.attributes[Attribute.alertState] } == ["firing", "pending"])
    #expect(run.events.map { $0.time?.late } == [.seconds(30), .zero])
    #expect(run.events.allSatisfy { $0.attributes[Attribute.openEnded] == "true" })
    #expect(
      run.notes == [SourceNote(.warning, "the rule QueueGrows failed when last evaluated: found duplicate series")])
  }

  @Test func `a capture by a tool, pages, left-out alerts and nulls`() throws {
    let run = try Samples.run(PrometheusRulesImporter.self, "odd.json")
    #expect(run.briefs == ["undated unknown P Alert/P"])
    #expect(
      run.notes.map(\.text) == [
        "the rule NoAlerts is firing, its alerts were left out", "the rule P was not yet evaluated",
        "the rules were read in pages and end early (groupNextToken)",
      ])
    #expect(run.reasons.count == 4)
  }

  @Test func `the same stretch in ALERTS_FOR_STATE and in the rules is one alert`() throws {
    let rules = """
      {"data":{"groups":[{"name":"g","rules":[{"type":"alerting","health":"ok","duration":0,"alerts":[
      {"labels":{"alertname":"A"},"state":"firing","activeAt":"2026-03-02T14:00:00.75Z"}]}]}]}}
      """
    let series = """
      {"data":{"resultType":"matrix","result":[
      {"metric":{"__name__":"ALERTS","alertname":"A","alertstate":"firing"},"values":[[1772460015,"1"]]},
      {"metric":{"__name__":"ALERTS_FOR_STATE","alertname":"A"},"values":[[1772460015,"1772460000"]]}]}}
      """
    let a = try ImporterRun(PrometheusRulesImporter.self, text: rules).events.first?.identity?.key
    let b = try ImporterRun(PrometheusQueryRangeImporter.self, text: series).events.first?.identity?.key
    #expect(a == b && a != nil)
  }

  @Test func `Grafana's rules list what is well too, and know the start of a state`() throws {
    let text = """
      {"status":"success","data":{"groups":[{"name":"g","file":"shop","interval":60,"rules":[{"type":"alerting","state":"firing",
      "name":"A","health":"ok","duration":300,"lastEvaluation":"2026-08-27T18:20:00Z","alerts":[
      {"labels":{"alertname":"A","pod":"a"},"state":"Normal","activeAt":"2026-08-27T18:00:00Z","value":""},
      {"labels":{"alertname":"A","pod":"b"},"state":"Alerting","activeAt":"2026-08-27T18:10:00Z","value":"1e+00"}]}]}]}}
      """
    let run = try ImporterRun(PrometheusRulesImporter.self, text: text)
    #expect(run.briefs == ["2026-08-27T18:10:00Z..2026-08-27T18:20:00Z unknown A Pod/b"])
    #expect(run.events.first?.attributes[Attribute.alertState] == "firing")
  }

  @Test func `a file of rules is no list of what happened`() {
    let text = "{\"groups\":[{\"name\":\"g\",\"rules\":[{\"alert\":\"A\",\"expr\":\"up == 0\",\"for\":\"5m\"}]}]}"
    #expect(PrometheusRulesImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}

struct `Empty answers of Prometheus` {
  private func check(_ importer: any Importer.Type, _ text: String, _ note: String) throws {
    #expect(ImporterRegistry.standard.scores(FileHead(Array(text.utf8))).first?.format.id == importer.description.id)
    let run = try ImporterRun(importer, text: text)
    #expect(run.notes == [SourceNote(.missing, note)] && run.rejected.isEmpty && run.events.isEmpty)
  }

  @Test func `are claimed and say what they show`() throws {
    try check(
      PrometheusAlertsImporter.self, "{\"status\":\"success\",\"data\":{\"alerts\":[]}}",
      "no alert was active when these were listed")
    try check(
      PrometheusRulesImporter.self, "{\"status\":\"success\",\"data\":{\"groups\":[]}}", "no alerting rules were listed"
    )
    try check(
      PrometheusTargetsImporter.self, "{\"status\":\"success\",\"data\":{\"activeTargets\":[],\"droppedTargets\":[]}}",
      "no target was listed")
  }
}

struct `Prometheus' targets` {
  @Test func `a target that is down says why, without the password`() throws {
    let run = try Samples.run(PrometheusTargetsImporter.self, "targets.json")
    #expect(run.briefs == ["2026-08-27T18:20:31.123456789Z error TargetDown shop/Pod/payments-5fcf7dhdwf-29m7c"])
    #expect(
      run.events.first?.message == "Target serviceMonitor/shop/payments/0 10.0.0.7:9090 was down: "
        + "Get \"http://***@10.0.0.7:9090/metrics\": context deadline exceeded")
    #expect(run.notes == [SourceNote(.missing, "1 of 3 targets had not been scraped yet")])
  }

  @Test func `odd targets`() throws {
    let run = try Samples.run(PrometheusTargetsImporter.self, "odd.json")
    #expect(run.briefs == ["undated error TargetDown Target"])
    #expect(run.reasons == ["not a target: no health", "not a target: no health"])
  }

  @Test(arguments: [
    ("no url", "no url"), ("a://u:p@h b://x:y@z/", "a://***@h b://***@z/"), ("http://u@h/", "http://u@h/"),
    ("http://h/?q=a@b", "http://h/?q=a@b"), ("://", "://"), ("a://:@", "a://***@"),
  ])
  func `logins in URLs are masked`(_ text: String, _ masked: String) { #expect(SecretMask.masked(text) == masked) }
}
