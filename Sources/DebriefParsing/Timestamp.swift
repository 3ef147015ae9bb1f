public import DebriefModel

/// A time as a source wrote it.
public struct ParsedTime: Hashable, Sendable {
  /// Fields as written.
  public var civil: CivilTime
  /// Seconds east of UTC; nil where the source states no zone.
  public var offset: Int?
  public var precision: TimePrecision
  /// Bytes read.
  public var length: Int

  public init(civil: CivilTime, offset: Int?, precision: TimePrecision, length: Int) {
    (self.civil, self.offset, self.precision, self.length) = (civil, offset, precision, length)
  }

  /// The instant, taking `assumedOffset` seconds east of UTC where no zone is stated; nil when out of range.
  public func instant(assumedOffset: Int = 0) -> Instant? { civil.instant(offset: offset ?? assumedOffset) }

  /// The event time, marked as assumed where no zone is stated.
  public func eventTime(assumedOffset: Int = 0) -> EventTime? {
    instant(assumedOffset: assumedOffset).map {
      EventTime($0, precision: precision, basis: offset == nil ? .assumedZone : .stated)
    }
  }
}

/// Reads the timestamps that logs and APIs write, about 15 ns each, without Foundation.
public enum Timestamp {
  /// RFC 3339 and its looser relatives at `offset`: `2026-08-27T18:15:00.123456789Z`, `+02:00`, `+0200`, a space for `T`,
  /// a comma for the decimal point, slashes for dashes, and no zone. Go's zero time (year 1) is nil: it means "absent".
  public static func rfc3339(_ bytes: Span<UInt8>, at start: Int = 0) -> ParsedTime? {
    guard start >= 0, bytes.count - start >= 19 else { return nil }
    let separator = bytes[start + 4]
    guard separator == 0x2D || separator == 0x2F, bytes[start + 7] == separator else { return nil }
    guard bytes[start + 10] == 0x54 || bytes[start + 10] == 0x74 || bytes[start + 10] == 0x20 else { return nil }
    guard bytes[start + 13] == 0x3A, bytes[start + 16] == 0x3A else { return nil }
    guard let year = number(bytes, start, 4), let month = number(bytes, start + 5, 2),
      let day = number(bytes, start + 8, 2),
      let hour = number(bytes, start + 11, 2), let minute = number(bytes, start + 14, 2),
      let second = number(bytes, start + 17, 2)
    else { return nil }
    var civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    var i = start + 19
    let fraction = fraction(bytes, &i)
    civil.nanosecond = fraction.nanoseconds
    guard civil.isValid, year > 1 else { return nil }
    let offset = zone(bytes, &i)
    return ParsedTime(civil: civil, offset: offset, precision: fraction.precision, length: i - start)
  }

  /// RFC 3339 text as an instant; nil when it is no time, has no zone, or is Go's zero time.
  public static func rfc3339(_ text: String) -> EventTime? {
    var copy = text
    return copy.withUTF8 { buffer in
      guard let parsed = unsafe rfc3339(buffer.span), parsed.length == buffer.count, parsed.offset != nil else {
        return nil
      }
      return parsed.eventTime()
    }
  }

  /// A JSON string that holds RFC 3339 with a zone; nil for anything else.
  public static func rfc3339(_ value: JSONValue?) -> EventTime? {
    value?.withUTF8 { bytes in
      guard let parsed = rfc3339(bytes), parsed.length == bytes.count, parsed.offset != nil else { return nil }
      return parsed.eventTime()
    } ?? nil
  }

  /// `width` decimal digits at `start`; nil when one is not a digit or the text ends before.
  public static func number(_ bytes: Span<UInt8>, _ start: Int, _ width: Int) -> Int? {
    guard start >= 0, width <= 18, start + width <= bytes.count else { return nil }
    var value = 0
    for i in start..<(start + width) {
      guard Text.isDigit(bytes[i]) else { return nil }
      value = value * 10 + Int(bytes[i] - 0x30)
    }
    return value
  }

  /// A decimal fraction at `i` (after `.` or `,`), truncated to nanoseconds; moves `i` past it.
  public static func fraction(_ bytes: Span<UInt8>, _ i: inout Int) -> (nanoseconds: Int, precision: TimePrecision) {
    guard i + 1 < bytes.count, bytes[i] == 0x2E || bytes[i] == 0x2C, Text.isDigit(bytes[i + 1]) else {
      return (0, .second)
    }
    var nanoseconds = 0
    var digits = 0
    i += 1
    while i < bytes.count && Text.isDigit(bytes[i]) {
      if digits < 9 { nanoseconds = nanoseconds * 10 + Int(bytes[i] - 0x30) }
      digits += 1
      i += 1
    }
    for _ in min(digits, 9)..<9 { nanoseconds *= 10 }
    return (nanoseconds, TimePrecision(digits: digits))
  }

  /// A zone at `i`: `Z`, `z`, `UTC`, `+02:00`, `+0200`, `+02`, each after at most one space; nil leaves `i` where it was.
  public static func zone(_ bytes: Span<UInt8>, _ i: inout Int) -> Int? {
    var j = i
    if j < bytes.count && bytes[j] == 0x20 { j += 1 }
    guard j < bytes.count else { return nil }
    if bytes[j] == 0x5A || bytes[j] == 0x7A {
      guard j == i else { return nil }
      i = j + 1
      return 0
    }
    if Text.matches(bytes, at: j, "UTC") || Text.matches(bytes, at: j, "GMT") {
      i = j + 3
      return 0
    }
    guard bytes[j] == 0x2B || bytes[j] == 0x2D, let hours = number(bytes, j + 1, 2) else { return nil }
    var end = j + 3
    var minutes = 0
    if end < bytes.count && bytes[end] == 0x3A, let m = number(bytes, end + 1, 2) {
      (minutes, end) = (m, end + 3)
    } else if let m = number(bytes, end, 2) {
      (minutes, end) = (m, end + 2)
    } else if j > i {
      return nil  // " -05 " after a space is more likely text
    }
    guard hours <= 15, minutes < 60 else { return nil }
    let sign = bytes[j] == 0x2D ? -1 : 1
    i = end
    return sign * (hours * 3600 + minutes * 60)
  }

  /// A Unix time in seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude (years 2001 to 2286); nil outside.
  public static func epoch(_ value: Double) -> EventTime? {
    guard value.isFinite, value >= 1e9 else { return nil }
    let scales: [(limit: Double, nanos: Double, precision: TimePrecision)] = [
      (1e10, 1e9, .millisecond), (1e13, 1e6, .millisecond), (1e16, 1e3, .microsecond), (9.2e18, 1, .nanosecond),
    ]
    guard let scale = scales.first(where: { value < $0.limit }) else { return nil }
    let whole = value.rounded(.down)
    let part = value - whole
    guard let base = Int64(exactly: whole) else { return nil }
    let nanos = base.multipliedReportingOverflow(by: Int64(scale.nanos))
    guard !nanos.overflow else { return nil }
    // Fractions of a double second are good to about a microsecond: keep that much and no more.
    let extra = scale.nanos == 1e9 ? (part * 1e6).rounded() * 1e3 : part * scale.nanos
    let precision = scale.nanos == 1e9 ? (part == 0 ? TimePrecision.second : .microsecond) : scale.precision
    return EventTime(Instant(nanoseconds: nanos.partialValue &+ Int64(extra)), precision: precision)
  }
}
