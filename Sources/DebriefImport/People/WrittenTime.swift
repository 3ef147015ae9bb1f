internal import DebriefModel
internal import DebriefParsing

/// A time as people write it: a date, a clock time, or both.
struct WrittenTime {
  var year = 0
  var month = 0
  var day = 0
  var hour = 0
  var minute = 0
  var second = 0
  var nanosecond = 0
  var hasDate = false
  var hasClock = false
  var hasSeconds = false
  /// Seconds east of UTC; nil where none is written.
  var offset: Int?
  var precision = TimePrecision.second
  /// Bytes read.
  var length = 0

  var civil: CivilTime {
    CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond)
  }

  /// The time as an event's time; a time written to the minute may lie anywhere in it. nil without date or clock.
  func eventTime(_ zone: AssumedZone, stated: Int? = nil) -> EventTime? {
    guard hasDate, hasClock, civil.isValid else { return nil }
    let known = offset ?? stated
    guard let instant = civil.instant(offset: known ?? zone.offset(at: civil)) else { return nil }
    return EventTime(
      instant, late: hasSeconds ? .zero : .seconds(59), precision: precision,
      basis: known == nil ? .assumedZone : .stated)
  }

  /// Reads a date, a clock time, or a date followed by a clock time at `start`; nil for anything else.
  init?(_ bytes: Span<UInt8>, at start: Int = 0) {
    var i = start
    if readDate(bytes, &i) {
      hasDate = true
      var j = i
      if j < bytes.count, bytes[j] == 0x2C { j += 1 }
      if j < bytes.count, bytes[j] == 0x54 || bytes[j] == 0x20 { j += 1 }
      if Text.matches(bytes, at: j, "at ") { j += 3 }
      if j > i, readClock(bytes, &j) { (hasClock, i) = (true, j) }
    } else if readClock(bytes, &i) {
      hasClock = true
    } else {
      return nil
    }
    length = i - start
  }

  /// Reads a whole text: a time, an epoch in digits, and nothing else.
  static func whole(_ text: String) -> WrittenTime? {
    let bytes = Array(text.utf8)
    let range = Text.trimmed(bytes.span, 0..<bytes.count)
    guard !range.isEmpty, let time = WrittenTime(bytes.span.extracting(range)), time.length == range.count else {
      return nil
    }
    return time
  }

  // MARK: Dates

  /// `2026-08-27`, `2026/08/27`, `27.08.2026`, `27 August 2026`, `Aug 27th, 2026`, with a weekday before it.
  private mutating func readDate(_ bytes: Span<UInt8>, _ i: inout Int) -> Bool {
    var j = i
    skipWeekday(bytes, &j)
    guard readISO(bytes, &j) || readDotted(bytes, &j) || readWords(bytes, &j) else { return false }
    guard CivilTime(year: year, month: month, day: day).isValid, year > 1970, year < 2262 else { return false }
    i = j
    return true
  }

  private func skipWeekday(_ bytes: Span<UInt8>, _ i: inout Int) {
    let days: [StaticString] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    guard days.contains(where: { Self.begins(bytes, i, $0) }) else { return }
    var j = i
    while j < bytes.count, Text.isLetter(bytes[j]) { j += 1 }
    if j < bytes.count, bytes[j] == 0x2C || bytes[j] == 0x2E { j += 1 }
    if j < bytes.count, bytes[j] == 0x20 { i = j + 1 }
  }

  private mutating func readISO(_ bytes: Span<UInt8>, _ i: inout Int) -> Bool {
    guard i + 10 <= bytes.count, bytes[i + 4] == 0x2D || bytes[i + 4] == 0x2F, bytes[i + 7] == bytes[i + 4],
      let y = Timestamp.number(bytes, i, 4), let m = Timestamp.number(bytes, i + 5, 2),
      let d = Timestamp.number(bytes, i + 8, 2), i + 10 == bytes.count || !Text.isDigit(bytes[i + 10])
    else { return false }
    (year, month, day) = (y, m, d)
    i += 10
    return true
  }

  private mutating func readDotted(_ bytes: Span<UInt8>, _ i: inout Int) -> Bool {
    guard i + 10 <= bytes.count, bytes[i + 2] == 0x2E, bytes[i + 5] == 0x2E,
      let d = Timestamp.number(bytes, i, 2), let m = Timestamp.number(bytes, i + 3, 2),
      let y = Timestamp.number(bytes, i + 6, 4)
    else { return false }
    (year, month, day) = (y, m, d)
    i += 10
    return true
  }

  private mutating func readWords(_ bytes: Span<UInt8>, _ i: inout Int) -> Bool {
    var j = i
    var d = Self.small(bytes, &j)
    if d != nil {
      Self.skipOrdinal(bytes, &j)
      guard j < bytes.count, bytes[j] == 0x20 || bytes[j] == 0x2D else { return false }
      j += 1
    }
    guard let m = Self.month(bytes, &j) else { return false }
    if d == nil {
      guard j < bytes.count, bytes[j] == 0x20 else { return false }
      j += 1
      d = Self.small(bytes, &j)
      Self.skipOrdinal(bytes, &j)
    }
    while j < bytes.count, bytes[j] == 0x20 || bytes[j] == 0x2C || bytes[j] == 0x2D { j += 1 }
    guard let d, let y = Timestamp.number(bytes, j, 4), j + 4 == bytes.count || !Text.isDigit(bytes[j + 4]) else {
      return false
    }
    (year, month, day) = (y, m, d)
    i = j + 4
    return true
  }

  private static func skipOrdinal(_ bytes: Span<UInt8>, _ i: inout Int) {
    let endings: [StaticString] = ["st", "nd", "rd", "th", "."]
    if let ending = endings.first(where: { Text.matches(bytes, at: i, $0) }) { i += ending.utf8CodeUnitCount }
  }

  /// One or two digits.
  private static func small(_ bytes: Span<UInt8>, _ i: inout Int) -> Int? {
    for width in [2, 1] {
      if let value = Timestamp.number(bytes, i, width), i + width == bytes.count || !Text.isDigit(bytes[i + width]) {
        i += width
        return value
      }
    }
    return nil
  }

  /// A month's English name or its first letters.
  private static func month(_ bytes: Span<UInt8>, _ i: inout Int) -> Int? {
    let names: [StaticString] = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let index = names.firstIndex(where: { begins(bytes, i, $0) }) else { return nil }
    while i < bytes.count, Text.isLetter(bytes[i]) { i += 1 }
    if i < bytes.count, bytes[i] == 0x2E { i += 1 }
    return index + 1
  }

  /// Whether lower-case letters stand at `i`, in any case.
  private static func begins(_ bytes: Span<UInt8>, _ i: Int, _ letters: StaticString) -> Bool {
    guard i + letters.utf8CodeUnitCount <= bytes.count else { return false }
    for k in 0..<letters.utf8CodeUnitCount {
      guard unsafe bytes[i + k] | 0x20 == letters.utf8Start[k] else { return false }
    }
    return true
  }

  // MARK: Clocks

  /// `18:15`, `6:15 pm`, `18:15:00.123`, followed by a zone: `Z`, `UTC`, `+02:00`, `CEST`.
  private mutating func readClock(_ bytes: Span<UInt8>, _ i: inout Int) -> Bool {
    var j = i
    guard let h = Self.small(bytes, &j), h < 24, j < bytes.count, bytes[j] == 0x3A,
      let m = Timestamp.number(bytes, j + 1, 2), m < 60
    else { return false }
    (hour, minute) = (h, m)
    j += 3
    if j < bytes.count, bytes[j] == 0x3A, let s = Timestamp.number(bytes, j + 1, 2), s < 60 {
      (second, hasSeconds) = (s, true)
      j += 3
      (nanosecond, precision) = Timestamp.fraction(bytes, &j)
    }
    guard j == bytes.count || !Text.isDigit(bytes[j]) else { return false }
    readHalf(bytes, &j)
    readZone(bytes, &j)
    i = j
    return true
  }

  /// `am` and `pm`.
  private mutating func readHalf(_ bytes: Span<UInt8>, _ i: inout Int) {
    var j = i
    if j < bytes.count, bytes[j] == 0x20 { j += 1 }
    guard Self.begins(bytes, j, "am") || Self.begins(bytes, j, "pm"), (1...12).contains(hour) else { return }
    guard j + 2 == bytes.count || !Text.isLetter(bytes[j + 2]) else { return }
    hour = hour % 12 + (bytes[j] | 0x20 == 0x70 ? 12 : 0)
    i = j + 2
  }

  private static let zones: [(name: StaticString, hours: Int)] = [
    ("CEST", 2), ("CET", 1), ("EDT", -4), ("EST", -5), ("PDT", -7), ("PST", -8),
  ]

  private mutating func readZone(_ bytes: Span<UInt8>, _ i: inout Int) {
    if let stated = Timestamp.zone(bytes, &i) {
      offset = stated
      return
    }
    let j = i < bytes.count && bytes[i] == 0x20 ? i + 1 : i
    for zone in Self.zones where Text.matches(bytes, at: j, zone.name) {
      let end = j + zone.name.utf8CodeUnitCount
      guard end == bytes.count || !Text.isLetter(bytes[end]) else { continue }
      (offset, i) = (zone.hours * 3600, end)
      return
    }
  }
}
