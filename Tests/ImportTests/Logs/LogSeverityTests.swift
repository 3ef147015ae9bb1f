import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `Severity of log lines` {
  @Test(arguments: [
    ("2026-08-27T18:15:00Z ERROR disk full", Severity.error, "disk full"),
    ("2026-08-27T18:15:00Z [ERROR] disk full", .error, "disk full"),
    ("2026-08-27T18:15:00Z <Warning> disk filling", .warning, "disk filling"),
    ("2026-08-27T18:15:00Z [main] WARN slow", .warning, "slow"),
    ("2026-08-27T18:15:00Z 4711 [12] INFO ready", .info, "ready"),
    ("2026-08-27 18:15:00.000 CEST [91] FATAL:  terminating", .critical, "terminating"),
    ("2026-08-27 18:15:00 local.ERROR: no class", .error, "no class"),
    ("2026-08-27T18:15:00Z info vpxd[45] begin", .info, "vpxd[45] begin"),
    ("2026-08-27T18:15:00Z SEVERE lost", .error, "lost"),
    ("2026-08-27 18:15:00,123:DEBUG:foo bar", .debug, "foo bar"),
    ("2026-08-27 18:15:00 UTC [7] DEBUG3:  x", .debug, "x"),
  ])
  func `is read at the places where loggers put the level`(_ line: String, _ severity: Severity, _ message: String)
    throws
  {
    let event = try #require(try read(PlainLogImporter.self, text: line).events.first)
    #expect(event.severity == severity)
    #expect(event.message == message)
  }

  @Test(arguments: [
    "2026-08-27T18:15:00Z error rate is normal", "2026-08-27T18:15:00Z there was an ERROR in the text",
    "2026-08-27T18:15:00Z GET /error/fatal 200", "2026-08-27T18:15:00Z Config loaded",
    "2026-08-27T18:15:00Z Note: fine",
    "2026-08-27T18:15:00Z errors: 0", "2026-08-27T18:15:00Z warning-free build",
  ])
  func `is not read from running text`(_ line: String) throws {
    let event = try #require(try read(PlainLogImporter.self, text: line).events.first)
    #expect(event.severity == .unknown)
    #expect(event.message == String(line.dropFirst(21)))
  }

  @Test func `is not told by stderr alone`() throws {
    let events = try read(CRILogImporter.self, text: "2026-08-27T18:15:00.000000000Z stderr F listening on :8080\n")
      .events
    #expect(events.first?.severity == .unknown)
    #expect(events.first?.attributes["stream"] == "stderr")
  }

  @Test(arguments: [
    (#""level":10"#, Severity.debug), (#""level":30"#, .info), (#""level":40"#, .warning), (#""level":50"#, .error),
    (#""level":60"#, .critical), (#""level":"ERROR+2""#, .error), (#""level":"Warn""#, .warning),
    (#""lvl":"eror""#, .error),
    (#""severity":"EMERGENCY""#, .critical), (#""log.level":"trace""#, .debug),
    (#""log":{"level":"fatal"}"#, .critical),
    (#""levelname":"CRITICAL""#, .critical), (#""levelno":30,"logger":"x""#, .warning),
    (#""severity_number":17"#, .error),
    (#""level":"NOTICE""#, .notice), (#""level_value":1,"level":"dpanic""#, .critical), (#""v":2"#, .info),
    (#""v":0,"err":"gone""#, .error), (#""level":"I""#, .info), (#""level":"nonsense""#, .unknown),
    (#""level":7"#, .unknown),
  ])
  func `is normalised from the fields of JSON loggers`(_ field: String, _ severity: Severity) throws {
    let text = #"{"time":"2026-08-27T18:15:00Z","msg":"m","# + field + "}\n"
    let events = try read(JSONLinesLogImporter.self, text: text).events
    #expect(events.first?.severity == severity)
  }

  @Test func `is syslog's for GELF`() throws {
    let text = #"{"version":"1.1","host":"h","short_message":"m","timestamp":1787854500.5,"level":3}"#
    let events = try read(JSONLinesLogImporter.self, text: text).events
    #expect(events.first?.severity == .error)
  }

  @Test(arguments: [("I", Severity.info), ("W", .warning), ("E", .error), ("F", .critical)])
  func `is klog's first letter`(_ letter: String, _ severity: Severity) throws {
    let run = try read(
      KlogImporter.self, text: "\(letter)0827 18:15:00.000000       1 a.go:1] m\n", reference: "2026-08-28T00:00:00Z")
    #expect(run.events.first?.severity == severity)
  }
}
