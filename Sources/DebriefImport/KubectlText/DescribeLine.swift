internal import DebriefModel
internal import DebriefParsing

/// One line of `kubectl describe`: how far it is indented, and its field and value.
struct DescribeLine {
  let indent: Int
  /// The text before the colon; empty for lines that are no field.
  let key: String
  let value: String

  init(_ line: Span<UInt8>) {
    var i = 0
    while i < line.count && line[i] == 0x20 { i += 1 }
    indent = i
    let colon = Self.colon(line, from: i)
    key = colon.map { Text.string(line, i..<$0) } ?? ""
    value = colon.map { LineText.part(line, Text.trimmed(line, ($0 + 1)..<line.count), limit: 4000) } ?? ""
  }

  /// The colon after a field's name; what follows it is blank or apart from it.
  private static func colon(_ line: Span<UInt8>, from start: Int) -> Int? {
    guard start < line.count, Text.isLetter(line[start]) || Text.isDigit(line[start]) else { return nil }
    for i in start..<min(line.count, start + 254) where line[i] == 0x3A {
      return i + 1 == line.count || Text.isSpace(line[i + 1]) ? i : nil
    }
    return nil
  }

  /// Go's RFC1123Z: `Tue, 12 Aug 2025 06:42:07 +0200`.
  static func time(_ text: String) -> EventTime? {
    var text = text
    return text.withUTF8 { buffer in
      let bytes = unsafe buffer.span
      guard bytes.count > 5, bytes[3] == 0x2C, bytes[4] == 0x20, let parsed = Timestamp.dayMonthYear(bytes, at: 5),
        parsed.offset != nil
      else { return nil }
      return parsed.eventTime()
    }
  }
}
