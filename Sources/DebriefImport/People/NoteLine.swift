internal import DebriefModel
internal import DebriefParsing

/// A line of notes that begins with a time: `- 18:20 Alex: rolled back`, `| 18:20 UTC | pool is full |`, `[18:20-18:35] …`.
struct NoteLine {
  var time: WrittenTime
  var end: WrittenTime?
  var isAbout = false
  var author = ""
  var text: String
  /// Whether a mark of notes stands around the time: a bullet, a bracket, a bar, or emphasis.
  var isMarked: Bool

  /// nil when the line does not begin with a time, or says nothing after it.
  init?(_ line: Span<UInt8>) {
    var i = 0
    while i < line.count, Self.isMark(line[i]) { i += 1 }
    isMarked = i > 0 && !Text.isSpace(line[0])
    if i < line.count, line[i] == 0x7E {
      isAbout = true
      i += 1
    }
    guard i < 40, let time = WrittenTime(line, at: i), time.hasClock else { return nil }
    self.time = time
    i += time.length
    if let (end, next) = Self.range(line, i) {
      self.end = end
      i = next
    }
    let afterTime = i
    while i < line.count, Self.isSeparator(line, &i) {}
    guard i > afterTime, i < line.count else { return nil }
    text = Prose.clean(Text.string(line, i..<line.count))
    text = Self.cells(text)
    guard Self.isProse(text) else { return nil }
    takeAuthor()
  }

  /// `-`, `*`, `>`, `#`, `|`, `[`, `(`, a tick, blanks.
  private static func isMark(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x2D, 0x2A, 0x3E, 0x23, 0x7C, 0x5B, 0x28, 0x60, 0x5F, 0x2B].contains(byte)
  }

  /// The second time of `18:20-18:35` and `18:20 – 18:35`.
  private static func range(_ line: Span<UInt8>, _ start: Int) -> (WrittenTime, Int)? {
    var i = start
    while i < line.count, line[i] == 0x20 { i += 1 }
    if Text.matches(line, at: i, "–") || Text.matches(line, at: i, "—") {
      i += 3
    } else if i < line.count, line[i] == 0x2D {
      i += 1
    } else {
      return nil
    }
    while i < line.count, line[i] == 0x20 { i += 1 }
    guard let end = WrittenTime(line, at: i), end.hasClock else { return nil }
    return (end, i + end.length)
  }

  /// Moves past one separator between time and text; false where the text begins.
  private static func isSeparator(_ line: Span<UInt8>, _ i: inout Int) -> Bool {
    if Text.matches(line, at: i, "–") || Text.matches(line, at: i, "—") || Text.matches(line, at: i, "→") {
      i += 3
      return true
    }
    guard [0x20, 0x09, 0x2D, 0x3A, 0x7C, 0x5D, 0x29, 0x2A, 0x60, 0x5F, 0x2C, 0x3B].contains(line[i]) else {
      return false
    }
    i += 1
    return true
  }

  /// The cells of a table's row with dashes between them.
  private static func cells(_ text: String) -> String {
    guard text.contains("|") else { return text }
    return text.split(separator: "|").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
      .map { cell in String(cell.reversed().drop { $0 == " " }.reversed()) }.joined(separator: " – ")
  }

  /// Words, not the columns of a monitor: two letters in a row, and more letters than digits.
  private static func isProse(_ text: String) -> Bool {
    var (letters, digits) = (0, 0)
    for byte in text.utf8 {
      if Text.isLetter(byte) || byte >= 0x80 { letters += 1 } else if Text.isDigit(byte) { digits += 1 }
    }
    return letters >= 3 && letters > digits
  }

  private static let labels: Set<String> = [
    "note", "update", "impact", "action", "status", "alert", "fix", "detected", "resolved", "mitigated", "recovered",
    "acknowledged", "started", "cause", "info", "warning", "error", "todo", "decision", "finding", "hypothesis",
    "summary",
    "deploy", "rollback", "http", "https",
  ]

  /// `Alex: …`, `@alex …`, `Alex – …` in a table's row is left as text.
  private mutating func takeAuthor() {
    if text.hasPrefix("@"), let blank = text.firstIndex(of: " ") {
      author = String(text[text.index(after: text.startIndex)..<blank].filter { $0 != ":" })
      text = String(text[text.index(after: blank)...])
      return
    }
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix(": ") else { return }
    let name = text[..<colon].filter { $0 != "*" && $0 != "_" }
    let words = name.split(separator: " ")
    guard (1...3).contains(words.count), name.utf8.count <= 40,
      words.allSatisfy({ $0.first?.isUppercase ?? false && !$0.contains { $0.isNumber } }),
      !Self.labels.contains(words[0].lowercased())
    else { return }
    author = name
    text = Prose.clean(String(text[text.index(after: colon)...]))
  }
}
