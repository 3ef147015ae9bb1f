import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Prometheus query results` {
  private let noon: Int64 = 1_772_460_000

  private func at(_ seconds: Double) -> Instant {
    Instant(nanoseconds: (noon * 1000 + Int64(seconds * 1000)) * 1_000_000)
  }

  private func matrix(_ series: String...) -> String {
    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[\(series.joined(separator: ","))]}}"
  }

  private func alert(_ state: String, _ times: [Int64], _ more: String = "") -> String {
    let values = times.map { "[\(noon + $0),\"1\"]" }.joined(separator: ",")
    return
      "{\"metric\":{\"__name__\":\"ALERTS\",\"alertname\":\"A\",\"alertstate\":\"\(state)\"\(more)},\"values\":[\(values)]}"
  }

  @Test func `series with labels, times to the millisecond, NaN a value`() throws {
    let run = try Samples.run(PrometheusQueryRangeImporter.self, "errors.json")
    #expect(
      run.series.map(\.series.description) == [
        "service:http_errors:ratio_rate1m{service=\"checkout\"}", "service:http_errors:ratio_rate1m{service=\"cart\"}",
      ])
    #expect(run.series[0].samples.map(\.at) == [at(0), at(15), at(30.123), at(60)])
    #expect(run.series[0].samples.prefix(3).map(\.value) == [0.004, 0.005, 0.61])
    #expect(run.series[0].samples[3].value.isNaN)
    #expect(run.series.map(\.series.step) == [15, 15])
    #expect(
      run.notes == [SourceNote(.assumption, "the step is not stated: 15 s, the smallest difference between samples")])
    #expect(run.rejected.isEmpty && run.events.isEmpty)
  }

  @Test func `an alert is one stretch for each time it was in a state`() throws {
    let run = try Samples.run(PrometheusQueryRangeImporter.self, "alerts.json")
    #expect(
      run.briefs == [
        "2026-03-02T14:00:00Z..2026-03-02T14:00:15Z critical HighErrorRate shop/Service/checkout",
        "2026-03-02T14:00:30Z..2026-03-02T14:02:15Z critical HighErrorRate shop/Service/checkout",
        "2026-03-02T14:05:00Z critical HighErrorRate shop/Service/checkout",
        "2026-03-02T14:00:00Z..2026-03-02T14:00:15Z warning NodeMemory Node/node-3",
        "2026-03-02T14:01:30Z warning NodeMemory Node/node-3",
      ])
    #expect(
      run.events.map { $0.attributes[Attribute.alertState] } == ["pending", "firing", "firing", "firing", "firing"])
    #expect(run.events.map { $0.attributes[Attribute.openEnded] } == [nil, nil, "true", nil, nil])
    #expect(
      run.events.map { $0.attributes["active_since"] } == [
        "2026-03-02T13:59:55Z", "2026-03-02T13:59:55Z", "2026-03-02T14:04:50Z", nil, nil,
      ])
    #expect(run.events[1].attributes["label.severity"] == "page")
    #expect(run.events.allSatisfy { $0.time?.early == .seconds(15) && $0.time?.late == .seconds(15) })
    #expect(run.events[1].provenance.line == 3)
    #expect(run.series.count == 4)
  }

  @Test func `a gap of a step and a half goes on, a longer one ends a stretch`() throws {
    let run = try ImporterRun(
      PrometheusQueryRangeImporter.self, text: matrix(alert("firing", [0, 10, 25, 35, 51]), alert("pending", [600])))
    #expect(
      run.events.compactMap(\.time).map { [$0.start, $0.end] } == [
        [at(0), at(35)], [at(51), at(51)], [at(600), at(600)],
      ])
  }

  @Test func `an alert seen once takes the step of its query, not of itself`() throws {
    let text = matrix(alert("firing", [0, 300]), alert("firing", [0, 60, 120], ",\"pod\":\"p\""))
    let run = try ImporterRun(PrometheusQueryRangeImporter.self, text: text)
    #expect(run.events.count == 3)
    #expect(run.event("A")?.time?.late == .seconds(60))
  }

  @Test func `zero is no alert`() throws {
    let text = matrix(
      "{\"metric\":{\"__name__\":\"ALERTS\",\"alertname\":\"A\",\"alertstate\":\"firing\"},\"values\":[[1,\"0\"],[2,\"NaN\"]]}"
    )
    #expect(try ImporterRun(PrometheusQueryRangeImporter.self, text: text).events.isEmpty)
  }

  @Test func `a bare array with damage, infinities, disorder and histograms`() throws {
    let run = try Samples.run(PrometheusQueryRangeImporter.self, "nasty.json")
    #expect(
      run.series.map(\.series.metric) == ["nasty", "nasty_count", "nasty_sum", "nasty", "nasty", "nasty", "up"])
    #expect(run.series.compactMap { $0.series.labels["quantile"] } == ["0.5", "0.9", "0.99"])
    try #require(run.series.count == 7)
    #expect(run.series[0].samples.map(\.value) == [.infinity, -.infinity, 4])
    #expect(run.series[0].samples.map(\.at) == [at(0), at(15), at(30)])
    #expect(run.series[1].samples == [Sample(at: at(0), value: 12)])
    #expect(run.series[2].samples == [Sample(at: at(0), value: 3.5)])
    #expect(run.series[6].samples == [Sample(at: at(0.5), value: 1)])
    #expect(run.reasons.contains("a log stream, not a metric"))
    #expect(run.reasons.last == "cut off: the input ends inside this record")
    #expect(run.notes.map(\.kind).contains(.assumption))
  }

  @Test func `a failed query with partial data keeps the data and says why`() throws {
    let run = try Samples.run(PrometheusQueryRangeImporter.self, "partial.json")
    #expect(run.series.map(\.samples.count) == [2])
    #expect(
      run.notes == [
        SourceNote(.limit, "Prometheus warned: PromQL warning: results truncated due to limit"),
        SourceNote(.warning, "Prometheus noted: metric might not be a counter"),
        SourceNote(.warning, "the query failed (timeout): query timed out in expression evaluation"),
        SourceNote(.assumption, "the step is not stated: 60 s, the smallest difference between samples"),
      ])
  }

  @Test func `a query that failed without data`() throws {
    let text = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}"
    #expect(PrometheusQueryRangeImporter.sniff(FileHead(Array(text.utf8))) == .likely)
    let run = try ImporterRun(PrometheusQueryRangeImporter.self, text: text)
    #expect(run.notes == [SourceNote(.warning, "the query failed (bad_data): parse error")])
    #expect(run.rejected.isEmpty)
  }

  @Test func `scalars, strings and vectors`() throws {
    let scalar = try ImporterRun(
      PrometheusQueryRangeImporter.self, text: "{\"data\":{\"resultType\":\"scalar\",\"result\":[\(noon),\"5\"]}}",
      path: "a/5xx ratio.json")
    #expect(scalar.series.map(\.series.metric) == ["_5xx_ratio"])
    #expect(scalar.series.first?.samples == [Sample(at: at(0), value: 5)])
    let string = try ImporterRun(
      PrometheusQueryRangeImporter.self, text: "{\"data\":{\"resultType\":\"string\",\"result\":[\(noon),\"text\"]}}")
    #expect(string.reasons == ["a string result, not a number"])
  }

  @Test(arguments: [
    "{\"tool\":\"t\",\"result\":@}", "{\"output\":@}", "{\"response\":@,\"took\":3}",
    "{\"toolset_name\":\"t\"}\n{\"schema_version\":\"1\",\"params\":{},\"status\":\"success\"}\n@",
  ])
  func `answers inside the record of a tool`(_ wrapper: String) throws {
    let text = String(
      wrapper.split(separator: "@", omittingEmptySubsequences: false).joined(
        separator: matrix(alert("firing", [0, 15]))))
    #expect(PrometheusQueryRangeImporter.sniff(FileHead(Array(text.utf8))) >= .likely)
    let run = try ImporterRun(PrometheusQueryRangeImporter.self, text: text)
    #expect(run.series.map(\.samples.count) == [2] && run.rejected.isEmpty)
  }

  @Test func `times and values beside each other, as VictoriaMetrics exports them`() throws {
    let text = """
      {"metric":{"__name__":"up","job":"a"},"values":[1,null,"Infinity"],"timestamps":[\(noon)010,\(noon + 15)010,\(noon + 30)010]}
      {"metric":{"__name__":"up","job":"b"},"values":[1],"timestamps":[\(noon)010,\(noon + 15)010]}
      """
    #expect(PrometheusQueryRangeImporter.sniff(FileHead(Array(text.utf8))) == .certain)
    let run = try ImporterRun(PrometheusQueryRangeImporter.self, text: text)
    #expect(run.series.map(\.samples.count) == [3, 1])
    #expect(run.series[0].samples.map(\.at) == [at(0.01), at(15.01), at(30.01)])
    #expect(run.series[0].samples[1].value.isNaN && run.series[0].samples[2].value == .infinity)
    #expect(run.reasons == ["1 samples of up are no pairs of a time and a value"])
  }

  @Test func `the result of an expression is no raw counter, whatever its file is called`() throws {
    let text = "[{\"metric\":{},\"values\":[[\(noon),\"1\"],[\(noon + 15),\"2\"]]}]"
    let run = try ImporterRun(PrometheusQueryRangeImporter.self, text: text, path: "metrics/http_requests_total.json")
    #expect(run.series.map(\.series.metric) == ["http_requests"])
  }

  @Test func `an instant vector, enveloped and bare as promtool prints it`() throws {
    let vector = "[{\"metric\":{\"__name__\":\"up\"},\"value\":[\(noon).5,\"1\"]}]"
    for text in [vector, "{\"data\":{\"resultType\":\"vector\",\"result\":\(vector)}}"] {
      #expect(PrometheusQueryRangeImporter.sniff(FileHead(Array(text.utf8))) == .certain)
      let run = try ImporterRun(PrometheusQueryRangeImporter.self, text: text)
      #expect(run.series.map(\.samples) == [[Sample(at: at(0.5), value: 1)]])
      #expect(run.series.first?.series.step == nil && run.notes.isEmpty)
    }
  }

  @Test(arguments: [
    "{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":\"g\",\"rules\":[]}]}}",
    "{\"status\":\"success\",\"data\":{\"alerts\":[]}}",
    "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":{},\"values\":[]}]}}",
    "{\"traces\":[{\"traceID\":\"1\"}]}", "[{\"labels\":{},\"status\":{\"state\":\"active\"}}]",
    "{\"status\":\"success\"}",
  ])
  func `other answers are not claimed`(_ text: String) {
    #expect(PrometheusQueryRangeImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}
