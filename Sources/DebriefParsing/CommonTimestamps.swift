public import DebriefModel

/// A date and time of day without a year and without a zone, as klog and syslog write it.
public struct YearlessTime: Hashable, Sendable {
  /// Fields as written; the year is 0 until it is known.
  public var civil: CivilTime
  public var precision: TimePrecision
  /// Bytes read.
  public var length: Int

  public init(civil: CivilTime, precision: TimePrecision, length: Int) {
    (self.civil, self.precision, self.length) = (civil, precision, length)
  }

  /// The same time in a year; nil when there is no such day in that year.
  public func parsed(year: Int) -> ParsedTime? {
    var civil = civil
    civil.year = year
    return civil.isValid ? ParsedTime(civil: civil, offset: nil, precision: precision, length: length) : nil
  }
}

/// Timestamps of log files other than RFC 3339.
extension Timestamp {
  /// klog and glog: `0827 18:15:00.123456` (k8s.io/klog, "Lmmdd hh:mm:ss.uuuuuu").
  public static func klog(_ bytes: Span<UInt8>, at start: Int) -> YearlessTime? {
    guard start + 13 <= bytes.count, bytes[start + 4] == 0x20 else { return nil }
    guard let month = number(bytes, start, 2), let day = number(bytes, start + 2, 2) else { return nil }
    var i = start + 5
    guard let clock = clock(bytes, &i) else { return nil }
    return yearless(month: month, day: day, clock, length: i - start)
  }

  /// syslog (RFC 3164): `Aug 27 18:15:00`, the day padded by a space or a zero, with an optional fraction.
  public static func syslog(_ bytes: Span<UInt8>, at start: Int) -> YearlessTime? {
    guard start + 15 <= bytes.count, bytes[start + 3] == 0x20, bytes[start + 6] == 0x20 else { return nil }
    guard let month = month(bytes, start), let day = paddedDay(bytes, start + 4) else { return nil }
    var i = start + 7
    guard let clock = clock(bytes, &i) else { return nil }
    return yearless(month: month, day: day, clock, length: i - start)
  }

  /// `27/Aug/2026:18:15:00 +0200` of web servers, `27-Aug-2026 18:15:00.123` of Tomcat, `27 Aug 2026 18:15:00.123` of Redis.
  public static func dayMonthYear(_ bytes: Span<UInt8>, at start: Int) -> ParsedTime? {
    guard start + 20 <= bytes.count, let day = paddedDay(bytes, start) else { return nil }
    let separator = bytes[start + 2]
    guard separator == 0x2F || separator == 0x2D || separator == 0x20, bytes[start + 6] == separator else { return nil }
    guard bytes[start + 11] == 0x3A || bytes[start + 11] == 0x20 else { return nil }
    guard let month = month(bytes, start + 3), let year = number(bytes, start + 7, 4) else { return nil }
    var i = start + 12
    guard var clock = clock(bytes, &i) else { return nil }
    (clock.civil.year, clock.civil.month, clock.civil.day) = (year, month, day)
    guard clock.civil.isValid else { return nil }
    let offset = zone(bytes, &i)
    return ParsedTime(civil: clock.civil, offset: offset, precision: clock.precision, length: i - start)
  }

  /// Spark's and Hadoop's `26/08/27 18:15:00` and `260827 181500` (log4j's `yy/MM/dd HH:mm:ss` and `yyMMdd HHmmss`), of this century.
  public static func shortYear(_ bytes: Span<UInt8>, at start: Int) -> ParsedTime? {
    guard start + 13 <= bytes.count, let year = number(bytes, start, 2) else { return nil }
    let isSeparated = bytes[start + 2] == 0x2F
    let step = isSeparated ? 3 : 2
    guard let month = number(bytes, start + step, 2), let day = number(bytes, start + 2 * step, 2),
      !isSeparated || bytes[start + 5] == 0x2F
    else { return nil }
    var i = start + 2 * step + 2
    guard bytes[i] == 0x20 else { return nil }
    i += 1
    guard var clock = isSeparated ? clock(bytes, &i) : packedClock(bytes, &i) else { return nil }
    (clock.civil.year, clock.civil.month, clock.civil.day) = (2000 + year, month, day)
    guard clock.civil.isValid else { return nil }
    return ParsedTime(civil: clock.civil, offset: nil, precision: clock.precision, length: i - start)
  }

  /// `HHMMSS`; moves `i` past it.
  private static func packedClock(_ bytes: Span<UInt8>, _ i: inout Int) -> (civil: CivilTime, precision: TimePrecision)?
  {
    guard let hour = number(bytes, i, 2), let minute = number(bytes, i + 2, 2), let second = number(bytes, i + 4, 2)
    else { return nil }
    i += 6
    return (CivilTime(year: 0, month: 1, day: 1, hour: hour, minute: minute, second: second), .second)
  }

  /// C's `ctime`, as Apache's error log and `date` write it: `Thu Aug 27 18:15:00.123456 2026`, `Thu Aug 27 18:15:00 UTC 2026`.
  public static func ctime(_ bytes: Span<UInt8>, at start: Int) -> ParsedTime? {
    guard start + 24 <= bytes.count, bytes[start + 3] == 0x20, isWeekday(bytes, start) else { return nil }
    guard let date = syslog(bytes, at: start + 4) else { return nil }
    var i = start + 4 + date.length
    let offset = zone(bytes, &i)
    guard i + 5 <= bytes.count, bytes[i] == 0x20, let year = number(bytes, i + 1, 4), year > 1900 else { return nil }
    guard var parsed = date.parsed(year: year) else { return nil }
    parsed.offset = offset
    parsed.length = i + 5 - start
    return parsed
  }

  /// A Unix time written in digits, with at most nine decimals, exact: `1787847300.123`, `1787847300123`.
  public static func epochText(_ bytes: Span<UInt8>, at start: Int) -> (time: EventTime, length: Int)? {
    var i = start
    var value = 0
    while i < bytes.count, i - start < 19, Text.isDigit(bytes[i]) {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(Int(bytes[i] - 0x30))
      guard !tooLarge, !overflow else { return nil }
      value = sum
      i += 1
    }
    guard i - start >= 10, i == bytes.count || !Text.isDigit(bytes[i]), var time = epoch(value) else { return nil }
    if value < 10_000_000_000, i < bytes.count, bytes[i] == 0x2E {
      let fraction = fraction(bytes, &i)
      time = EventTime(
        Instant(nanoseconds: time.start.nanoseconds &+ Int64(fraction.nanoseconds)), precision: fraction.precision)
    }
    return (time, i - start)
  }

  /// A whole Unix time in seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude; exact, nil outside 2001–2262.
  public static func epoch(_ value: Int) -> EventTime? {
    let scale: (nanos: Int64, precision: TimePrecision)
    switch value {
    case 1_000_000_000..<10_000_000_000: scale = (1_000_000_000, .second)
    case 1_000_000_000_000..<10_000_000_000_000: scale = (1_000_000, .millisecond)
    case 1_000_000_000_000_000..<10_000_000_000_000_000: scale = (1000, .microsecond)
    case 1_000_000_000_000_000_000...Int.max: scale = (1, .nanosecond)
    default: return nil
    }
    let (nanos, overflow) = Int64(value).multipliedReportingOverflow(by: scale.nanos)
    return overflow ? nil : EventTime(Instant(nanoseconds: nanos), precision: scale.precision)
  }

  /// `HH:MM:SS` with an optional fraction; moves `i` past it.
  private static func clock(_ bytes: Span<UInt8>, _ i: inout Int) -> (civil: CivilTime, precision: TimePrecision)? {
    guard i + 8 <= bytes.count, bytes[i + 2] == 0x3A, bytes[i + 5] == 0x3A else { return nil }
    guard let hour = number(bytes, i, 2), let minute = number(bytes, i + 3, 2), let second = number(bytes, i + 6, 2)
    else {
      return nil
    }
    i += 8
    let fraction = fraction(bytes, &i)
    let civil = CivilTime(
      year: 0, month: 1, day: 1, hour: hour, minute: minute, second: second, nanosecond: fraction.nanoseconds)
    return (civil, fraction.precision)
  }

  private static func yearless(
    month: Int, day: Int, _ clock: (civil: CivilTime, precision: TimePrecision), length: Int
  ) -> YearlessTime? {
    var civil = clock.civil
    // A leap year, so that the 29th of February is a day.
    (civil.year, civil.month, civil.day) = (2000, month, day)
    guard civil.isValid else { return nil }
    civil.year = 0
    return YearlessTime(civil: civil, precision: clock.precision, length: length)
  }

  private static func paddedDay(_ bytes: Span<UInt8>, _ i: Int) -> Int? {
    bytes[i] == 0x20 ? number(bytes, i + 1, 1) : number(bytes, i, 2)
  }

  /// The three letters at `i`, lower-cased, as one number.
  private static func letters(_ bytes: Span<UInt8>, _ i: Int) -> UInt32 {
    guard i + 3 <= bytes.count else { return 0 }
    return UInt32(bytes[i] | 0x20) << 16 | UInt32(bytes[i + 1] | 0x20) << 8 | UInt32(bytes[i + 2] | 0x20)
  }

  /// The month whose English name begins with the three letters at `i`.
  public static func month(_ bytes: Span<UInt8>, _ i: Int) -> Int? {
    switch letters(bytes, i) {
    case 0x6A616E: 1
    case 0x666562: 2
    case 0x6D6172: 3
    case 0x617072: 4
    case 0x6D6179: 5
    case 0x6A756E: 6
    case 0x6A756C: 7
    case 0x617567: 8
    case 0x736570: 9
    case 0x6F6374: 10
    case 0x6E6F76: 11
    case 0x646563: 12
    default: nil
    }
  }

  private static func isWeekday(_ bytes: Span<UInt8>, _ i: Int) -> Bool {
    switch letters(bytes, i) {
    case 0x6D6F6E, 0x747565, 0x776564, 0x746875, 0x667269, 0x736174, 0x73756E: true
    default: false
    }
  }
}
