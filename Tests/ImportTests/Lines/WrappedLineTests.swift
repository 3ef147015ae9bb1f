import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `docker compose` {
  @Test func `prints lines of several containers, whose traces stay in one piece`() throws {
    let run = try read(ComposeLogImporter.self, "docker-compose-log/shop.log")
    let briefs = run.events.sorted { $0.provenance < $1.provenance }.map {
      "\($0.provenance.line) \($0.time?.start.rfc3339(.millisecond) ?? "undated") \($0.severity.name) \($0.subject) \($0.message.split(separator: "\n").count)"
    }
    #expect(
      briefs == [
        "1 2026-08-27T18:15:00.123Z info Container/web-1 1", "2 2026-08-27T18:15:01.250Z error Container/payments-1 4",
        "3 2026-08-27T18:15:02.500Z error Container/web-1 3", "9 2026-08-27T18:15:03.000Z info Container/web-1 1",
      ])
    #expect(
      run.events.contains {
        $0.attributes[Attribute.exception] == "shop.PoolError at \"/app/pay.py\", line 9, in charge"
      })
  }

  @Test func `with timestamps, terminal codes, and what Docker says between`() throws {
    let run = try read(ComposeLogImporter.self, "docker-compose-log/timestamps.log")
    let briefs = run.events.sorted { $0.provenance < $1.provenance }.map {
      "\($0.provenance.line) \($0.time == nil ? "undated" : "dated") \($0.severity.name) \($0.subject) \($0.message)"
    }
    #expect(
      briefs == [
        "1 dated warning Container/cache-1 Server started", "3 dated warning Container/web-1 pool at 95 percent",
        "4 undated unknown  Gracefully stopping... (press Ctrl+C again to force)",
        "5 dated unknown Container/web-1 bye",
      ])
  }

  @Test(arguments: [
    "name   | size\n-------+------\nweb-1  | 12\ndb-2   | 13\n", "a | b\nc | d\n", "| web-1 | up |\n| db-1 | up |\n",
    "web | a\nlonger | b\nx | c\n", "total: 5\n", "2026-08-27 18:15:00 | web-1 | up\n",
  ])
  func `is not seen in tables`(_ text: String) {
    #expect(!FileHead(Array(text.utf8)).claims.contains("docker-compose-log"))
  }
}

@Suite struct `Records of Docker without times` {
  @Test func `are read by the times of their lines, or stay undated`() throws {
    let run = try read(DockerJSONLogImporter.self, "docker-json-log/timeless.log")
    let briefs = run.events.sorted { $0.provenance < $1.provenance }.map {
      "\($0.provenance.line) \($0.time?.start.rfc3339(.second) ?? "undated") \($0.severity.name)"
    }
    #expect(
      briefs == [
        "1 undated unknown", "2 2026-08-27T18:15:00Z error", "5 undated unknown", "6 2026-08-27T18:15:05Z info",
      ])
    #expect(run.events.filter { $0.time == nil }.allSatisfy { !$0.message.contains("2026") })
    #expect(run.events.contains { $0.message == "order A-17 failed\njava.lang.IllegalStateException: no connection" })
    #expect(run.rejected.count == 1)
  }

  @Test func `without any time are undated, one event a line`() throws {
    let text = (1...12).map { "{\"log\":\"line \($0)\\n\"}\n" }.joined()
    #expect(FileHead(Array(text.utf8)).claims == ["docker-json-log"])
    let run = try read(DockerJSONLogImporter.self, text: text)
    #expect(run.events.map(\.message) == (1...12).map { "line \($0)" })
    #expect(run.events.allSatisfy { $0.time == nil })
  }

  @Test(arguments: [#"{"log":"a","level":"info"}"#, #"{"log":7}"#, #"{"log":{"a":1}}"#])
  func `are no other objects`(_ record: String) {
    #expect(!FileHead(Array("\(record)\n\(record)\n".utf8)).claims.contains("docker-json-log"))
  }
}

@Suite struct `Times of plain lines` {
  @Test func `with two digits for the year, and Unix times, are times before a level`() throws {
    let events = try read(PlainLogImporter.self, "plain-log/short-years.log").events
    #expect(
      events.map {
        "\($0.provenance.line) \($0.time?.start.rfc3339(.second) ?? "") \($0.severity.name) \($0.message.split(separator: "\n").count)"
      } == [
        "1 2026-08-27T18:15:00Z info 1", "2 2026-08-27T18:15:01Z warning 1", "3 2026-08-27T18:15:02Z error 1",
        "4 2026-08-27T18:15:03Z info 1", "5 2026-08-27T18:15:04Z warning 2",
      ])
    #expect(events[0].message == "Registered signal handlers")
  }

  @Test(arguments: [
    "26/08/27 18:15:00 17.5\n26/08/27 18:15:01 18.5\n", "1787854503 3.2\n1787854504 3.3\n",
    "260827 181500 rows\n260827 181501 rows\n",
  ])
  func `need the level to be one`(_ text: String) { #expect(FileHead(Array(text.utf8)).claims.isEmpty) }

  @Test func `that are complete wait for no other file`() {
    let complete = "2026-08-27 18:15:00 INFO a\n2026-08-27 18:15:01 INFO b\n"
    #expect(FileHead(Array(complete.utf8)).claims == ["plain-log"])
  }

  @Test func `Laravel's stand before its channel, and its traces are one event`() throws {
    let run = try read(PlainLogImporter.self, "plain-log/laravel.log")
    #expect(run.events.map(\.severity) == [.error, .info])
    #expect(run.events.first?.message.split(separator: "\n").count == 6)
    #expect(run.events.last?.message == "order A-18 paid  ")
  }
}

@Suite struct `Kubernetes Events that were shipped as log lines` {
  private static let event =
    #"{"metadata":{"name":"web-1.17","namespace":"shop","uid":"u-1"},"involvedObject":{"kind":"Pod","namespace":"shop","name":"web-1"},"reason":"BackOff","message":"Back-off restarting failed container","source":{"component":"kubelet","host":"node-1"},"firstTimestamp":"2026-08-27T18:10:00Z","lastTimestamp":"2026-08-27T18:15:00Z","count":3,"type":"Warning"}"#

  private func inLoki(_ line: String) throws -> ImporterRun {
    let quoted = line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return try read(
      LokiQueryImporter.self,
      text:
        #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"exporter","namespace":"shop"},"values":[["1787854500000000000","\#(quoted)"]]}]}}"#
    )
  }

  private func original() throws -> Event {
    try #require(read(KubernetesEventsImporter.self, text: Self.event).events.first)
  }

  @Test func `are the events of the API, in Loki, Elasticsearch and Fluent Bit`() throws {
    let original = try original()
    let router = #"{"verb":"UPDATED","event":\#(Self.event)}"#
    let quoted = Self.event.replacing("\"", with: "\\\"")
    let runs = [
      try inLoki(Self.event), try inLoki(router),
      try read(
        FluentBitFileImporter.self,
        text: #"{"date":1787854500.5,"log":"\#(quoted)","kubernetes":{"pod_name":"exporter-1"}}"# + "\n"),
      try read(
        ElasticsearchHitsImporter.self,
        text:
          #"{"took":1,"timed_out":false,"hits":{"total":{"value":2,"relation":"eq"},"hits":[{"_index":"a","_id":"1","_source":\#(Self.event)},{"_index":"a","_id":"2","_source":\#(router)}]}}"#
      ),
    ]
    for event in runs.flatMap(\.events) {
      #expect(event.kind == .kubernetes)
      #expect(event.identity == original.identity)
      #expect(event.subject == original.subject)
      #expect(
        (event.time, event.count, event.reason, event.message) == (
          original.time, original.count, original.reason, original.message
        ))
    }
    #expect(runs.map(\.events.count) == [1, 1, 1, 2])
  }

  @Test func `by Grafana's agents are events of the object they name`() throws {
    let line =
      #"name=web-1 kind=Pod objectAPIversion=v1 objectRV=12 eventRV=34 reportingcontroller=kubelet sourcecomponent=kubelet sourcehost=node-1 reason=BackOff type=Warning count=3 msg="Back-off \"app\"""#
    let json =
      #"{"name":"web-1","kind":"Pod","objectAPIversion":"v1","eventRV":"35","reason":"BackOff","type":"Warning","count":4,"msg":"Back-off \"app\""}"#
    let events = [try inLoki(line), try inLoki(json)].flatMap(\.events)
    #expect(events.map(\.subject) == Array(repeating: Subject(namespace: "shop", kind: "Pod", name: "web-1"), count: 2))
    #expect(events.map(\.severity) == [.warning, .warning])
    #expect(events.map(\.message) == Array(repeating: #"Back-off "app""#, count: 2))
    #expect(events[0].identity?.key == events[1].identity?.key)
    #expect(events.map(\.count) == [3, 4])
  }

  @Test func `are told from lines that only mention them`() throws {
    let run = try inLoki(#"{"level":"info","msg":"watching \"involvedObject\" of everything there is in the cluster"}"#)
    #expect(run.events.map(\.kind) == [.log])
  }
}
