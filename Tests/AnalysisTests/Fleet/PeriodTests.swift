import DebriefModel
import Testing

@testable import DebriefAnalysis

struct `A period` {
  @Test func `named by its quarter, month or year has its ends in UTC`() {
    let quarter = Period(quarter: "2026-Q3")
    #expect(quarter?.start.description == "2026-07-01T00:00:00Z")
    #expect(quarter?.end.description == "2026-10-01T00:00:00Z")
    #expect(Period(quarter: "2026-Q4")?.end.description == "2027-01-01T00:00:00Z")
    #expect(Period(month: "2028-02").map { $0.seconds / 86_400 } == 29)
    #expect(Period(month: "2026-12")?.end.description == "2027-01-01T00:00:00Z")
    #expect(Period(year: "2026").map { $0.seconds / 86_400 } == 365)
    #expect(Period(quarter: "2026-q3") == quarter)
  }

  @Test func `knows the one before it`() {
    #expect(Period(quarter: "2026-Q1")?.previous == Period(quarter: "2025-Q4"))
    #expect(Period(month: "2026-01")?.previous == Period(month: "2025-12"))
    #expect(Period(year: "2026")?.previous == Period(year: "2025"))
    let start = Instant(seconds: 1_780_000_000)
    let week = Period(from: start, until: start + .seconds(604_800))
    #expect(week?.previous?.end == start)
    #expect(week?.previous?.seconds == 604_800)
  }

  @Test(arguments: [
    "2026", "2026-Q0", "2026-Q5", "2026-Q", "2026-Q33", "26-Q3", "-026-Q3", "2026Q3", "", "0001-Q1", "9999-Q4",
  ])
  func `of another form is none`(text: String) { #expect(Period(quarter: text) == nil) }

  @Test(arguments: ["2026-13", "2026-00", "2026-1", "2026-+1", "2026--1", "2026-08-01", ""])
  func `with another month is none`(text: String) { #expect(Period(month: text) == nil) }

  @Test func `holds its start and not its end`() throws {
    let quarter = try #require(Period(quarter: "2026-Q3"))
    #expect(quarter.contains(quarter.start))
    #expect(!quarter.contains(quarter.end))
    #expect(Period(from: quarter.end, until: quarter.start) == nil)
  }
}
