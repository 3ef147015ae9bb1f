import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `OTLP logs` {
  @Test func `are of the pod, service or node of their resource, in old and new layouts`() throws {
    let run = try read(OTLPLogsImporter.self, "otlp-logs/exported.jsonl")
    expectLines(
      run.events,
      [
        "1@18 2026-08-27T18:15:00.000000005Z error shop/Pod/payments-1[app] {TimeoutError} charge failed⏎TimeoutError: no answer⏎    at pay (/app/pay.js:3:1) | error=no answer exception=TimeoutError at pay (/app/pay.js:3:1) http.status.code=503 logger=pool order=A-17 service=payments service.version=2.4.1 span_id=eee19b7ec3c1b174 trace_id=5b8efff798038103d269b633813fc60c",
        "1@18 2026-08-27T18:15:02.000000000Z received warning shop/Pod/payments-1[app] {pool} pool is at 95 percent | logger=pool service=payments service.version=2.4.1 size=20 stream=stderr",
        #"1@1421 2026-08-27T18:15:03.000000000Z warning Service/checkout cart.abandoned: items=3 note="too slow" list="[true, 0.5]" | event=cart.abandoned host=web.example"#,
        "2@1967 2026-08-27T18:15:04.000000000Z warning Node/node-a {old} PLEG is not healthy | caller=kubelet.go:12 logger=old",
      ])
    #expect(run.rejected.isEmpty)
    #expect(
      run.notes == [
        SourceNote(.timeAssumption, "records without a time of their own have the one at which the collector saw them")
      ])
  }

  @Test func `may lack times, bodies and attributes`() throws {
    let run = try read(OTLPLogsImporter.self, "otlp-logs/nasty.json")
    expectLines(
      run.events,
      [
        "2@21 undated unknown (a record without a body)",
        "2@21 2026-08-27T18:15:00Z info no time but the line's own",
        "2@21 undated unknown aGk=",
        "2@21 2026-08-27T18:15:01.000000000Z unknown a=b | a=b",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "not a log record: not a JSON object", "not a log record: not a JSON object",
        "not logs of a resource: it has no scopeLogs",
      ])
    #expect(run.notes == [])
  }

  @Test func `that only the collector timed say so`() throws {
    let run = try read(OTLPLogsImporter.self, "otlp-logs/exported.jsonl")
    #expect(run.events.filter { $0.time?.basis == .received }.map(\.message) == ["pool is at 95 percent"])
  }

  @Test func `are told from traces and metrics`() {
    for text in [#"{"resourceSpans":[{"scopeSpans":[]}]}"#, #"{"resourceMetrics":[{"scopeMetrics":[]}]}"#] {
      #expect(OTLPLogsImporter.sniff(FileHead(Array(text.utf8))) == .no)
    }
  }
}

@Suite struct `OTLP metrics` {
  private func shown(_ run: ImporterRun) -> [String] {
    run.series.map { part in
      "\(part.series) step \(part.series.step ?? 0): "
        + part.samples.map { "\($0.at.nanoseconds / 1_000_000_000 - 1_787_854_500)=\($0.value)" }.joined(separator: " ")
    }
  }

  @Test func `of several exports become one series each, in order of time`() throws {
    let run = try read(OTLPMetricsImporter.self, "otlp-metrics/exported.jsonl")
    #expect(
      shown(run) == [
        #"http_server_requests_total{http_route="/pay",namespace="shop",pod="web-1",service="web"} step 5.0: 0=4.0 10=6.0 15=8.0"#,
        #"http_server_requests_total{http_route="/",namespace="shop",pod="web-1",service="web"} step 5.0: 0=5.0 10=7.0 15=9.0"#,
        #"queue_depth{namespace="shop",pod="web-1",service="web"} step 5.0: 0=2.0 10=3.0 15=4.0"#,
        #"http_server_duration_count{namespace="shop",pod="web-1",service="web"} step 5.0: 0=4.0 10=10.0 15=18.0"#,
        #"http_server_duration_sum{namespace="shop",pod="web-1",service="web"} step 5.0: 0=1.0 10=2.5 15=4.5"#,
      ])
    #expect(
      run.notes == [
        SourceNote(.assumption, "delta sums and histograms were added up to totals that begin at 0"),
        SourceNote(.limit, "histograms are kept as their count and sum, without their buckets"),
        SourceNote(.warning, "samples were out of order or given twice: they were sorted, the later value kept"),
        SourceNote(.assumption, "the step is not stated: 5 s, the smallest difference between samples"),
      ])
  }

  @Test func `may lack values, times and names, and be of kinds to come`() throws {
    let run = try read(OTLPMetricsImporter.self, "otlp-metrics/nasty.json")
    #expect(
      shown(run) == [
        "_1up_total step 0.0: 0=nan", "rpc_latency_count step 0.0: 0=3.0", "rpc_latency_sum step 0.0: 0=1.5",
        #"rpc_latency{quantile="0.5"} step 0.0: 0=0.4"#, "sizes_count step 0.0: 0=2.0", "sizes_sum step 0.0: 0=7.0",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "a point of _1up_total has no time or no value", "a point of _1up_total has no time or no value",
        "a point of _1up_total has no time or no value", "a metric without a name",
        "a metric of a kind that is not known: future.kind", "not metrics of a resource: it has no scopeMetrics",
      ])
    #expect(
      run.notes == [
        SourceNote(.assumption, "delta sums and histograms were added up to totals that begin at 0"),
        SourceNote(.limit, "histograms are kept as their count and sum, without their buckets"),
      ])
  }
}

@Suite struct `OTLP in protobuf` {
  @Test func `is recognised and said to be unreadable`() {
    let key: [UInt8] = [0x0A, 12] + Array("service.name".utf8) + [0x12, 5, 0x0A, 3] + Array("web".utf8)
    let attribute: [UInt8] = [0x0A, UInt8(key.count)] + key
    let resource: [UInt8] = [0x0A, UInt8(attribute.count)] + attribute
    let message: [UInt8] = [0x0A, UInt8(resource.count)] + resource
    let bytes: [UInt8] = [0, 0, 0, UInt8(message.count)] + message
    #expect(ImporterRegistry.standard.scores(FileHead(bytes)).allSatisfy { $0.confidence == .no })
    #expect(UnclaimedFile.reason(FileHead(bytes)).text.hasPrefix("OpenTelemetry data in protobuf"))
  }
}
