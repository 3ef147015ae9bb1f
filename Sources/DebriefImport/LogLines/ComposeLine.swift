internal import DebriefParsing

/// One line of `docker compose logs`: `web-1  | text`, the names padded to the longest one that was running.
struct ComposeLine {
  /// The service with its number, or the container's name.
  var name: Range<Int>
  /// Where the bar stands.
  var bar: Int
  var content: Int

  private static let longestName = 100

  init?(_ line: Span<UInt8>) {
    var i = 0
    guard !line.isEmpty, Text.isLetter(line[0]) || Text.isDigit(line[0]) else { return nil }
    var hasLetter = false
    while i < line.count, i < Self.longestName, Self.isName(line[i]) {
      hasLetter = hasLetter || Text.isLetter(line[i])
      i += 1
    }
    name = 0..<i
    while i < line.count, line[i] == 0x20, i - name.upperBound < 60 { i += 1 }
    guard hasLetter, i > name.upperBound, i < line.count, line[i] == 0x7C else { return nil }
    bar = i
    guard i + 1 == line.count || line[i + 1] == 0x20 else { return nil }
    content = min(i + 2, line.count)
  }

  /// Whether the name ends with the number that Compose gives a service's containers: `web-1`, `web_1`.
  func isNumbered(_ line: Span<UInt8>) -> Bool {
    var i = name.upperBound
    while i > 1, Text.isDigit(line[i - 1]) { i -= 1 }
    return i < name.upperBound && i > 1 && (line[i - 1] == 0x2D || line[i - 1] == 0x5F)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x2D || byte == 0x5F || byte == 0x2E
  }
}

/// Counts the lines of a head that `docker compose logs` may have printed.
struct ComposeHead {
  private(set) var lines = 0
  private var aligned = 0
  private var numbered = 0
  /// Lines whose text looks like a logger's.
  private var logged = 0
  private var bar = 0

  /// Counts a line with a prefix; false for any other.
  mutating func takes(_ line: Span<UInt8>) -> Bool {
    guard let parsed = ComposeLine(line) else { return false }
    lines += 1
    if lines == 1 { bar = parsed.bar }
    if parsed.bar == bar { aligned += 1 }
    if parsed.isNumbered(line) { numbered += 1 }
    if Self.isLogged(line.extracting(parsed.content..<line.count)) { logged += 1 }
    return true
  }

  private static func isLogged(_ content: Span<UInt8>) -> Bool {
    guard content.count > 1 else { return false }
    if Text.matches(content, at: 0, "{\"") || KlogLine.header(content) != nil { return true }
    return PlainLine.stamp(content) != nil || LogfmtLine.read(content) != nil
  }

  /// Whether the names are numbered, or the bars stand in one column before what loggers write; a table's lines do neither.
  var isCompose: Bool {
    lines >= 2 && (numbered * 10 >= lines * 9 || (aligned * 10 >= lines * 9 && logged * 2 >= lines))
  }
}
