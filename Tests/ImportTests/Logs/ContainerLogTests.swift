import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `CRI logs` {
  @Test func `join parts per stream and keep a cut-off end`() throws {
    let run = try read(
      CRILogImporter.self, "cri-log/partial-lines.log", at: "var/log/pods/shop_payments-1_ab/app/0.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.000000001Z unknown shop/Pod/payments-1[app] starting payments 2.4.1",
        "2@64 2026-08-27T18:15:01.100000000Z error shop/Pod/payments-1[app] charge failed: pool exhausted | error=pool exhausted order=A-17",
        "3@171 2026-08-27T18:15:01.100000500Z warning shop/Pod/payments-1[app] pool is at 95 percent | caller=pool.go:88 stream=stderr",
        "6@402 2026-08-27T18:15:02.250Z error shop/Pod/payments-1[app] card network answered 503",
        "10@610 2026-08-27T18:15:05.000000000Z unknown shop/Pod/payments-1[app] this line was still being writ",
        "7@473 2026-08-27T18:15:03Z unknown shop/Pod/payments-1[app] plain words about an error that is none | stream=stderr",
      ])
    #expect(run.notes == [SourceNote(.warning, "cut off: the last line does not end")])
    #expect(run.rejected.map(\.reason) == ["not a CRI log line"])
    #expect(run.rejected.first?.provenance == Provenance(line: 9, byte: 582))
  }

  @Test func `keep each stack trace in one event although the streams interleave`() throws {
    let events = try read(CRILogImporter.self, "cri-log/stack-traces.log").events
    #expect(events.map(\.provenance.line) == [1, 4, 12, 11, 18])
    #expect(events.map(\.severity) == [.error, .error, .critical, .unknown, .error])
    #expect(events.map(\.reason) == ["IllegalStateException", "KeyError", "panic", "", "TypeError"])
    #expect(
      events.map { $0.attributes[Attribute.exception] } == [
        "java.lang.IllegalStateException at com.shop.Pool.take(Pool.java:71)",
        "KeyError at \"/app/job.py\", line 8, in run",
        "panic at main.(*Cart).total (/src/cart.go:42)", nil, "TypeError at charge (/app/charge.js:10:5)",
      ])
    #expect(events[0].message.hasSuffix("Caused by: java.net.SocketTimeoutException: connect timed out\n\t... 12 more"))
    #expect(events[0].message.hasPrefix("order A-17 failed\njava.lang.IllegalStateException: no connection"))
    #expect(events[2].message.hasPrefix("panic: runtime error") && events[2].message.hasSuffix("exit status 2"))
    #expect(events[3].message == "  a late indented line is its own")
  }

  @Test func `lose their colours, carriage returns and NULs, never their text`() throws {
    let run = try read(CRILogImporter.self, "cri-log/damaged-text.log")
    let events = run.events.sorted { $0.provenance < $1.provenance }
    #expect(
      events.map(\.message) == [
        "payment refused", "caf\u{FFFD} \u{FFFD} closed", "after a torn write, a NUL: \u{FFFD}.", "another zone inside",
        "a clock that is off",
      ])
    #expect(events[0].severity == .error)
    #expect(events[3].attributes["inner_time"] == nil, "a whole number of hours away is another zone, not another time")
    #expect(events[4].attributes["inner_time"] == "2026-08-23T15:46:40Z")
    #expect(events[4].time?.start.description == "2026-08-27T18:30:04Z")
    #expect(run.rejected.map(\.excerpt) == ["2026-08-27T18:3"])
  }

  @Test func `cut a trace that goes on and on, and say so`() throws {
    var text = "2026-08-27T18:15:00.000000000Z stdout F java.lang.StackOverflowError: deep\n"
    for i in 0..<700 { text += "2026-08-27T18:15:00.000000001Z stdout F \tat com.shop.F.f(F.java:\(i))\n" }
    text += "2026-08-27T18:15:00.000000002Z stdout F done\n"
    let run = try read(CRILogImporter.self, text: text)
    #expect(run.events.map(\.provenance.line) == [1, 702])
    #expect(run.events[0].message.split(separator: "\n").count == 501)
    #expect(run.events[0].message.hasSuffix("… (201 more lines)"))
    #expect(run.notes.map(\.kind) == [.limit])
  }

  @Test func `join nothing that comes more than a second later`() throws {
    let text = """
      2026-08-27T18:15:00.000000000Z stdout F first
      2026-08-27T18:15:00.900000000Z stdout F   belongs to it
      2026-08-27T18:15:01.800000000Z stdout F   and so does this
      2026-08-27T18:15:02.900000000Z stdout F   but this does not
      """
    #expect(
      try read(CRILogImporter.self, text: text).events.map(\.message) == [
        "first\n  belongs to it\n  and so does this", "  but this does not",
      ])
  }
}

@Suite struct `Docker json-file logs` {
  @Test func `join what Docker split, per stream`() throws {
    let run = try read(DockerJSONLogImporter.self, "docker-json-log/split-lines.log")
    expectLines(
      run.events.sorted { $0.provenance < $1.provenance },
      [
        "1@0 2026-08-27T18:15:00.100Z unknown short line",
        "2@73 2026-08-27T18:15:01.000000001Z unknown part one part two and the end",
        "3@151 2026-08-27T18:15:01.000000002Z warning meanwhile on stderr | attempt=3 stream=stderr",
        "6@430 2026-08-27T18:15:02Z unknown no newline because the process ended",
        "7@525 2026-08-27T18:15:09Z unknown shop/Pod/payments-7d9-x2[app] after the restart",
      ])
    #expect(run.rejected.count == 1)
    #expect(run.rejected.first?.provenance.line == 8)
  }

  @Test func `join a line that was split at 16 KiB even when it is the only one`() throws {
    let part = String(repeating: "x", count: 16_384)
    let text = """
      {"log":"\(part)","stream":"stdout","time":"2026-08-27T18:15:00Z"}
      {"log":"tail","stream":"stdout","time":"2026-08-27T18:15:00Z"}
      """
    let events = try read(DockerJSONLogImporter.self, text: text).events
    #expect(events.map(\.message) == [part + "tail"])
  }

  @Test func `join nothing in a file whose newlines were taken away`() throws {
    let events = try read(DockerJSONLogImporter.self, "docker-json-log/no-newlines.log").events
    #expect(events.map(\.message) == (0..<10).map { "line \($0)" })
    #expect(events.map(\.provenance.line) == Array(1...10))
  }

  @Test func `are looked into for klog, JSON and traces`() throws {
    let run = try read(DockerJSONLogImporter.self, "docker-json-log/json-inside.log")
    let events = run.events.sorted { $0.provenance < $1.provenance }
    #expect(events.map(\.severity) == [.error, .info, .error, .unknown])
    #expect(events.map(\.reason) == ["TypeError", "", "OutOfMemoryError", ""])
    #expect(
      events[0].message == "request failed: x is undefined\nTypeError: x is undefined\n    at pay (/app/pay.js:3:1)")
    #expect(events[0].attributes["logger"] == "checkout")
    #expect(events[1].message == "Event occurred: dial tcp: \"refused\"")
    #expect(
      events[2].attributes[Attribute.exception] == "java.lang.OutOfMemoryError at com.shop.Cache.grow(Cache.java:9)")
    #expect(run.rejected.map(\.reason) == ["not a record of Docker's json-file driver"])
  }
}

@Suite struct `kubectl logs` {
  @Test func `tell interleaved pods apart by their prefix`() throws {
    let run = try read(KubectlLogImporter.self, "kubectl-log/prefixed-pods.log")
    expectLines(
      run.events.sorted { $0.provenance < $1.provenance },
      [
        "1@0 2026-08-27T18:15:00.000000001Z error Pod/web-1[app] {ZeroDivisionError} Traceback (most recent call last):⏎  File \"app.py\", line 3, in main⏎ZeroDivisionError: division by zero | exception=ZeroDivisionError at \"app.py\", line 3, in main",
        "2@82 2026-08-27T18:15:00.000000002Z error Pod/web-2[app] upstream refused",
        "4@233 2026-08-27T18:15:00.000000004Z info Pod/web-1[proxy] ready | port=8080",
        "6@420 2026-08-27T18:15:09.500Z unknown Pod/web-2[app] served in 12 ms",
      ])
  }

  @Test func `take the namespace from the path`() throws {
    let events = try read(
      KubectlLogImporter.self, "kubectl-log/prefixed-pods.log", at: "namespaces/shop/pods/web/app/app/logs/current.log"
    ).events
    #expect(Set(events.map(\.subject.namespace)) == ["shop"])
    #expect(Set(events.map(\.subject.name)) == ["web-1", "web-2"])
  }

  @Test func `use the runtime's time and read what is inside`() throws {
    let run = try read(KubectlLogImporter.self, "kubectl-log/timestamps.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123456789Z info became leader | caller=leader.go:5",
        "2@88 2026-08-27T18:15:00.223456789Z error \"GET /pay HTTP/1.1\" 503 12 \"-\" \"curl\" | bytes=12 http_method=GET http_path=/pay http_status=503",
        "3@199 2026-08-27T18:15:01.323456789Z unknown {\"level\":\"info\",\"msg\":\"half a",
        "5@296 undated unknown a line that lost its time",
        "6@322 2026-08-27T18:15:03.423456789Z warning plugin/errors: 2 SERVFAIL",
      ])
  }

  @Test func `use the times inside when kubectl gave none`() throws {
    let run = try read(KubectlLogImporter.self, "kubectl-log/prefix-without-times.log", zone: "Europe/Berlin")
    expectLines(
      run.events.sorted { $0.provenance < $1.provenance },
      [
        "1@0 2026-08-27T16:15:00.100Z assumedZone warning Pod/web-1[app] slow query⏎select 1",
        "3@81 undated unknown Pod/web-2[app] no time here",
        "4@110 2026-08-27T16:15:01.200Z assumedZone info Pod/web-2[app] ok",
      ])
  }
}

@Suite struct `Parts of CRI lines` {
  @Test func `are not joined over minutes: the end of the first was lost`() throws {
    let text = """
      2026-08-27T18:15:00.000000000Z stdout P begun
      2026-08-27T19:15:00.000000000Z stdout F another
      """
    let run = try read(CRILogImporter.self, text: text)
    #expect(run.events.map(\.message) == ["begun", "another"])
    #expect(run.events.map(\.provenance.line) == [1, 2])
    #expect(run.notes == [SourceNote(.warning, "parts of lines whose ends are missing")])
  }
}
