import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `klog files` {
  @Test func `find the year in the header and step over New Year`() throws {
    let run = try read(KlogImporter.self, "klog/new-year.log", reference: "2030-06-01T00:00:00Z")
    expectLines(
      run.events,
      [
        "4@136 2025-12-31T23:59:59.999999Z assumedYear info last of the year | caller=server.go:10",
        "5@197 2026-01-01T00:00:00.000001Z assumedYear error Lease lost: context deadline exceeded⏎goroutine 7 [running]:⏎⇥/src/server.go:20 +0x1 | caller=server.go:20 error=context deadline exceeded lock=kube-system/scheduler",
        "8@362 2025-12-31T23:59:59.999998Z assumedYear warning a late line of the old year | caller=late.go:1",
        "9@431 2026-01-01T00:00:01.000000Z assumedYear critical giving up | attempts=3 caller=server.go:30",
      ])
    #expect(run.notes == [SourceNote(.timeAssumption, "times without a year: 2025 was assumed for the first line")])
  }

  @Test func `are undated where nothing tells the year, and a note says so`() throws {
    let run = try read(KlogImporter.self, "klog/no-year-known.log")
    #expect(run.events.map { $0.time == nil } == [true, true, true, true, false])
    #expect(run.events.last?.time?.start.description == "2026-08-27T18:15:03Z", "glog may write the year")
    #expect(run.notes.map(\.kind) == [.timeAssumption])
    #expect(run.notes.first?.text.contains("undated") == true)
  }

  @Test func `take the year in which the first line lies before the reference time`() throws {
    let line = "I1231 10:00:00.000000       1 a.go:1] m\n"
    let early = try read(KlogImporter.self, text: line, reference: "2026-01-02T00:00:00Z").events.first
    let late = try read(KlogImporter.self, text: line, reference: "2026-12-30T12:00:00Z").events.first
    #expect(early?.time?.start.description == "2025-12-31T10:00:00Z")
    #expect(late?.time?.start.description == "2026-12-31T10:00:00Z", "two days of tolerance")
  }

  @Test func `give a crash without a time that of the line before, up to the line after`() throws {
    let text = """
      I0827 18:15:00.000000       1 a.go:1] working
      panic: boom
      I0827 18:15:04.000000       1 a.go:1] restarted
      """
    let events = try read(KlogImporter.self, text: text, reference: "2026-08-28T00:00:00Z").events
    #expect(events.map(\.message) == ["working", "panic: boom", "restarted"])
    #expect(events[1].time?.start.description == "2026-08-27T18:15:00Z")
    #expect(events[1].time?.late == .seconds(4))
    #expect(events[1].severity == .critical)
    #expect(events[1].attributes["time_of"] == "the line before")
  }
}

@Suite struct `JSON lines logs` {
  @Test func `are read whatever the logger calls things`() throws {
    let run = try read(JSONLinesLogImporter.self, "json-lines-log/many-loggers.jsonl")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123456Z info {controller} reconciled | caller=controller/controller.go:12 logger=controller name=web-1",
        "2@135 2026-08-27T16:15:01.500Z error sync failed: timeout⏎main.sync⏎⇥/src/sync.go:8 | error=timeout exception=main.sync (/src/sync.go:8)",
        "3@269 2026-08-27T18:15:02.000Z warning {cart} retrying | hostname=web-1 logger=cart pid=7",
        "4@380 2026-08-27T18:15:03.000Z critical out of memory | hostname=h pid=1",
        "5@459 2026-08-27T18:15:04.000Z warning shop/Pod/db-0[pg] {app.db} slow | ecs.version=1.6.0 logger=app.db trace_id=abc",
        "6@684 2026-08-27T18:15:05.000Z error {RuntimeException} boom⏎java.lang.RuntimeException: boom⏎⇥at com.shop.Pay.go(Pay.java:4) | @version=1 exception=java.lang.RuntimeException at com.shop.Pay.go(Pay.java:4) level_value=40000 logger=com.shop.Pay thread=main",
        "7@929 2026-08-27T18:15:06.000Z error slog | caller=/src/f.go:9",
        "8@1055 2026-08-27T18:15:07.123Z info klog as JSON | caller=flags.go:33",
        "9@1129 2026-08-27T18:15:08.123456789Z debug zerolog green",
        "10@1219 2026-08-27T18:15:09.000000Z warning {web::cart} tracing | attempt=2 logger=web::cart",
        "11@1342 2026-08-27T18:15:10.000000000Z error {Exception} Order {Id} failed⏎System.Exception: no⏎   at Shop.Pay() | Id=7 exception=System.Exception at Shop.Pay()",
      ])
  }

  @Test func `keep text among the objects, reject damaged ones, and never take zero for a time`() throws {
    let run = try read(JSONLinesLogImporter.self, "json-lines-log/mixed-text.log")
    expectLines(
      run.events,
      [
        "1@0 undated unknown Picked up JAVA_TOOL_OPTIONS: -Xmx512m",
        "2@38 2026-08-27T18:15:00.250Z assumedZone info no zone",
        "3@104 2026-08-27T18:15:01Z error <b>markup</b> '; drop table x; -- {{braces}} =1+1⏎text that continues it",
        "6@290 undated warning {late} no time of its own | logger=late",
        "7@350 2026-08-27T18:15:01Z critical {panic} panic: assertion failed⏎⏎goroutine 1 [running]:⏎main.main()⏎⇥/src/main.go:3 +0x2 | exception=panic at main.main (/src/main.go:3) time_of=the line before",
        "12@431 2026-08-27T18:15:03Z unknown", "13@491 undated info zero time is absent",
      ])
    #expect(run.rejected.map(\.provenance) == [Provenance(line: 5, byte: 233)])
  }

  @Test func `keep at most twelve further facts, each cut at 500 bytes`() throws {
    let many = (0..<40).map { "\"key\($0)\":\"\(String(repeating: "é", count: 400))\"" }.joined(separator: ",")
    let text = "{\"time\":\"2026-08-27T18:15:00Z\",\"level\":\"info\",\"msg\":\"m\",\(many)}"
    let event = try #require(try read(JSONLinesLogImporter.self, text: text).events.first)
    #expect(event.attributes.count == 12)
    #expect(event.attributes.values.allSatisfy { $0.utf8.count <= 503 && !$0.contains("\u{FFFD}") })
  }
}

@Suite struct `logfmt logs` {
  @Test func `are read with their quotes, levels and both kinds of times`() throws {
    let run = try read(LogfmtLogImporter.self, "logfmt-log/alertmanager.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.714Z info Starting | caller=main.go:181 version=(version=0.27.0)",
        "2@100 2026-08-27T18:15:01Z error notify \"page\" failed⏎retrying: Post \"http://x\": EOF | attempts=3 component=dispatcher error=Post \"http://x\": EOF",
        "3@245 2026-08-27T18:15:02.250Z warning slow | http_status=504 method=GET path=/pay trace_id=4bf92f",
        "4@330 2026-08-27T18:15:03Z debug level=debug component=silences ts=2026-08-27T18:15:03Z duration=1ms | component=silences duration=1ms",
      ])
  }

  @Test func `leave free text with an equals sign alone`() throws {
    let run = try read(LogfmtLogImporter.self, "logfmt-log/free-text.log")
    #expect(
      run.events.map(\.message) == [
        "starting with a=b in free text", "unterminated",
        "panic caught\nmain.f\n\t/src/f.go:1\n  an indented line goes on", "done",
      ])
    #expect(run.events.map(\.severity) == [.unknown, .error, .critical, .info])
  }
}

@Suite struct `Plain logs` {
  @Test func `of Java services keep their traces and name their loggers`() throws {
    let run = try read(PlainLogImporter.self, "plain-log/java-service.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123Z assumedZone info {com.shop.Cart} started | logger=com.shop.Cart thread=main",
        "2@61 2026-08-27T18:15:01.000Z assumedZone warning {c.s.c.CartController} slow: 1200 ms | logger=c.s.c.CartController thread=main",
        "3@154 2026-08-27T18:15:02.456Z assumedZone error {IllegalStateException} order A-17 failed: java.lang.IllegalStateException: closed⏎⇥at com.shop.Pool.take(Pool.java:71)⏎⇥at com.shop.Cart.pay(Cart.java:12)⏎Caused by: java.io.IOException: reset⏎⇥... 3 more | exception=java.lang.IllegalStateException at com.shop.Pool.take(Pool.java:71) logger=com.shop.Cart thread=http-1",
        "8@391 2026-08-27T18:15:03.000Z assumedZone info there was an error in this text",
        "9@452 2026-08-27T18:15:04.250Z assumedZone error {org.apache.catalina.core.StandardService.initInternal} Failed | logger=org.apache.catalina.core.StandardService.initInternal thread=main",
      ])
  }

  @Test func `begin with many kinds of times`() throws {
    let run = try read(PlainLogImporter.self, "plain-log/many-stamps.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123456Z assumedZone error {core} AH00037: link not allowed | logger=core",
        "2@81 2026-08-27T18:15:01Z assumedZone unknown http: panic serving 10.0.0.7:1234",
        "3@135 2026-08-27T18:15:02Z assumedZone critical connect() failed | connection=1",
        "4@189 2026-08-27T18:15:03Z error \"POST /pay?x=1 HTTP/1.1\" 502 157 \"-\" \"curl/8\" | bytes=157 http_method=POST http_path=/pay?x=1 http_status=502",
        "5@282 2026-08-27T18:15:04.500Z unknown watchdog: ERROR: no heartbeat",
        "6@325 2026-08-27T18:15:05.123Z assumedZone warning Server can't set maximum open files",
        "7@392 2026-08-27T18:15:06Z warning {web::cart} cart is full | logger=web::cart",
        "8@444 2026-08-27T18:15:07.000Z error {controller.pay} sync failed: timeout | caller=pay/sync.go:12 error=timeout logger=controller.pay order=A-17",
        "9@555 2026-08-27T18:15:08.000Z assumedZone info checkpoint starting: time",
        "10@621 2026-08-27T16:15:09Z notice quiet",
        "11@662 2026-08-27T18:15:10Z assumedZone unknown error is only a word here",
      ])
  }
}

@Suite struct `Sniffing logs` {
  @Test(arguments: [
    ("a metric table", "Time,TimeStamp,Value\n2022-08-22 03:51:19.573905004 +0000 UTC m=+0.079,1661140279,1\n"),
    ("a table with times", "timestamp,value,host\n2014-02-14 14:30:00,0.132,a\n2014-02-14 14:35:00,0.1,b\n"),
    ("a table of integers", "timestamp,value\n2014-04-01 00:00:00,18090\n2014-04-01 00:30:00,15000\n"),
    ("a W3C log", "#Version: 1.0\n#Fields: date time s-ip\n2021-04-01 00:00:21 10.0.0.1 GET\n"),
    (
      "an audit log",
      #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"x","stage":"ResponseComplete","verb":"get","stageTimestamp":"2026-08-27T18:15:00.1Z"}"#
        + "\n"
    ),
    (
      "exported events",
      #"{"metadata":{"name":"x"},"involvedObject":{"kind":"Pod"},"reason":"BackOff","message":"m","level":"x","timestamp":"2026-08-27T18:15:00Z"}"#
        + "\n"
    ),
    (
      "an API error",
      #"{"timestamp":"2026-08-27T18:15:00Z","status":500,"error":"Internal","message":"no","path":"/"}"# + "\n"
    ),
    ("logcli output", #"{"timestamp":"2026-08-27T18:15:00Z","line":"x","labels":{"app":"y"}}"# + "\n"),
    ("OTLP", #"{"resourceLogs":[{"scopeLogs":[]}]}"# + "\n"),
    (
      "Elasticsearch hits",
      #"{"_index":"i","_id":"1","_source":{"@timestamp":"2026-08-27T18:15:00Z","message":"m","level":"info"}}"# + "\n"
    ),
    ("a bulk file", "{\"index\":{}}\n{\"@timestamp\":\"2026-08-27T18:15:00Z\",\"message\":\"m\",\"level\":\"info\"}\n"),
    ("a query result", "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}\n"),
    ("YAML", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n"),
    ("prose", "# Report\n\nOn 2026-08-27 18:15 error rates rose.\n"),
    ("a changelog", "2026-08-27 Released 1.0\n2026-08-26 Fixed a bug\n"),
    ("a program", "import os\nprint('ERROR: x')\n"),
    ("OpenMetrics", "# TYPE up gauge\nup{job=\"x\"} 1 1690724700.000\n# EOF\n"), ("nothing", ""),
    ("a blank line", "\n"),
    (
      "a go clock",
      "2021-08-03 12:11:56.91501602 +0200 CEST m=+1.651641915\n2021-08-03 12:14:13.63 +0200 CEST m=+138.3\n"
    ),
    ("words with = in them", "a=1 b=2 c=3\nd=4 e=5 f=6\n"),
  ])
  func `no log importer claims other things`(_ what: String, _ text: String) {
    let bytes = Array(text.utf8)
    let logs: [any Importer.Type] = [
      CRILogImporter.self, DockerJSONLogImporter.self, KubectlLogImporter.self, KlogImporter.self,
      JSONLinesLogImporter.self,
      LogfmtLogImporter.self, PlainLogImporter.self, SyslogImporter.self, AccessLogImporter.self,
      WebErrorLogImporter.self,
    ]
    for importer in logs {
      #expect(importer.sniff(FileHead(bytes)) == .no, "\(importer.description.id) claims \(what)")
    }
  }

  @Test func `of JSON with a time and a message on every line is claimed without levels, as a last resort`() {
    func claim(_ text: String) -> Confidence {
      let bytes = [UInt8](text.utf8)
      return JSONLinesLogImporter.sniff(FileHead(bytes))
    }
    let line = #"{"ts":"2026-08-27T18:00:00Z","msg":"started","cl":"shop"}"# + "\n"
    #expect(claim(line + line) == .weak)
    #expect(claim(line) == .no, "one line may be any document")
    #expect(claim(line + line + #"{"ts":"2026-08-27T18:00:00Z","id":7}"# + "\n") == .no)
    #expect(claim(line + line + "text\n") == .no)
    let nested = #"{"ts":"2026-08-27T18:00:00Z","@fields":{"lvl":"ERROR","msg":"refused"}}"# + "\n"
    #expect(claim(nested + nested) == .likely)
  }

  @Test func `a JSON log with as many commas on each line is no table`() {
    let bytes = Array(
      "{\"time\":\"2026-08-27T18:15:00Z\",\"level\":\"info\",\"msg\":\"a\"}\n{\"time\":\"2026-08-27T18:15:01Z\",\"level\":\"info\",\"msg\":\"b\"}\n"
        .utf8)
    #expect(JSONLinesLogImporter.sniff(FileHead(bytes)) == .likely)
  }

  @Test func `Rust's own layout with nanoseconds is not taken for kubectl's`() {
    let bytes = Array(
      "2026-08-27T18:15:00.123456789Z  INFO cart: a\n2026-08-27T18:15:00.123456790Z  WARN cart: b\n".utf8)
    #expect(KubectlLogImporter.sniff(FileHead(bytes)) == .no)
    #expect(PlainLogImporter.sniff(FileHead(bytes)) == .weak)
  }

  @Test func `a chain of Python traces without times is one event, and the line after it another`() throws {
    let text = """
      Traceback (most recent call last):
        File "cart.py", line 1, in add
      ValueError: no stock

      During handling of the above exception, another exception occurred:

      Traceback (most recent call last):
        File "cart.py", line 9, in retry
      KeyError: 'sku'
      listening again
      """
    let run = try read(PlainLogImporter.self, text: text)
    #expect(run.events.count == 2)
    #expect(run.events.first?.message.contains("KeyError") == true)
    #expect(run.events.last?.message == "listening again")
  }
}
