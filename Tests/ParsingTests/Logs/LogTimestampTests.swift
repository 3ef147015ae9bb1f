import DebriefModel
import DebriefParsing
import Testing

private func text<T>(_ text: String, _ body: (Span<UInt8>) -> T) -> T {
  let bytes = Array(text.utf8)
  return body(bytes.span)
}

@Suite struct `Timestamps of logs` {
  @Test func `klog has month, day and microseconds but no year`() {
    let time = text("I0827 18:15:00.123456 x") { Timestamp.klog($0, at: 1) }
    #expect(time?.civil.month == 8)
    #expect(time?.civil.day == 27)
    #expect(time?.civil.nanosecond == 123_456_000)
    #expect(time?.precision == .microsecond)
    #expect(time?.length == 20)
    #expect(time?.parsed(year: 2026)?.instant()?.description == "2026-08-27T18:15:00.123456Z")
  }

  @Test(arguments: [
    "I1327 18:15:00.123456", "I0832 18:15:00.123456", "I0827 24:15:00.123456", "I0827x18:15:00.123456", "I0827 18:15:0",
  ])
  func `klog refuses what is no date or no time of day`(_ line: String) {
    #expect(text(line) { Timestamp.klog($0, at: 1) } == nil)
  }

  @Test func `the 29th of February is a day until the year says otherwise`() {
    let time = text("0229 00:00:00.000000") { Timestamp.klog($0, at: 0) }
    #expect(time?.parsed(year: 2028) != nil)
    #expect(time?.parsed(year: 2026) == nil)
  }

  @Test(arguments: [("Aug  7 18:15:00 host", 7), ("Aug 07 18:15:00 host", 7), ("Aug 27 18:15:00 host", 27)])
  func `syslog pads the day with a space or a zero`(_ line: String, _ day: Int) {
    let time = text(line) { Timestamp.syslog($0, at: 0) }
    #expect(time?.civil.month == 8)
    #expect(time?.civil.day == day)
    #expect(time?.length == 15)
  }

  @Test(arguments: [
    ("27/Aug/2026:20:15:03 +0200", "2026-08-27T18:15:03Z"), ("27-Aug-2026 18:15:04.250 x", "2026-08-27T18:15:04.250Z"),
    ("27 Aug 2026 18:15:05.123 #", "2026-08-27T18:15:05.123Z"),
  ])
  func `day, month name and year stand in three notations`(_ line: String, _ expected: String) {
    #expect(text(line) { Timestamp.dayMonthYear($0, at: 0)?.instant()?.description } == expected)
  }

  @Test(arguments: [
    ("Thu Aug 27 18:15:00.123456 2026]", "2026-08-27T18:15:00.123456Z"),
    ("Thu Aug 27 18:15:00 2026", "2026-08-27T18:15:00Z"),
    ("Thu Aug 27 18:15:00 UTC 2026 x", "2026-08-27T18:15:00Z"), ("Mon Jun  6 18:43:28 2016 [", "2016-06-06T18:43:28Z"),
  ])
  func `ctime puts the year last`(_ line: String, _ expected: String) {
    #expect(text(line) { Timestamp.ctime($0, at: 0)?.instant()?.description } == expected)
  }

  @Test func `ctime with an unknown zone is no ctime`() {
    #expect(text("Wed May 19 08:00:01 EST 2021 line") { Timestamp.ctime($0, at: 0) } == nil)
  }

  @Test(arguments: [
    ("1787854500", "2026-08-27T18:15:00Z", 10), ("1787854500.25 x", "2026-08-27T18:15:00.250Z", 13),
    ("1787854500123", "2026-08-27T18:15:00.123Z", 13), ("1787854500123456", "2026-08-27T18:15:00.123456Z", 16),
    ("1787854500123456789", "2026-08-27T18:15:00.123456789Z", 19),
  ])
  func `Unix times are told apart by magnitude and keep every digit`(_ line: String, _ expected: String, _ length: Int)
  {
    let time = text(line) { Timestamp.epochText($0, at: 0) }
    #expect(time?.time.start.description == expected)
    #expect(time?.length == length)
  }

  @Test(arguments: ["178785450", "17878545001", "99999999999999999999", "9300000000000000000", "-1787854500"])
  func `other numbers are no Unix times`(_ line: String) {
    #expect(text(line) { Timestamp.epochText($0, at: 0) == nil })
  }
}

@Suite struct `Pairs of logfmt` {
  private func pairs(_ line: String) -> [String] {
    text(line) { bytes in
      var cursor = LogfmtCursor()
      var found: [String] = []
      while let pair = cursor.next(bytes) {
        let value =
          pair.hasEscapes
          ? String(decoding: Logfmt.unescaped(bytes, pair.value), as: UTF8.self) : Text.string(bytes, pair.value)
        found.append("\(Text.string(bytes, pair.key))→\(value)")
      }
      return found
    }
  }

  @Test func `quoted values keep blanks, quotes and newlines`() {
    #expect(pairs(#"msg="a \"b\"\nc" level=info x=1"#) == ["msg→a \"b\"\nc", "level→info", "x→1"])
  }

  @Test func `empty values and unterminated quotes end where they end`() {
    #expect(pairs(#"a= b="" c="open"#) == ["a→", "b→", "c→open"])
  }

  @Test func `bare words are counted and left out`() {
    text("a=1 done really b=2") { bytes in
      var cursor = LogfmtCursor()
      var count = 0
      while cursor.next(bytes) != nil { count += 1 }
      #expect(count == 2)
      #expect(cursor.bareWords == 2)
    }
  }

  @Test func `unicode escapes are resolved and half ones are left alone`() {
    #expect(pairs(#"a="\u00e9" b="\ud800" c="\u12""#) == ["a→é", "b→\u{FFFD}", "c→12"])
  }

  @Test func `a backslash at the very end does not run over`() {
    #expect(pairs("a=\"b\\") == ["a→b\\"])
  }
}
