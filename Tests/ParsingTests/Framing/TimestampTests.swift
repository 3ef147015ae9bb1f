import DebriefModel
import DebriefParsing
import Testing

struct `Timestamps` {
  private func read(_ text: String) -> ParsedTime? { Timestamp.rfc3339(Array(text.utf8).span) }

  @Test(arguments: [
    ("2026-03-02T14:00:00Z", "2026-03-02T14:00:00Z", 0), ("2026-03-02T14:00:00.5Z", "2026-03-02T14:00:00.500Z", 0),
    ("2026-03-02T14:00:00.123456789+02:00", "2026-03-02T12:00:00.123456789Z", 7200),
    ("2026-03-02 14:00:00,250 -0530", "2026-03-02T19:30:00.250Z", -19800),
    ("2026/03/02 14:00:00 UTC", "2026-03-02T14:00:00Z", 0),
    ("2024-02-29t23:59:60z", "2024-03-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", 0),
    ("2026-03-02T14:00:00.1234567891234Z", "2026-03-02T14:00:00.123456789Z", 0),
  ])
  func `are read as written`(_ text: String, _ utc: String, _ offset: Int) throws {
    let time = try #require(read(text))
    #expect(time.instant()?.description == utc)
    #expect(time.offset == offset)
    #expect(time.length == text.utf8.count)
  }

  @Test func `without a zone are marked as assumed`() throws {
    let time = try #require(read("2026-03-02T14:00:00.123456"))
    #expect(time.offset == nil)
    #expect(time.eventTime(assumedOffset: 3600)?.start.description == "2026-03-02T13:00:00.123456Z")
    #expect(time.eventTime()?.basis == .assumedZone)
    #expect(time.precision == .microsecond)
    #expect(Timestamp.rfc3339("2026-03-02T14:00:00") == nil)
  }

  @Test(arguments: [
    "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-02T24:00:00Z",
    "2026-03-02T14:60:00Z",
    "2026-03-02", "26-03-02T14:00:00Z", "", "2026-03-02T14:00:0xZ", "2026-03/02T14:00:00Z",
  ])
  func `that name no moment are none`(_ text: String) {
    #expect(read(text)?.instant() == nil)
  }

  @Test func `beyond the range of 64-bit nanoseconds are none`() {
    #expect(read("1500-01-01T00:00:00Z")?.instant() == nil)
    #expect(read("9999-12-31T23:59:59Z")?.instant() == nil)
  }

  @Test func `with rest behind them tell their length`() {
    #expect(read("2026-03-02T14:00:00Z stdout F x")?.length == 20)
    #expect(Timestamp.rfc3339("2026-03-02T14:00:00Z stdout") == nil)
  }

  @Test(arguments: [
    (1_772_460_000.0, "2026-03-02T14:00:00Z"), (1_772_460_000.25, "2026-03-02T14:00:00.250Z"),
    (1_772_460_000_123, "2026-03-02T14:00:00.123Z"), (1_772_460_000_123_456, "2026-03-02T14:00:00.123456Z"),
  ])
  func `since the epoch are told apart by their size`(_ value: Double, _ utc: String) {
    #expect(Timestamp.epoch(value)?.start.description == utc)
  }

  @Test(arguments: [Double.nan, .infinity, -1, 5, 9.3e18, 1e300]) func `no numbers near the epoch are none`(
    _ value: Double
  ) {
    #expect(Timestamp.epoch(value) == nil)
  }
}
