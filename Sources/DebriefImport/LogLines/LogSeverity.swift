internal import DebriefModel
internal import DebriefParsing

/// The one table that turns the level words and numbers of loggers into a severity.
///
/// Words are matched whatever their case. Sources: zap, logrus, slog, klog, pino and bunyan (10…60), java.util.logging,
/// logback, Python logging, RFC 5424 names, Google Cloud severities, OpenTelemetry severity numbers.
enum LogSeverity {
  static let words: [(word: StaticString, severity: Severity)] = [
    ("info", .info), ("error", .error), ("warn", .warning), ("warning", .warning), ("debug", .debug), ("trace", .debug),
    ("notice", .notice), ("fatal", .critical), ("critical", .critical), ("panic", .critical), ("inf", .info),
    ("err", .error),
    ("wrn", .warning), ("dbg", .debug), ("trc", .debug), ("ftl", .critical), ("crit", .critical), ("emerg", .critical),
    ("emergency", .critical), ("alert", .critical), ("dpanic", .critical), ("severe", .error), ("eror", .error),
    ("information", .info), ("informational", .info), ("verbose", .debug), ("fine", .debug), ("finer", .debug),
    ("finest", .debug), ("note", .notice), ("config", .debug), ("system", .info),
  ]

  /// The severity that a level word of `bytes[range]` names; nil when it is none.
  static func word(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Severity? {
    guard range.count >= 3, range.count <= 13 else { return nil }
    // PostgreSQL writes DEBUG1 to DEBUG5.
    let isNumbered = range.count == 6 && Text.isDigit(bytes[range.upperBound - 1])
    if isNumbered { return matches(bytes, range.lowerBound, "debug") ? .debug : nil }
    for entry in words where entry.word.utf8CodeUnitCount == range.count {
      if matches(bytes, range.lowerBound, entry.word) { return entry.severity }
    }
    return nil
  }

  /// Whether letters at `start` are a lower-case word, whatever their case.
  static func matches(_ bytes: Span<UInt8>, _ start: Int, _ word: StaticString) -> Bool {
    let letters = unsafe word.utf8Start
    for i in 0..<word.utf8CodeUnitCount where unsafe bytes[start + i] | 0x20 != letters[i] { return false }
    return true
  }

  /// The value of a level field: a word, `ERROR+2` (slog), `DEBUG1` (PostgreSQL), one letter, or a number of bunyan and pino.
  static func field(_ bytes: Span<UInt8>) -> Severity? {
    let range = Text.trimmed(bytes, 0..<bytes.count)
    var end = range.lowerBound
    while end < range.upperBound && Text.isLetter(bytes[end]) { end += 1 }
    if end == range.lowerBound { return number(digits(bytes, range)) }
    if end - range.lowerBound == 1 { return range.count == 1 ? letter(bytes[range.lowerBound]) : nil }
    let isWhole = end == range.upperBound || bytes[end] == 0x2B || bytes[end] == 0x2D || Text.isDigit(bytes[end])
    return isWhole ? word(bytes, range.lowerBound..<end) : nil
  }

  /// The letters of klog, MongoDB and Android.
  static func letter(_ byte: UInt8) -> Severity? {
    switch byte | 0x20 {
    case 0x64, 0x74, 0x76: .debug
    case 0x69: .info
    case 0x6E: .notice
    case 0x77: .warning
    case 0x65: .error
    case 0x66, 0x63: .critical
    default: nil
    }
  }

  /// Numbers of bunyan and pino (10 trace … 60 fatal) and of logback (10000 debug … 40000 error). Others say nothing.
  static func number(_ value: Int?) -> Severity? {
    switch value {
    case 10, 20, 5000, 10_000: .debug
    case 30, 20_000: .info
    case 40, 30_000: .warning
    case 50, 40_000: .error
    case 60: .critical
    default: nil
    }
  }

  /// Python's `levelno`.
  static func python(_ value: Int?) -> Severity? {
    switch value {
    case 10: .debug
    case 20: .info
    case 30: .warning
    case 40: .error
    case 50: .critical
    default: nil
    }
  }

  /// OpenTelemetry's severity number, 1 to 24.
  static func openTelemetry(_ value: Int?) -> Severity? {
    switch value ?? 0 {
    case 1...8: .debug
    case 9...12: .info
    case 13...16: .warning
    case 17...20: .error
    case 21...24: .critical
    default: nil
    }
  }

  /// Syslog's numbers, 0 emergency to 7 debug (RFC 5424, GELF).
  static func syslog(_ value: Int?) -> Severity? {
    switch value ?? -1 {
    case 0...2: .critical
    case 3: .error
    case 4: .warning
    case 5: .notice
    case 6: .info
    case 7: .debug
    default: nil
    }
  }

  private static func digits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    Timestamp.number(bytes, range.lowerBound, range.count)
  }
}
