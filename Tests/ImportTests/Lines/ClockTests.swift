import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `Clocks of logs` {
  private func times(_ lines: [String], zone: String = "Europe/Berlin") throws -> ImporterRun {
    try read(PlainLogImporter.self, text: lines.map { "\($0) INFO m" }.joined(separator: "\n"), zone: zone)
  }

  @Test func `in a repeated hour are an hour uncertain until the log steps back`() throws {
    let run = try times([
      "2026-10-25 01:59:00", "2026-10-25 02:10:00", "2026-10-25 02:50:00", "2026-10-25 02:49:59", "2026-10-25 02:05:00",
      "2026-10-25 02:40:00", "2026-10-25 03:00:00",
    ])
    #expect(
      run.events.map { $0.time?.start.clock() ?? "" } == [
        "23:59:00", "00:10:00", "00:50:00", "00:49:59", "01:05:00", "01:40:00", "02:00:00",
      ])
    let hour = TimeSpan.seconds(3600)
    #expect(run.events.map { $0.time?.late } == [.zero, hour, hour, hour, .zero, .zero, .zero])
    #expect(run.notes.map(\.kind) == [.timeAssumption])
    #expect(run.notes.first?.text.contains("Europe/Berlin") == true)
  }

  @Test func `in a skipped hour are read as if not yet changed, and a note says so`() throws {
    let run = try times(["2026-03-29 01:59:59", "2026-03-29 02:30:00", "2026-03-29 03:00:00"])
    #expect(run.events.map { $0.time?.start.clock() ?? "" } == ["00:59:59", "01:30:00", "01:00:00"])
    #expect(run.notes.map(\.kind) == [.timeAssumption])
    #expect(run.notes.first?.text.contains("skip") == true)
  }

  @Test func `change by half an hour on Lord Howe Island`() throws {
    let run = try times(["2026-04-05 01:45:00", "2026-04-05 02:15:00"], zone: "Australia/Lord_Howe")
    #expect(run.events.first?.time?.late == .seconds(1800))
    #expect(run.events.last?.time?.late == .zero)
  }

  @Test func `that state a zone are certain in any hour`() throws {
    let run = try times(["2026-10-25 02:10:00+02:00", "2026-10-25 02:10:00+01:00"])
    #expect(run.events.map { $0.time?.late } == [.zero, .zero])
    #expect(run.notes.isEmpty)
  }

  @Test(arguments: [
    ("1787847300", "2026-08-27T16:15:00Z"), ("1787847300123", "2026-08-27T16:15:00.123Z"),
    ("1787847300123456", "2026-08-27T16:15:00.123456Z"), ("1787847300123456789", "2026-08-27T16:15:00.123456789Z"),
    ("1787847300.5", "2026-08-27T16:15:00.500Z"),
  ])
  func `as Unix times are told apart by magnitude and keep their precision`(_ number: String, _ time: String) throws {
    let json = try read(JSONLinesLogImporter.self, text: "{\"ts\":\(number),\"level\":\"info\",\"msg\":\"m\"}")
    let text = try read(JSONLinesLogImporter.self, text: "{\"ts\":\"\(number)\",\"level\":\"info\",\"msg\":\"m\"}")
    let logfmt = try read(LogfmtLogImporter.self, text: "ts=\(number) level=info msg=m")
    for run in [json, text, logfmt] {
      let found = try #require(run.events.first?.time)
      #expect(found.start == exact(time))
      #expect(found.basis == .stated)
    }
    #expect(logfmt.events.first.map { $0.time?.start.rfc3339($0.time?.precision ?? .second) } == time)
  }
}

/// Reads `YYYY-MM-DDTHH:MM:SS.fffZ` with any number of decimals.
private func exact(_ text: String) -> Instant? {
  let parts = text.dropLast().split(separator: ".")
  guard let whole = Instant(rfc3339: parts[0] + "Z") else { return nil }
  let digits = parts.count > 1 ? String(parts[1]) : ""
  let nanos = Int64(digits + String(repeating: "0", count: 9 - digits.count)) ?? 0
  return whole + TimeSpan(nanoseconds: nanos)
}
