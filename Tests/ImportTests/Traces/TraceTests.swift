import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

extension ImporterRun {
  fileprivate var calls: [String] { rows.relations.map { "\($0.kind.rawValue) \($0.from.name) \($0.to.name)" } }
  fileprivate var messages: [String] { events.map { "\($0.reason) \($0.subject.name): \($0.message)" } }
  fileprivate var spans: Int { events.reduce(0) { $0 + $1.count } }
}

struct `OpenTelemetry traces` {
  @Test func `failed and slow spans are told, the others are summed up`() throws {
    let run = try Samples.run(OTLPTracesImporter.self, "checkout.json")
    #expect(
      run.messages == [
        "FailedSpan checkout: POST /checkout failed after 2.6 s, status 500",
        "FailedSpan checkout: POST /pay failed after 2.55 s, status 503: upstream timed out",
        "FailedSpan payments: POST /pay failed after 2.5 s: PoolTimeout: no connection within 2 s",
        "SlowSpan checkout: GET /cart took 400 ms; the median is 22 ms",
        "Spans checkout: GET /cart: spans: 6, failed: 0, median 22 ms, 99 % within 400 ms",
        "SlowSpan payments: SELECT orders took 2.1 s",
      ])
    #expect(run.spans == 10)
  }

  @Test func `calls follow parents across services, ids in any case, and hosts of the cluster`() throws {
    let run = try Samples.run(OTLPTracesImporter.self, "checkout.json")
    #expect(run.calls == ["calls checkout payments", "calls payments orders-db"])
    let failed = try #require(run.events.last { $0.reason == "FailedSpan" })
    #expect(failed.subject == Subject(namespace: "shop", kind: "Service", name: "payments"))
    #expect(failed.attributes["pod"] == "payments-7d4b9c6f5-x2x9z")
    #expect(failed.attributes[Attribute.exception] == "PoolTimeout")
    #expect(failed.attributes["trace_id"] == "5b8efff798038103d269b633813fc60c")
    #expect(failed.time?.start == Instant(nanoseconds: 1_787_854_500_030_000_000))
    #expect(failed.time?.end == Instant(nanoseconds: 1_787_854_502_530_000_000))
  }

  @Test func `Tempo's base64 ids are the hex ids of others`() throws {
    let run = try Samples.run(OTLPTracesImporter.self, "tempo.jsonl")
    #expect(run.calls == ["calls checkout payments"])
    #expect(run.event("SlowSpan")?.identity?.key == "span:5b8efff798038103d269b633813fc60c/00000000000000a1/callout")
    #expect(run.spans == 2)
  }

  @Test func `spans without times or ends are kept undated or as instants`() throws {
    let run = try Samples.run(OTLPTracesImporter.self, "nasty.json")
    let failed = try #require(run.event("FailedSpan"))
    #expect(failed.message == "ends before it begins failed: token=*** ")
    #expect(failed.time?.isInstant == true)
    #expect(run.events.filter { $0.reason == "Spans" }.map { $0.time == nil } == [true, true])
    #expect(run.reasons.count == 5)
    #expect(run.notes.contains(SourceNote(.limit, "the trace is larger than the backend's limit and incomplete")))
    #expect(run.notes.contains(SourceNote(.warning, "spans that end before they begin or have no end: 1")))
  }
}

struct `Jaeger traces` {
  @Test func `errors by tag or status, with what was logged about them`() throws {
    let run = try Samples.run(JaegerTracesImporter.self, "dispatch.json")
    #expect(
      run.messages == [
        "FailedSpan frontend: HTTP GET /dispatch failed after 1.2 s, status 500",
        "FailedSpan driver: /driver.DriverService/FindNearest failed after 900 ms: redis timeout",
        "SlowSpan driver: FindDriverIDs took 1.1 s",
        "Spans mailer: notify: spans: 1, failed: 0, median 10 ms, 99 % within 10 ms",
      ])
    #expect(run.calls == ["calls driver redis", "calls frontend driver"])
    #expect(
      run.notes.map(\.text).filter { $0.contains("Jaeger") } == [
        "Jaeger answered: one trace could not be read",
        "Jaeger warned 1×: clock skew was adjusted, times are not as measured",
      ])
  }

  @Test func `stored documents are spans of their own, in either notation`() throws {
    let run = try Samples.run(JaegerTracesImporter.self, "documents.jsonl")
    #expect(
      run.events.filter { $0.reason == "FailedSpan" }.map(\.message) == [
        "charge failed after 31 ms, status 502", "refund failed after 2.5 s",
      ])
    #expect(run.calls == ["calls shop-web payments"])
    #expect(run.spans == 4)
    #expect(run.rejected.isEmpty)
  }

  @Test func `nulls and numbers beyond all bounds do no harm`() throws {
    let run = try Samples.run(JaegerTracesImporter.self, "nasty.json")
    #expect(run.spans == 2)
    #expect(run.events.allSatisfy { $0.time == nil })
    #expect(run.reasons.count == 3)
  }
}

struct `Zipkin traces` {
  @Test func `both halves of a shared span, and the peers that callers name`() throws {
    let run = try Samples.run(ZipkinTracesImporter.self, "cart.json")
    #expect(run.calls == ["calls cart kafka", "calls cart redis", "calls gateway cart"])
    #expect(
      run.messages.filter { $0.hasPrefix("Failed") } == [
        "FailedSpan cart: get failed after 1.2 s, status 500: 500",
        "FailedSpan cart: send failed after 2 ms: no leader for partition",
      ])
    #expect(run.spans == 5)
  }

  @Test func `version 1 names services and ends by annotations`() throws {
    let run = try Samples.run(ZipkinTracesImporter.self, "version-1.json")
    #expect(run.calls == ["calls web mysql"])
    #expect(run.event("FailedSpan")?.message == "query failed after 1.5 s: deadlock")
    #expect(run.event("FailedSpan")?.attributes["span_kind"] == "client")
  }

  @Test func `what is no span is rejected, inside a trace too`() throws {
    let run = try Samples.run(ZipkinTracesImporter.self, "nasty.json")
    #expect(run.spans == 2)
    #expect(run.reasons.count == 3)
  }
}
