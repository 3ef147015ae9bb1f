public import DebriefModel

/// A stretch of the calendar in UTC, `start` included and `end` not; an incident belongs to it when its impact started in it.
public struct Period: Hashable, Sendable {
  /// The calendar unit, which says what the period before it is.
  public enum Unit: Hashable, Sendable {
    /// 1, 3 or 12 calendar months.
    case months(Int)
    /// A length that is no calendar unit.
    case free
  }

  public let start: Instant
  public let end: Instant
  public let unit: Unit
  /// How it is called: `2026-Q3`, `2026-08`, `2026`, or both ends.
  public let name: String

  /// From one instant until before another; nil unless it has a length.
  public init?(from start: Instant, until end: Instant) {
    guard start < end else { return nil }
    (self.start, self.end, unit, name) = (start, end, .free, "\(start) to \(end)")
  }

  /// `2026-Q3`; nil for other text.
  public init?(quarter text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = Self.year(parts[0]), parts[1].count == 2, parts[1].first?.lowercased() == "q",
      let quarter = parts[1].last?.wholeNumberValue, (1...4).contains(quarter)
    else { return nil }
    self.init(year: year, month: 3 * quarter - 2, months: 3)
  }

  /// `2026-08`; nil for other text.
  public init?(month text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = Self.year(parts[0]), parts[1].count == 2, let month = Self.number(parts[1]),
      (1...12).contains(month)
    else { return nil }
    self.init(year: year, month: month, months: 1)
  }

  /// `2026`; nil for other text.
  public init?(year text: String) {
    guard let year = Self.year(Substring(text)) else { return nil }
    self.init(year: year, month: 1, months: 12)
  }

  private init?(year: Int, month: Int, months: Int) {
    let last = month - 1 + months
    guard let start = Self.instant(year, month), let end = Self.instant(year + last / 12, last % 12 + 1) else {
      return nil
    }
    (self.start, self.end, unit) = (start, end, .months(months))
    name =
      months == 12
      ? "\(year)" : months == 3 ? "\(year)-Q\((month + 2) / 3)" : "\(year)-\(month < 10 ? "0" : "")\(month)"
  }

  /// The one before it: the calendar unit before, else as much time.
  public var previous: Period? {
    switch unit {
    case .free: return Period(from: start - (end - start), until: start)
    case .months(let months):
      let civil = CivilTime(utc: start)
      let first = civil.month - months
      return Period(
        year: first < 1 ? civil.year - 1 : civil.year, month: first < 1 ? first + 12 : first, months: months)
    }
  }

  public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

  /// Its length in seconds.
  public var seconds: Double { (end - start).seconds }

  /// Years that an `Instant` can hold in full.
  private static func year(_ text: Substring) -> Int? {
    guard text.count == 4, let year = number(text), (1678...2260).contains(year) else { return nil }
    return year
  }

  /// Digits only: `Int` would read a sign.
  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private static func instant(_ year: Int, _ month: Int) -> Instant? {
    CivilTime(year: year, month: month, day: 1).instant()
  }
}
