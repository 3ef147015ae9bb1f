/// A point on the UTC time line, in nanoseconds since 1970-01-01T00:00:00Z.
///
/// Range: about 1677 to 2262; arithmetic saturates at the ends so that hostile times cannot trap.
public struct Instant: Hashable, Comparable, Sendable, Codable {
  /// Nanoseconds since the Unix epoch; negative before 1970.
  public var nanoseconds: Int64

  /// Creates an instant from nanoseconds since the Unix epoch.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Creates an instant from whole seconds since the Unix epoch, saturating.
  public init(seconds: Int64) {
    let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    nanoseconds = overflow ? (seconds < 0 ? .min : .max) : value
  }

  /// Creates an instant from fractional seconds since the Unix epoch, rounded to the millisecond as Prometheus does; nil when not finite.
  public init?(prometheusSeconds seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 9_000_000_000 else { return nil }
    nanoseconds = Int64((seconds * 1000).rounded()) * 1_000_000
  }

  public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Seconds since the Unix epoch, as a floating-point number (exact to about 0.2 µs in this century).
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// The instant `span` later, saturating.
  public static func + (a: Instant, span: TimeSpan) -> Instant {
    let (value, overflow) = a.nanoseconds.addingReportingOverflow(span.nanoseconds)
    return Instant(nanoseconds: overflow ? (span.nanoseconds < 0 ? .min : .max) : value)
  }

  /// The instant `span` earlier, saturating.
  public static func - (a: Instant, span: TimeSpan) -> Instant {
    let (value, overflow) = a.nanoseconds.subtractingReportingOverflow(span.nanoseconds)
    return Instant(nanoseconds: overflow ? (span.nanoseconds < 0 ? .max : .min) : value)
  }

  /// The span from `b` to `a`, saturating.
  public static func - (a: Instant, b: Instant) -> TimeSpan {
    let (value, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return TimeSpan(nanoseconds: overflow ? (a < b ? .min : .max) : value)
  }
}

/// A signed length of time in nanoseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
  public var nanoseconds: Int64
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.nanoseconds < b.nanoseconds }
  public static let zero = TimeSpan(nanoseconds: 0)
  /// A span of (fractional) seconds; saturates outside ±292 years, 0 for NaN.
  public static func seconds(_ value: Double) -> TimeSpan {
    guard !value.isNaN else { return .zero }
    if value >= 9.2e9 { return TimeSpan(nanoseconds: .max) }
    if value <= -9.2e9 { return TimeSpan(nanoseconds: .min) }
    return TimeSpan(nanoseconds: Int64((value * 1e9).rounded()))
  }
  public static func minutes(_ value: Double) -> TimeSpan { .seconds(value * 60) }
  /// The span in seconds.
  public var seconds: Double { Double(nanoseconds) / 1e9 }
}

/// A closed range of time, `start <= end`.
public struct TimeRange: Hashable, Sendable {
  public var start: Instant
  public var end: Instant
  /// Creates a range; the ends are swapped when given in the wrong order.
  public init(_ a: Instant, _ b: Instant) { (start, end) = a <= b ? (a, b) : (b, a) }
  public var duration: TimeSpan { end - start }
  public func contains(_ instant: Instant) -> Bool { start <= instant && instant <= end }
  public func overlaps(_ other: TimeRange) -> Bool { start <= other.end && other.start <= end }
  /// The smallest range holding both.
  public func union(_ other: TimeRange) -> TimeRange { TimeRange(min(start, other.start), max(end, other.end)) }
}

/// How many decimal places of a second the source stated; kept so that times are printed as they were given.
public enum TimePrecision: Int, Sendable, Comparable, CaseIterable {
  case second = 0
  case millisecond = 3
  case microsecond = 6
  case nanosecond = 9
  public static func < (a: TimePrecision, b: TimePrecision) -> Bool { a.rawValue < b.rawValue }
  /// The smallest precision that shows `digits` decimal places.
  public init(digits: Int) {
    self = digits <= 0 ? .second : digits <= 3 ? .millisecond : digits <= 6 ? .microsecond : .nanosecond
  }
}
