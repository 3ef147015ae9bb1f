/// A date and time of day in the proleptic Gregorian calendar, without a zone.
public struct CivilTime: Hashable, Sendable {
  public var year: Int
  public var month: Int
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int
  public var nanosecond: Int

  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0) {
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second, self.nanosecond) = (hour, minute, second, nanosecond)
  }

  /// The civil time in UTC of an instant.
  public init(utc instant: Instant) {
    let nanosPerDay: Int64 = 86_400_000_000_000
    var days = instant.nanoseconds / nanosPerDay
    var rest = instant.nanoseconds % nanosPerDay
    if rest < 0 {
      rest += nanosPerDay
      days -= 1
    }
    (year, month, day) = CivilTime.date(ofDay: Int(days))
    nanosecond = Int(rest % 1_000_000_000)
    let seconds = Int(rest / 1_000_000_000)
    (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
  }

  /// Whether every field is in its calendar range; a leap second (:60) is allowed.
  public var isValid: Bool {
    (1...9999).contains(year) && (1...12).contains(month) && day >= 1 && day <= CivilTime.days(inMonth: month, of: year)
      && (0...23).contains(hour) && (0...59).contains(minute) && (0...60).contains(second)
      && (0...999_999_999).contains(nanosecond)
  }

  /// The instant this civil time names when the zone is `offset` seconds east of UTC; nil when a field is out of range or beyond 1678–2261.
  public func instant(offset: Int = 0) -> Instant? {
    guard isValid, (1678...2261).contains(year) else { return nil }
    let days = CivilTime.dayNumber(year: year, month: month, day: day)
    let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
    return Instant(nanoseconds: seconds * 1_000_000_000 + Int64(nanosecond))
  }

  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
    let z = number + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC with as many decimals as `precision` says.
  public func rfc3339(_ precision: TimePrecision = .second) -> String {
    let c = CivilTime(utc: self)
    return "\(digits(c.year, 4))-\(digits(c.month, 2))-\(digits(c.day, 2))T\(clock(precision))Z"
  }

  /// The time of day in UTC, `HH:MM:SS` with as many decimals as `precision` says.
  public func clock(_ precision: TimePrecision = .second) -> String {
    let c = CivilTime(utc: self)
    var text = "\(digits(c.hour, 2)):\(digits(c.minute, 2)):\(digits(c.second, 2))"
    if precision != .second { text += "." + digits(c.nanosecond, 9).prefix(precision.rawValue) }
    return text
  }

  /// The date in UTC, `YYYY-MM-DD`.
  public var date: String {
    let c = CivilTime(utc: self)
    return "\(digits(c.year, 4))-\(digits(c.month, 2))-\(digits(c.day, 2))"
  }

  /// RFC 3339 in UTC with the fewest of 0, 3, 6 or 9 decimals that lose nothing.
  public var description: String {
    let part = nanoseconds % 1_000_000_000
    return rfc3339(
      part == 0 ? .second : part % 1_000_000 == 0 ? .millisecond : part % 1000 == 0 ? .microsecond : .nanosecond)
  }
}

private func digits(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
}
