internal import DebriefParsing

/// Text that people or their tools wrote, ready for a message: no terminal codes, no secrets, no blanks around it.
enum Prose {
  /// Cleans and cuts at `limit` bytes.
  static func clean(_ text: String, limit: Int = LineText.longestMessage) -> String {
    let bytes = Array(text.utf8)
    let range = Text.trimmed(bytes.span, 0..<bytes.count)
    return SecretMask.masked(LineText.string(bytes.span.extracting(range), limit: limit))
  }

  /// The first line, cleaned and cut.
  static func line(_ text: String, limit: Int = LineText.longestValue) -> String {
    let trimmed = text.drop { $0.isWhitespace }
    return clean(String(trimmed.prefix { !$0.isNewline }), limit: limit)
  }
}
