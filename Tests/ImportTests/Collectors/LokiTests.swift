import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `Loki` {
  @Test func `answers with the newest line first, events come in order of time and traces in one piece`() throws {
    let run = try read(LokiQueryImporter.self, "loki-query/backward.json")
    expectLines(
      run.events,
      [
        "9@128 2026-08-27T18:15:01.000000000Z unknown shop/Pod/payments-7d9f4-x2k8p[app] starting payments 2.4.1 | host=node-a service=payments stream=stderr",
        "49@1006 2026-08-27T18:15:02.000000000Z info shop/Deployment/checkout ready | port=8080",
        "9@128 2026-08-27T18:15:05.000000001Z error shop/Pod/payments-7d9f4-x2k8p[app] {IllegalStateException} order A-17 failed⏎java.lang.IllegalStateException: no connection⏎⇥at com.shop.Pool.take(Pool.java:71) | exception=java.lang.IllegalStateException at com.shop.Pool.take(Pool.java:71) host=node-a service=payments stream=stderr",
        "9@128 2026-08-27T18:15:09.000000000Z error shop/Pod/payments-7d9f4-x2k8p[app] card network answered 503 | host=node-a order=A-17 service=payments stream=stderr trace_id=4bf92f3577b34da6a3ce929d0e0e4736",
        "49@1006 2026-08-27T18:15:07.000000000Z warning shop/Deployment/checkout pool at 95 percent⏎second line of the same record",
      ])
    #expect(run.rejected.isEmpty)
    #expect(run.notes.isEmpty)
  }

  @Test func `wrote labels as text in its first API`() throws {
    let run = try read(LokiQueryImporter.self, "loki-query/first-api.json")
    expectLines(
      run.events,
      [
        "1@13 2026-08-27T18:15:01.500Z unknown shop/Pod/payments-1 listening on :8080 | service=payments",
        "1@13 2026-08-27T18:15:02.000000001Z warning shop/Pod/payments-1 pool is at 95 percent | caller=pool.go:88 service=payments",
      ])
  }

  @Test func `gives entries that are none, audit records, dropped lines and failed queries`() throws {
    let run = try read(LokiQueryImporter.self, "loki-query/nasty.json")
    expectLines(
      run.events,
      [
        "2@62 2026-08-27T18:15:01.000000000Z unknown no labels at all",
        "5@378 2026-08-27T18:15:03.000000Z notice shop/Pod/web-1 {delete} deleted Pod shop/web-1 | actor=jo change=delete code=200 resource=pods stage=ResponseComplete verb=delete",
        "2@62 2026-08-27T18:15:02.000000000Z unknown a time as a number",
        "7@901 2026-08-27T18:15:06.000000000Z unknown Service/tail cut � red",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "3 entries of a stream are no pairs of a time and a line", "not a stream: an object without labels and values",
      ])
    #expect(
      run.notes == [
        SourceNote(.warning, "Loki warned: max series reached"),
        SourceNote(.limit, "Loki dropped entries because its tail could not keep up"),
        SourceNote(.warning, "the query failed: context deadline exceeded"),
      ])
  }

  @Test(arguments: [99, 100, 101, 1000, 5000]) func `is known to have cut an answer at a common limit`(_ lines: Int)
    throws
  {
    let values = (0..<lines).map { #"["\#(1_787_854_500_000_000_000 - $0 * 1_000_000)","line \#($0)"]"# }.joined(
      separator: ",")
    let text =
      #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"a"},"values":[\#(values)]}]}}"#
    let run = try read(LokiQueryImporter.self, text: text)
    #expect(run.events.count == lines)
    #expect(run.notes.map(\.kind) == ([100, 1000, 5000].contains(lines) ? [.limit] : []))
    #expect(run.notes.allSatisfy { $0.text.contains("exactly \(lines) lines") && $0.text.contains("earlier") })
  }

  @Test func `gives a line that two pages share one identity, and equal lines at other times none in common`() throws {
    let page =
      #"{"streams":[{"stream":{"app":"a"},"values":[["1787854500000000001","x"],["1787854500000000002","x"]]}]}"#
    let keys = try read(LokiQueryImporter.self, text: page + "\n" + page).events.compactMap(\.identity?.key)
    #expect(keys.count == 4 && Set(keys).count == 2)
  }

  @Test func `results of metric queries are not its own`() throws {
    let matrix =
      #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"app":"a"},"values":[[1,"2"]]}]}}"#
    #expect(LokiQueryImporter.sniff(FileHead(Array(matrix.utf8))) == .no)
  }
}

@Suite struct `logcli` {
  @Test func `prints JSON lines with the newest first`() throws {
    let run = try read(LogcliImporter.self, "logcli/lines.jsonl")
    expectLines(
      run.events,
      [
        #"4@541 2026-08-27T18:15:00.500Z info shop/Pod/payments-1[app] {ZeroDivisionError} ready⏎Traceback (most recent call last):⏎  File "app.py", line 3, in main⏎ZeroDivisionError: division by zero | exception=ZeroDivisionError at "app.py", line 3, in main port=8080 service=payments"#
      ])
  }

  @Test func `prints times and labels before lines, of which some go on in the next`() throws {
    let run = try read(LogcliImporter.self, "logcli/labels.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00Z unknown Pod/web-1 GET /pay 200",
        "6@259 2026-08-27T18:15:04Z warning Pod/web-1 slow | ms=900",
        "2@61 2026-08-27T18:15:01Z error Pod/web-2 charge failed⏎  with a second line",
        #"4@146 2026-08-27T18:15:02Z unknown no labels of its own⏎2026-08-27T18:15:03Z {pod="we \"x\"" broken"#,
      ])
  }

  @Test func `lines without a time or an end are rejected`() throws {
    let run = try read(LogcliImporter.self, "logcli/nasty.jsonl")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00Z unknown Service/payments first",
        "2@97 2026-08-27T18:15:01Z unknown second",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "not a line of logcli: no timestamp and line", "not JSON: A string is opened, but never closed.",
      ])
  }
}
