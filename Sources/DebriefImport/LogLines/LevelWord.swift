internal import DebriefModel
internal import DebriefParsing

/// Finds a level at the places where loggers put it: first on the line or right after the time, in brackets or before a colon.
/// The word "error" in running text is no level.
struct LevelWord {
  var severity: Severity
  /// Just past the word and its bracket.
  var end: Int

  /// The level in `content` from `start`; `afterTime` allows what layouts put between: brackets, numbers, dashes, a zone's name.
  static func find(_ content: Span<UInt8>, from start: Int, afterTime: Bool) -> LevelWord? {
    var i = start
    for turn in 0..<6 {
      while i < content.count, isSeparator(content[i]), afterTime || content[i] == 0x20 { i += 1 }
      guard i < content.count else { return nil }
      if let close = closing(content, i) {
        guard close.end - i < 80 else { return nil }
        let inner = Text.trimmed(content, (i + 1)..<close.end)
        if let severity = LogSeverity.word(content, inner) { return LevelWord(severity: severity, end: close.end + 1) }
        guard afterTime || turn == 0 else { return nil }
        i = close.end + 1
        continue
      }
      let end = wordEnd(content, i)
      if let level = level(content, i..<end, afterTime: afterTime, isFirst: turn == 0) { return level }
      guard afterTime, end > i, isPassable(content, i..<end, isFirst: turn == 0) else { return nil }
      i = end
    }
    return nil
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x2D || byte == 0x7C || byte == 0x3A || byte == 0x5D
  }

  /// The end of a bracketed group at `i`.
  private static func closing(_ content: Span<UInt8>, _ i: Int) -> (end: Int, Void)? {
    let close: UInt8
    switch content[i] {
    case 0x5B: close = 0x5D
    case 0x3C: close = 0x3E
    case 0x28: close = 0x29
    default: return nil
    }
    var end = i + 1
    while end < content.count, end - i < 80, content[end] != close { end += 1 }
    return end < content.count && content[end] == close ? (end, ()) : nil
  }

  private static func wordEnd(_ content: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    while i < content.count,
      Text.isLetter(content[i]) || Text.isDigit(content[i]) || content[i] == 0x2E || content[i] == 0x2B
    {
      i += 1
    }
    return i
  }

  private static func level(_ content: Span<UInt8>, _ range: Range<Int>, afterTime: Bool, isFirst: Bool) -> LevelWord? {
    let lower = lastDot(content, range).map { $0 + 1 } ?? range.lowerBound
    let next = range.upperBound < content.count ? content[range.upperBound] : 0x20
    let isDotted = lower > range.lowerBound
    guard next == 0x20 || next == 0x09 || next == 0x3A || next == 0x7C || next == 0x5D, !isDotted || next == 0x3A else {
      return nil
    }
    if next == 0x3A, Text.matches(content, at: lower, "LOG:") || Text.matches(content, at: lower, "STATEMENT:") {
      return LevelWord(severity: .info, end: range.upperBound)
    }
    guard let severity = LogSeverity.word(content, lower..<range.upperBound) else { return nil }
    let isUpper = content[lower] & 0x20 == 0 && content[lower + 1] & 0x20 == 0
    let isMarked = next == 0x3A || next == 0x09 || next == 0x7C || next == 0x5D
    let isPadded = range.upperBound + 1 < content.count && next == 0x20 && content[range.upperBound + 1] == 0x20
    let isPlainWord = afterTime && isFirst && severity < .warning && content[lower] & 0x20 != 0
    guard isUpper || isMarked || isPadded || isPlainWord else { return nil }
    guard isUpper || !isHeading(content, lower..<range.upperBound) else { return nil }
    return LevelWord(severity: severity, end: range.upperBound)
  }

  /// Words that begin ordinary sentences and headings unless they are written in capitals.
  private static let headings: [StaticString] = [
    "note", "fine", "alert", "config", "system", "severe", "information", "informational",
  ]

  private static func isHeading(_ content: Span<UInt8>, _ range: Range<Int>) -> Bool {
    headings.contains { $0.utf8CodeUnitCount == range.count && LogSeverity.matches(content, range.lowerBound, $0) }
  }

  private static func lastDot(_ content: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var i = range.upperBound
    while i > range.lowerBound {
      i -= 1
      if content[i] == 0x2E { return i }
    }
    return nil
  }

  /// What may stand between the time and the level: a number, or a zone's name right after the time.
  private static func isPassable(_ content: Span<UInt8>, _ range: Range<Int>, isFirst: Bool) -> Bool {
    var digits = true
    var upper = true
    for i in range {
      digits = digits && Text.isDigit(content[i])
      upper = upper && content[i] >= 0x41 && content[i] <= 0x5A
    }
    return digits || (isFirst && upper && range.count >= 2 && range.count <= 5)
  }
}
