internal import DebriefModel

/// What is left: text of which at least the layout of its lines can be said.
///
/// A single time anywhere makes it possible evidence: only text without times is called settings or text for people.
enum TextShape {
  static func note(_ text: HeadText) -> SourceNote {
    let count =
      text.isCut
      ? "more than \(text.lines.count) lines" : text.lines.count == 1 ? "one line" : "\(text.lines.count) lines"
    if text.lines.count == 1, text.first.utf8.count <= 40 { return single(text.first) }
    if text.most(0.3, { $0.contains("\u{FFFD}") }) {
      return SourceNote(.missing, "text that is not UTF-8 (\(count)): convert it to have it read")
    }
    if let line = text.lines.first(where: hasTime) {
      let share = text.most(0.2, hasTime) ? "with times" : "some of them with times,"
      return SourceNote(.missing, "\(count) \(share) in a layout that no importer knows: like “\(layout(line))”")
    }
    return untimed(text, count)
  }

  private static func untimed(_ text: HeadText, _ count: String) -> SourceNote {
    if text.most(0.2, { $0.hasPrefix("# HELP ") || $0.hasPrefix("# TYPE ") }) {
      return SourceNote(.missing, "metrics as text (\(count)) that no importer reads")
    }
    if text.most(0.6, isSetting) { return .notEvidence("settings (\(count) like key = value or [section])") }
    if text.most(0.5, isComment) { return .notEvidence("comments only (\(count))") }
    if text.most(0.5, isSentence) { return .notEvidence("text for people (\(count) without times)") }
    return SourceNote(.missing, "text without times that can be placed: \(count) like “\(layout(text.first))”")
  }

  private static func single(_ line: String) -> SourceNote {
    line.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" }
      ? SourceNote(.missing, "a single number without a time or a name")
      : SourceNote(.missing, "a single short line of no known layout, like “\(layout(line))”")
  }

  /// The shape of a line: digits as 9, words as a, so that nothing of the contents is told.
  private static func layout(_ line: String) -> String {
    var shape = ""
    for character in line.prefix(48) {
      let isPlain = character.isASCII && (character.asciiValue ?? 0) >= 0x20
      let mark: Character = character.isNumber ? "9" : character.isLetter ? "a" : isPlain ? character : "?"
      if mark == "a" && shape.hasSuffix("aaa") { continue }
      shape.append(mark)
    }
    return shape + (line.count > 48 ? "…" : "")
  }

  /// A clock (`12:34`), a date (`2026-08-27`) or ten digits in a row, as Unix times have them.
  static func hasTime(_ line: String) -> Bool {
    var pattern: [UInt8] = []
    for byte in line.utf8.prefix(200) { pattern.append(byte >= 0x30 && byte <= 0x39 ? 0x39 : byte) }
    return ["99:99", "9999-99-99", "9999/99/99", "9999999999"].contains { contains(pattern, Array($0.utf8)) }
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard bytes.count >= part.count else { return false }
    return (0...(bytes.count - part.count)).contains { bytes[$0..<($0 + part.count)].elementsEqual(part) }
  }

  private static func isSetting(_ line: String) -> Bool {
    let body = line.drop { $0 == " " || $0 == "\t" }
    if body.hasPrefix("[") && body.hasSuffix("]") || body.hasPrefix("#") || body.hasPrefix(";") { return true }
    guard let equals = body.firstIndex(of: "=") else {
      let words = body.split(separator: " ", maxSplits: 2)
      return line.hasPrefix(" ") && words.count == 2 && words[0].allSatisfy { $0.isLetter || $0 == "_" || $0 == "." }
    }
    let name = body[..<equals]
    return name.allSatisfy { $0.isLetter || $0.isNumber || "_-. ".contains($0) }
      && name.split(separator: " ").count == 1
  }

  private static func isComment(_ line: String) -> Bool {
    ["#", "//", "--", ";", "/*", " *"].contains { line.hasPrefix($0) }
  }

  /// Eight words or more, nearly all of letters.
  private static func isSentence(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    let plain = words.count { $0.allSatisfy { $0.isLetter || ".,;:!?’'\"()-".contains($0) } }
    return words.count >= 8 && plain * 10 >= words.count * 8
  }
}
