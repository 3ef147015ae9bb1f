internal import DebriefModel
internal import DebriefParsing

/// Reads klog and glog headers: `Lmmdd hh:mm:ss.uuuuuu threadid file.go:line] msg` (k8s.io/klog/v2), L in I, W, E, F; glog may
/// write `Lyyyymmdd`. klog's structured form puts `"msg" key="value"` or `msg="…" key="value"` after the bracket.
enum KlogLine {
  /// Where the message begins and what stands before it; nil when the line has no such header.
  static func header(_ content: Span<UInt8>) -> (clock: LogLine.Clock, caller: Range<Int>, message: Int)? {
    guard content.count >= 24 else { return nil }
    guard isLevel(content[0]), Text.isDigit(content[1]) else { return nil }
    guard let (clock, length) = clock(content) else { return nil }
    var i = 1 + length
    let afterTime = i
    while i < content.count && content[i] == 0x20 { i += 1 }
    let thread = i
    while i < content.count && Text.isDigit(content[i]) { i += 1 }
    guard thread > afterTime, i > thread, i < content.count, content[i] == 0x20 else { return nil }
    let caller = i + 1
    i = caller
    while i < content.count, i - caller < 200, content[i] != 0x5D, content[i] != 0x20 { i += 1 }
    guard i < content.count, content[i] == 0x5D, i > caller, hasLine(content, caller..<i) else { return nil }
    let message = i + 1 < content.count && content[i + 1] == 0x20 ? i + 2 : i + 1
    return (clock, caller..<i, message)
  }

  /// `I`, `W`, `E` or `F`.
  private static func isLevel(_ byte: UInt8) -> Bool { byte == 0x49 || byte == 0x57 || byte == 0x45 || byte == 0x46 }

  /// Whether a range is `file:digits`.
  private static func hasLine(_ content: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var i = range.upperBound
    while i > range.lowerBound && Text.isDigit(content[i - 1]) { i -= 1 }
    return i < range.upperBound && i > range.lowerBound + 1 && content[i - 1] == 0x3A
  }

  private static func clock(_ content: Span<UInt8>) -> (LogLine.Clock, Int)? {
    if let time = Timestamp.klog(content, at: 1) { return (.yearless(time), time.length) }
    // glog with --log_year_in_prefix: Lyyyymmdd.
    guard let year = Timestamp.number(content, 1, 4), (1990...2200).contains(year),
      let time = Timestamp.klog(content, at: 5)
    else { return nil }
    return time.parsed(year: year).map { (.full($0), time.length + 4) }
  }

  static func read(_ content: Span<UInt8>) -> LogLine? {
    guard let header = header(content) else { return nil }
    var line = LogLine()
    line.form = .klog
    line.clock = header.clock
    line.severity = LogSeverity.letter(content[0]) ?? .unknown
    line.attributes.set("caller", content, header.caller)
    readMessage(content, from: header.message, into: &line)
    return line
  }

  private static func readMessage(_ content: Span<UInt8>, from start: Int, into line: inout LogLine) {
    if start < content.count, content[start] == 0x22, let end = closingQuote(content, start + 1) {
      line.message = unquoted(content, (start + 1)..<end)
      if end + 1 < content.count { LogfmtLine.attributes(content, from: end + 1, into: &line) }
    } else if Text.matches(content, at: start, "msg=\"") {
      var cursor = LogfmtCursor(at: start)
      guard let pair = cursor.next(content) else { return }
      line.message = unquoted(content, pair.value)
      LogfmtLine.attributes(content, from: cursor.position, into: &line)
    } else {
      line.message = LineText.part(content, min(start, content.count)..<content.count)
    }
  }

  private static func unquoted(_ content: Span<UInt8>, _ range: Range<Int>) -> String {
    let bytes = Logfmt.unescaped(content, range)
    return LineText.string(bytes.span)
  }

  private static func closingQuote(_ content: Span<UInt8>, _ start: Int) -> Int? {
    var i = start
    while i < content.count {
      if content[i] == 0x5C {
        i += 2
      } else if content[i] == 0x22 {
        return i + 1 == content.count || content[i + 1] == 0x20 ? i : nil
      } else {
        i += 1
      }
    }
    return nil
  }
}
