internal import DebriefModel
internal import DebriefParsing

/// Kibana's and OpenSearch Dashboards' default for dates, `Aug 27, 2026 @ 18:15:00.123`, in the reader's zone, which it does not state.
enum KibanaTime {
  /// The time, when the text is one and nothing else.
  static func read(_ text: Span<UInt8>) -> ParsedTime? {
    var i = 3
    while i < text.count, text[i] == 0x20 { i += 1 }
    let first = i
    while i < text.count, Text.isDigit(text[i]) { i += 1 }
    guard first > 3, (1...2).contains(i - first), let day = Timestamp.number(text, first, i - first),
      Text.matches(text, at: i, ", "), let year = Timestamp.number(text, i + 2, 4),
      Text.matches(text, at: i + 6, " @ "), text.count >= i + 17
    else { return nil }
    // The month and the time of day as syslog writes them: `Aug 27 18:15:00.123`.
    var plain: [UInt8] = [text[0], text[1], text[2], 0x20, UInt8(0x30 + day / 10), UInt8(0x30 + day % 10), 0x20]
    for j in (i + 9)..<text.count { plain.append(text[j]) }
    guard let yearless = Timestamp.syslog(plain.span, at: 0), yearless.length == plain.count else { return nil }
    return yearless.parsed(year: year)
  }
}
