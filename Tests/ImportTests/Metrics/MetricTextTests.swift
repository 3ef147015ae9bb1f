import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

private func seconds(_ value: Double) -> Instant { Instant(nanoseconds: Int64((value * 1000).rounded()) * 1_000_000) }

struct `Metrics as text` {
  @Test func `an OpenMetrics dump has seconds`() throws {
    let run = try Samples.run(OpenMetricsImporter.self, "dump.om")
    #expect(
      run.series.map(\.series.description) == [
        "http_requests_total{code=\"200\",service=\"checkout\"}",
        "http_requests_total{code=\"500\",service=\"checkout\"}", "queue_length",
        "ALERTS{alertname=\"QueueGrows\",alertstate=\"firing\",severity=\"page\"}",
      ])
    #expect(
      run.series[0].samples == [
        Sample(at: seconds(1_787_847_300), value: 100), Sample(at: seconds(1_787_847_315), value: 160),
        Sample(at: seconds(1_787_847_330.123), value: 4),
      ])
    #expect(run.series[2].samples.map(\.value) == [7, .infinity])
    #expect(run.briefs == ["2026-08-27T16:15:00Z..2026-08-27T16:15:15Z critical QueueGrows Alert/QueueGrows"])
    #expect(
      run.notes.map(\.text) == [
        "the step is not stated: 15 s, the smallest difference between samples", "1 exemplars were not kept",
      ])
  }

  @Test func `Prometheus' text has milliseconds, escapes and quoted names`() throws {
    let run = try Samples.run(OpenMetricsImporter.self, "federate.prom")
    #expect(run.series.map(\.series.metric) == ["virt_platform", "virt_platform", "up", "service.up"])
    #expect(
      run.series[0].series.labels == ["instance": "node-1", "path": "C:\\dir", "quote": "a \"b\"", "lines": "x\ny"])
    #expect(run.series[0].samples == [Sample(at: seconds(1_787_847_361.218), value: 1)])
    #expect(run.series[3].series.labels == ["k8s.name": "a,}b"])
    #expect(run.rejected.isEmpty)
  }

  @Test func `a scrape page without times gives no series and says so`() throws {
    let run = try Samples.run(OpenMetricsImporter.self, "page.prom")
    #expect(run.series.map(\.series.metric) == ["late_metric"])
    #expect(run.reasons == ["not a sample: no name, value and time"])
    #expect(
      run.notes.map(\.text) == [
        "5 values state no time, as on a scrape page: no series were made of them", "1 exemplars were not kept",
      ])
  }

  @Test(arguments: [
    "a text\nof words\n", "load 5m\n", "# a heading\n\n1 2\n", "name 1\nother 2\n", "a,b\n1,2\n",
    "# TYPE of thing: none\nprose follows here\n",
  ])
  func `other text is not claimed`(_ text: String) {
    #expect(OpenMetricsImporter.sniff(FileHead(Array(text.utf8))) == .no)
    #expect(PromtoolTextImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}

struct `promtool's output` {
  @Test func `a range query`() throws {
    let run = try Samples.run(PromtoolTextImporter.self, "range.txt")
    #expect(
      run.series.map(\.series.description) == [
        "http_requests_total{code=\"200\",service=\"checkout\"}", "range{service=\"cart\"}",
      ])
    #expect(run.series[0].samples.map(\.at) == [1_787_847_300, 1_787_847_315, 1_787_847_330.123].map(seconds))
    #expect(run.series[1].samples[0].value.isNaN && run.series[1].samples[1].value == 0.25)
    #expect(run.notes.map(\.kind) == [.assumption, .assumption])
  }

  @Test func `an instant query`() throws {
    let run = try Samples.run(PromtoolTextImporter.self, "instant.txt")
    #expect(run.series.map(\.series.labels["job"]) == ["payments", "cart"])
    #expect(run.series.map(\.samples) == [0, 1].map { [Sample(at: seconds(1_787_847_300.5), value: $0)] })
  }

  @Test func `a native histogram that promtool 2.42 cannot print is rejected, not a 0 of 1970`() throws {
    let run = try ImporterRun(
      PromtoolTextImporter.self, text: "pay_seconds{path=\"/pay\"} => 0 @[0]\nup{job=\"a\"} => 0 @[1788000000]\n")
    #expect(run.series.map(\.series.metric) == ["up"])
    #expect(run.reasons == ["a native histogram, which this promtool cannot print"])
  }

  @Test func `a dump has milliseconds, and histograms as text`() throws {
    let run = try Samples.run(PromtoolTextImporter.self, "dump.txt")
    #expect(run.series.map(\.series.metric) == ["ALERTS", "queue", "rpc_count", "rpc_sum"])
    #expect(run.series[1].series.labels == ["path": "a \"b\"", "other": "{}"])
    #expect(run.series.suffix(2).map { $0.samples.map(\.value) } == [[12], [3.5]])
    #expect(run.events.map(\.reason) == ["HighErrorRate"])
    #expect(run.rejected.isEmpty)
  }

  @Test func `no name, a scalar, a line that is none`() throws {
    let run = try Samples.run(PromtoolTextImporter.self, "odd.txt")
    #expect(run.series.map(\.series.metric) == ["odd_count", "odd_sum", "odd", "rate"])
    #expect(run.series.map { $0.samples.map(\.value) } == [[12], [3.5], [5], [1, 2]])
    #expect(run.reasons == ["not a line of promtool: no series, value and time"])
  }
}
