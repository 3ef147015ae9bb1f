import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `Elasticsearch hits` {
  @Test func `come in order of time under the pods of their metadata, and say what is missing`() throws {
    let run = try read(ElasticsearchHitsImporter.self, "elasticsearch-hits/search.json")
    expectLines(
      run.events,
      [
        "62@1547 2026-08-27T18:15:01.000Z info shop/Pod/checkout-1[app] {checkout} ready | host=node-b logger=checkout service=checkout",
        "41@945 2026-08-27T18:15:05.000Z error shop/Pod/payments-7d9f4-x2k8p[app] {IllegalStateException} order A-17 failed⏎java.lang.IllegalStateException: no connection⏎⇥at com.shop.Pool.take(Pool.java:71) | exception=java.lang.IllegalStateException at com.shop.Pool.take(Pool.java:71) host=node-a service=payments stream=stderr",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(
      run.notes == [
        SourceNote(.limit, "1 of 5 shards failed: their hits are missing"),
        SourceNote(.limit, "3 hits of at least 10000 that the search found are here: the others are missing"),
      ])
  }

  @Test func `stand one on a line with a source or with fields of arrays`() throws {
    let run = try read(ElasticsearchHitsImporter.self, "elasticsearch-hits/one-a-line.jsonl")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:16:00Z warning Service/shop slow",
        "2@166 2026-08-27T18:16:01.500Z warning shop/Pod/web-1 pool is at 95 percent",
        "3@381 2026-08-27T18:16:02.000Z unknown Host/web.example a time as a number",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `hold audit records, Kubernetes Events, Kibana times, and documents that are no records`() throws {
    let run = try read(ElasticsearchHitsImporter.self, "elasticsearch-hits/nasty.json")
    expectLines(
      run.events,
      [
        "1@61 2026-08-27T18:15:03.000000Z notice shop/Pod/web-1 {delete} deleted Pod shop/web-1 | actor=jo change=delete code=200 resource=pods stage=ResponseComplete verb=delete",
        "1@439 2026-08-27T18:10:00Z warning shop/Pod/web-1 {BackOff} Back-off restarting failed container",
        "1@1209 2026-08-27T18:15:06Z unknown bytes=12 verb=GET | bytes=12 verb=GET",
        "1@818 2026-08-27T20:15:04.250Z assumedZone error {TimeoutError} charge failed: no answer⏎TimeoutError: no answer⏎    at pay (/app/pay.js:3:1) | error=no answer exception=TimeoutError at pay (/app/pay.js:3:1)",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "not a log record: it has neither a message nor a time", "not a hit: it has no _source and no fields",
      ])
    #expect(
      run.notes == [
        SourceNote(.timeAssumption, "Elasticsearch's times state no zone: UTC was assumed"),
        SourceNote(.limit, "the search timed out: the answer holds what was found until then"),
        SourceNote(.warning, "the search failed: no such index [logs]"),
      ])
  }

  @Test func `of overlapping pages share an identity`() throws {
    let hit = #"{"_index":"a","_id":"1","_source":{"@timestamp":"2026-08-27T18:15:00Z","message":"x"}}"#
    let page = #"{"took":1,"hits":{"total":{"value":1,"relation":"eq"},"hits":[\#(hit)]}}"#
    let run = try read(ElasticsearchHitsImporter.self, text: page + "\n" + page)
    #expect(run.events.map(\.identity?.key) == ["elasticsearch:a/1", "elasticsearch:a/1"])
    #expect(run.notes.isEmpty)
  }

  @Test func `of several searches in one answer are read`() throws {
    let hit = #"{"_index":"a","_id":"1","_source":{"@timestamp":"2026-08-27T18:15:00Z","message":"x"}}"#
    let text =
      #"{"took":1,"responses":[{"hits":{"total":1,"hits":[\#(hit)]}},{"error":{"reason":"bad query"},"status":400}]}"#
    #expect(ElasticsearchHitsImporter.sniff(FileHead(Array(text.utf8))) == .certain)
    let run = try read(ElasticsearchHitsImporter.self, text: text)
    #expect(run.events.map(\.message) == ["x"])
    #expect(run.notes == [SourceNote(.warning, "the search failed: bad query")])
  }

  @Test(arguments: [
    #"{"took":1,"hits":{"total":100,"hits":[]},"aggregations":{"a":{"buckets":[]}}}"#,
    #"{"took":1,"hits":{"total":1,"hits":[{"_index":"jaeger-span","_id":"1","_source":{"traceID":"a","spanID":"b","references":[],"startTime":1}}]}}"#,
    #"{"hits":{"hits":3}}"#, #"{"_index":"a","_id":"1","_source":{"title":"a dashboard"}}"#,
    #"{"@timestamp":"2026-08-27T18:15:00Z","message":"ECS","log.level":"info"}"#,
  ]) func `are not seen in tables of numbers, spans and other documents`(_ text: String) {
    #expect(ElasticsearchHitsImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }

  @Test func `that are audit records, one a line, stay with the audit log`() {
    let text =
      #"{"_index":"a","_id":"1","_source":{"apiVersion":"audit.k8s.io/v1","auditID":"1","verb":"get","time":1}}"#
    #expect(ElasticsearchHitsImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}

@Suite struct `Elasticsearch bulk files` {
  @Test func `alternate actions and documents`() throws {
    let run = try read(ElasticsearchBulkImporter.self, "elasticsearch-bulk/logs.ndjson")
    expectLines(
      run.events,
      [
        "2@38 2026-08-27T18:15:00.123Z error shop/Pod/payments-1[app] card network answered 503 | order=A-17",
        "4@264 2026-08-27T18:15:01Z info ready",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `have actions without documents, updates, and documents without actions`() throws {
    let run = try read(ElasticsearchBulkImporter.self, "elasticsearch-bulk/nasty.ndjson")
    expectLines(
      run.events,
      [
        "2@37 2026-08-27T18:15:00Z unknown first",
        "5@171 2026-08-27T18:15:00Z unknown first, corrected",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "a document without an action before it", "not a log record: it has neither a message nor a time",
      ])
    #expect(run.notes == [SourceNote(.warning, "cut off: the last action has no document")])
  }
}

@Suite struct `Kibana exports` {
  @Test func `quote times and lines of several lines, and state no zone`() throws {
    let run = try read(KibanaCSVImporter.self, "kibana-csv/discover.csv")
    expectLines(
      run.events,
      [
        "4@192 2026-08-27T20:15:01.000Z assumedZone info shop/Pod/payments-1 became leader | caller=leader.go:5",
        #"2@78 2026-08-27T20:15:05.100Z assumedZone error shop/Pod/payments-1 charge failed⏎  second line, with a comma and a "quote""#,
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [SourceNote(.timeAssumption, "Kibana's times state no zone: UTC was assumed")])
  }

  @Test func `lack values, times and columns`() throws {
    let run = try read(KibanaCSVImporter.self, "kibana-csv/nasty.csv")
    expectLines(
      run.events,
      [
        "2@22 2026-08-07T08:15:05.100Z assumedZone unknown Host/web.example host=web.example",
        "4@155 undated unknown no time",
        "3@67 undated unknown Host/web.example one digit of an hour is not how it is written",
        "7@263 2026-08-07T08:15:07Z unknown Host/web.example a time with a zone",
        "5@176 undated unknown no such day",
      ])
    #expect(run.rejected.map(\.reason) == ["2 fields in a row, 4 in the header"])
    #expect(run.notes == [SourceNote(.timeAssumption, "Kibana's times state no zone: UTC was assumed")])
  }

  @Test func `are read in the zone of the folder`() throws {
    let run = try read(KibanaCSVImporter.self, "kibana-csv/discover.csv", zone: "Europe/Berlin")
    #expect(run.events.first?.time?.start == Instant(rfc3339: "2026-08-27T18:15:01Z"))
    #expect(run.notes.map(\.text) == ["Kibana's times state no zone: Europe/Berlin was assumed"])
  }

  @Test(arguments: [
    "time,value\n2026-08-27 18:15:00,1\n", "@timestamp,message\n2026-08-27T18:15:00Z,x\n", "@timestamp,message\n",
  ])
  func `are told from other tables by how they write times`(_ text: String) {
    #expect(KibanaCSVImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}
