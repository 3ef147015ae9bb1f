import DebriefModel
import Testing

struct `Civil time` {
  @Test(arguments: [
    (0, 1970, 1, 1), (-1, 1969, 12, 31), (59, 1970, 3, 1), (11_016, 2000, 2, 29), (19_782, 2024, 2, 29),
    (20_514, 2026, 3, 2), (-141_428, 1582, 10, 15),
  ])
  func `days and dates agree with the calendar`(_ day: Int, _ year: Int, _ month: Int, _ dayOfMonth: Int) throws {
    guard year >= 1678 else {
      #expect(CivilTime(year: year, month: month, day: dayOfMonth).instant() == nil)
      return
    }
    let instant = try #require(CivilTime(year: year, month: month, day: dayOfMonth).instant())
    #expect(instant == Instant(seconds: Int64(day) * 86_400))
    #expect(CivilTime(utc: instant) == CivilTime(year: year, month: month, day: dayOfMonth))
  }

  @Test func `every day of 200 years comes back`() throws {
    var expected = try #require(CivilTime(year: 1900, month: 1, day: 1).instant())
    for year in 1900..<2100 {
      for month in 1...12 {
        for day in 1...CivilTime.days(inMonth: month, of: year) {
          let civil = CivilTime(
            year: year, month: month, day: day, hour: 23, minute: 59, second: 59, nanosecond: 999_999_999)
          let instant = try #require(civil.instant())
          guard CivilTime(utc: instant) == civil, instant == expected + TimeSpan(nanoseconds: 86_399_999_999_999) else {
            Issue.record("\(year)-\(month)-\(day)")
            return
          }
          expected = expected + .seconds(86_400)
        }
      }
    }
  }

  @Test(arguments: [(2025, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (1900, 2, 29)])
  func `dates that are not in the calendar are none`(_ year: Int, _ month: Int, _ day: Int) {
    #expect(!CivilTime(year: year, month: month, day: day).isValid)
  }
}

struct `Instants` {
  @Test func `are printed with the decimals they need`() {
    #expect(Instant(nanoseconds: 0).description == "1970-01-01T00:00:00Z")
    #expect(Instant(nanoseconds: 1_500_000_000).description == "1970-01-01T00:00:01.500Z")
    #expect(Instant(nanoseconds: 1_000_001_000).description == "1970-01-01T00:00:01.000001Z")
    #expect(Instant(nanoseconds: -1).description == "1969-12-31T23:59:59.999999999Z")
    #expect(Instant(nanoseconds: 1_500_000_000).rfc3339(.second) == "1970-01-01T00:00:01Z")
    #expect(Instant(nanoseconds: 1_500_000_000).clock(.millisecond) == "00:00:01.500")
  }

  @Test func `saturate instead of trapping`() {
    let (first, last) = (Instant(nanoseconds: .min), Instant(nanoseconds: .max))
    #expect(last + .seconds(1) == last && first - .seconds(1) == first)
    #expect(last - first == TimeSpan(nanoseconds: .max) && first - last == TimeSpan(nanoseconds: .min))
    #expect(Instant(seconds: .max) == last && Instant(seconds: .min) == first)
    #expect(last - TimeSpan(nanoseconds: .min) == last)
    #expect(
      TimeSpan.seconds(1e300) == TimeSpan(nanoseconds: .max)
        && TimeSpan.seconds(-.infinity) == TimeSpan(nanoseconds: .min))
    #expect(TimeSpan.seconds(.nan) == .zero)
    for instant in [first, last] { #expect(CivilTime(utc: instant).isValid) }
  }

  @Test func `of Prometheus are rounded to the millisecond`() {
    #expect(Instant(prometheusSeconds: 1_690_724_700.1229)?.nanoseconds == 1_690_724_700_123_000_000)
    #expect(Instant(prometheusSeconds: .nan) == nil && Instant(prometheusSeconds: 1e12) == nil)
  }

  @Test func `ranges put their ends in order and touch at the ends`() {
    let (a, b, c) = (Instant(seconds: 1), Instant(seconds: 2), Instant(seconds: 3))
    #expect(TimeRange(b, a) == TimeRange(a, b))
    #expect(TimeRange(a, b).overlaps(TimeRange(b, c)) && !TimeRange(a, a).overlaps(TimeRange(b, c)))
    #expect(TimeRange(a, b).union(TimeRange(c, c)) == TimeRange(a, c))
  }
}

struct `Words` {
  @Test func `severities are ordered and come back from their names`() {
    #expect(
      Severity.allCases.sorted().map(\.name) == ["unknown", "debug", "info", "notice", "warning", "error", "critical"])
    #expect(Severity.allCases.allSatisfy { Severity(name: $0.name) == $0 })
    #expect(Severity(name: "Warning") == nil)
  }

  @Test func `the kinds of events are those of the contract`() {
    #expect(
      EventKind.allCases.map(\.rawValue) == [
        "kubernetes", "log", "alert", "change", "audit", "state", "trace", "page", "chat", "annotation",
      ])
  }

  @Test func `milestones are in the order in which they happen`() {
    #expect(
      Milestone.Name.allCases.shuffled().sorted().map(\.rawValue) == [
        "impact_started", "detected", "acknowledged", "contained", "eradicated", "recovered", "closed",
      ])
  }

  @Test func `subjects and series are printed without their unknown parts`() {
    #expect(Subject(namespace: "shop", kind: "Pod", name: "p", container: "c").description == "shop/Pod/p[c]")
    #expect(Subject(kind: "Node", name: "n").description == "Node/n")
    #expect(Series(metric: "m", labels: ["b": "2", "a": "1"]).description == "m{a=\"1\",b=\"2\"}")
    #expect(Series(metric: "m", labels: [:]).description == "m")
  }

  @Test func `a phase lasts only where both ends are known`() {
    #expect(Phase(.recovery, start: Instant(seconds: 1), end: Instant(seconds: 4)).seconds == 3)
    #expect(Phase(.recovery, start: nil, end: Instant(seconds: 4)).seconds == nil)
  }

  @Test func `a diagnostic has its fixed anatomy`() {
    let text = Diagnostic(.warning, "cannot read", reason: "why", place: "a:3", help: "do").description
    #expect(text == "warning: cannot read\nreason: why\n --> a:3\n  = help: do")
  }
}
