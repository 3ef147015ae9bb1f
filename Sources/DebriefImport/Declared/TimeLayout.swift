internal import DebriefModel
internal import DebriefParsing

/// How a declared format writes its times, in the notation of `strftime`: `%Y-%m-%d %H:%M:%S.%f %z`.
///
/// `%Y %y %m %d %e %j %b %a` the day, `%H %I %p %M %S %f` the time of day (`%f` any number of decimals), `%z` an offset, `Z` or UTC,
/// `%Z` a zone's name (only UTC and GMT say anything), `%s` and `%Q` Unix seconds and milliseconds, `%%` a percent sign.
struct TimeLayout: Sendable {
  private enum Part: Sendable {
    case directive(UInt8)
    case blanks
    case byte(UInt8)
  }

  static let directives = Array("YymdejbaHIpMSfzZsQ".utf8)

  private var parts: [Part] = []
  /// Whether times in this layout say their year.
  let hasYear: Bool

  init(_ source: String) throws(Rejection) {
    let bytes = Array(source.utf8)
    var used: Set<UInt8> = []
    var i = 0
    while i < bytes.count {
      if bytes[i] == 0x25 {
        guard i + 1 < bytes.count, bytes[i + 1] == 0x25 || Self.directives.contains(bytes[i + 1]) else {
          throw Rejection("'\(source.prefix(100))' has a % that stands for nothing")
        }
        if bytes[i + 1] == 0x25 { parts.append(.byte(0x25)) } else { parts.append(.directive(bytes[i + 1])) }
        used.insert(bytes[i + 1])
        i += 2
      } else {
        parts.append(bytes[i] == 0x20 ? .blanks : .byte(bytes[i]))
        i += 1
      }
    }
    let has = { (letters: String) in letters.utf8.contains { used.contains($0) } }
    let isEpoch = has("sQ")
    hasYear = isEpoch || has("Yy")
    guard isEpoch || (has("HI") && (has("j") || has("de") && has("mb"))) else {
      throw Rejection("'\(source.prefix(100))' does not say the day and the hour")
    }
    guard !has("j") || hasYear else { throw Rejection("'\(source.prefix(100))' has a day of the year but no year") }
  }

  /// The time at `start` in the first layout that fits; without layouts in any common one.
  static func first(_ layouts: [TimeLayout], _ line: Span<UInt8>, at start: Int) -> (LogLine.Clock, Int)? {
    guard start < line.count else { return nil }
    for layout in layouts {
      if let found = layout.read(line, at: start) { return found }
    }
    guard layouts.isEmpty else { return nil }
    if let stamp = PlainLine.clock(line, at: start) { return (stamp.clock, stamp.end - start) }
    return Timestamp.epochText(line, at: start).map { (.exact($0.time), $0.length) }
  }

  /// The fields of a time as they are read.
  private struct Fields {
    var civil = CivilTime(year: 0, month: 1, day: 1)
    var dayOfYear: Int?
    var precision = TimePrecision.second
    var offset: Int?
    var isAfternoon: Bool?
    var epoch: EventTime?
  }

  private func read(_ line: Span<UInt8>, at start: Int) -> (LogLine.Clock, Int)? {
    var fields = Fields()
    var i = start
    for part in parts {
      switch part {
      case .byte(let byte):
        guard i < line.count, line[i] == byte else { return nil }
        i += 1
      case .blanks:
        let before = i
        while i < line.count, line[i] == 0x20 { i += 1 }
        guard i > before else { return nil }
      case .directive(let letter): guard Self.read(letter, line, &i, &fields) else { return nil }
      }
    }
    return clock(fields, length: i - start).map { ($0, i - start) }
  }

  private static func read(_ letter: UInt8, _ line: Span<UInt8>, _ i: inout Int, _ fields: inout Fields) -> Bool {
    switch letter {
    case 0x59: return digits(line, &i, 4) { fields.civil.year = $0 }
    case 0x79: return digits(line, &i, 2) { fields.civil.year = $0 < 70 ? 2000 + $0 : 1900 + $0 }
    case 0x6D: return digits(line, &i, 2) { fields.civil.month = $0 }
    case 0x64: return digits(line, &i, 2) { fields.civil.day = $0 }
    case 0x65: return day(line, &i, &fields)
    case 0x6A: return digits(line, &i, 3) { fields.dayOfYear = $0 }
    case 0x48: return digits(line, &i, 2) { fields.civil.hour = $0 }
    case 0x49: return digits(line, &i, 2) { fields.civil.hour = $0 % 12 }
    case 0x4D: return digits(line, &i, 2) { fields.civil.minute = $0 }
    case 0x53: return digits(line, &i, 2) { fields.civil.second = $0 }
    case 0x62: return month(line, &i, &fields)
    case 0x61, 0x5A: return name(line, &i, isZone: letter == 0x5A, &fields)
    case 0x70: return halfDay(line, &i, &fields)
    case 0x66: return decimals(line, &i, &fields)
    case 0x7A: return zone(line, &i, &fields)
    default: return epoch(letter, line, &i, &fields)
    }
  }

  private static func digits(_ line: Span<UInt8>, _ i: inout Int, _ width: Int, _ take: (Int) -> Void) -> Bool {
    guard let value = Timestamp.number(line, i, width) else { return false }
    take(value)
    i += width
    return true
  }

  private static func day(_ line: Span<UInt8>, _ i: inout Int, _ fields: inout Fields) -> Bool {
    if i < line.count, line[i] == 0x20 { i += 1 }
    let width = Timestamp.number(line, i, 2) == nil ? 1 : 2
    return digits(line, &i, width) { fields.civil.day = $0 }
  }

  private static func month(_ line: Span<UInt8>, _ i: inout Int, _ fields: inout Fields) -> Bool {
    guard let month = Timestamp.month(line, i) else { return false }
    fields.civil.month = month
    i += 3
    return true
  }

  /// A weekday, which says nothing new, or a zone's name.
  private static func name(_ line: Span<UInt8>, _ i: inout Int, isZone: Bool, _ fields: inout Fields) -> Bool {
    let start = i
    while i < line.count, i - start < 9, Text.isLetter(line[i]) { i += 1 }
    let isUTC = Text.matches(line, at: start, "UTC") || Text.matches(line, at: start, "GMT")
    if isZone, isUTC, i == start + 3 { fields.offset = 0 }
    return i > start
  }

  private static func halfDay(_ line: Span<UInt8>, _ i: inout Int, _ fields: inout Fields) -> Bool {
    guard i + 1 < line.count, line[i + 1] | 0x20 == 0x6D, line[i] | 0x20 == 0x61 || line[i] | 0x20 == 0x70 else {
      return false
    }
    fields.isAfternoon = line[i] | 0x20 == 0x70
    i += 2
    return true
  }

  private static func decimals(_ line: Span<UInt8>, _ i: inout Int, _ fields: inout Fields) -> Bool {
    let start = i
    var nanoseconds = 0
    while i < line.count, Text.isDigit(line[i]) {
      if i - start < 9 { nanoseconds = nanoseconds * 10 + Int(line[i] - 0x30) }
      i += 1
    }
    guard i > start else { return false }
    for _ in min(i - start, 9)..<9 { nanoseconds *= 10 }
    (fields.civil.nanosecond, fields.precision) = (nanoseconds, TimePrecision(digits: i - start))
    return true
  }

  private static func zone(_ line: Span<UInt8>, _ i: inout Int, _ fields: inout Fields) -> Bool {
    guard let offset = Timestamp.zone(line, &i) else { return false }
    fields.offset = offset
    return true
  }

  private static func epoch(_ letter: UInt8, _ line: Span<UInt8>, _ i: inout Int, _ fields: inout Fields) -> Bool {
    let width = letter == 0x73 ? 10 : 13
    guard let value = Timestamp.number(line, i, width), let time = Timestamp.epoch(value) else { return false }
    fields.epoch = time
    i += width
    return true
  }

  private func clock(_ fields: Fields, length: Int) -> LogLine.Clock? {
    if var time = fields.epoch {
      if fields.precision > time.precision {
        time = EventTime(
          time.start + TimeSpan(nanoseconds: Int64(fields.civil.nanosecond)), precision: fields.precision)
      }
      return .exact(time)
    }
    var civil = fields.civil
    if let isAfternoon = fields.isAfternoon { civil.hour = civil.hour % 12 + (isAfternoon ? 12 : 0) }
    guard hasYear else { return yearless(civil, fields.precision, length) }
    if let day = fields.dayOfYear {
      guard let date = CivilTime(year: civil.year, dayOfYear: day) else { return nil }
      (civil.month, civil.day) = (date.month, date.day)
    }
    guard civil.isValid else { return nil }
    return .full(ParsedTime(civil: civil, offset: fields.offset, precision: fields.precision, length: length))
  }

  private func yearless(_ civil: CivilTime, _ precision: TimePrecision, _ length: Int) -> LogLine.Clock? {
    var leap = civil
    leap.year = 2000
    return leap.isValid ? .yearless(YearlessTime(civil: civil, precision: precision, length: length)) : nil
  }
}

extension CivilTime {
  /// Midnight of a day counted from 1; nil outside the year.
  init?(year: Int, dayOfYear: Int) {
    var (month, day) = (1, dayOfYear)
    while month < 12, day > CivilTime.days(inMonth: month, of: year) {
      day -= CivilTime.days(inMonth: month, of: year)
      month += 1
    }
    self.init(year: year, month: month, day: day)
    guard isValid else { return nil }
  }
}
