internal import DebriefParsing

/// Hides what looks like a secret in text that people or tools wrote, so that it reaches neither the store nor a report.
///
/// Hidden are the values of words such as `password=` and `token:`, names and passwords in URLs, and tokens with a known
/// beginning (Slack, GitHub, GitLab, AWS, Stripe, JSON web tokens). O(n).
enum SecretMask {
  static let mark: StaticString = "***"

  private static let words: [StaticString] = [
    "password", "passwd", "pwd", "secret", "token", "api_key", "apikey", "api-key", "access_key", "accesskey",
    "private_key", "secret_key", "credentials", "authorization",
  ]
  private static let beginnings: [StaticString] = [
    "xoxb-", "xoxp-", "xoxa-", "xoxe-", "xapp-", "ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "glpat-", "AKIA",
    "ASIA",
    "sk_live_", "eyJ", "hooks.slack.com/services/",
  ]
  private static let schemes: [StaticString] = ["bearer", "basic", "token"]

  /// The text with secrets replaced by `***`; the same text where there are none.
  static func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var clean: [UInt8] = []
    var copied = 0
    var i = 0
    while i < bytes.count {
      guard let secret = secret(bytes.span, at: i) else {
        i += 1
        continue
      }
      clean.append(contentsOf: bytes[copied..<secret.lowerBound])
      clean.append(contentsOf: [0x2A, 0x2A, 0x2A])
      copied = secret.upperBound
      i = max(secret.upperBound, i + 1)
    }
    guard copied > 0 else { return text }
    clean.append(contentsOf: bytes[copied...])
    return Text.string(clean.span)
  }

  /// The secret that the byte at `i` announces.
  private static func secret(_ bytes: Span<UInt8>, at i: Int) -> Range<Int>? {
    switch bytes[i] {
    case 0x3D: return value(bytes, i)
    case 0x3A: return Text.matches(bytes, at: i, "://") ? login(bytes, i + 3) : value(bytes, i)
    case 0x78, 0x67, 0x41, 0x73, 0x65, 0x68: return token(bytes, i)
    default: return nil
    }
  }

  /// `user:password` before the `@` of a URL.
  private static func login(_ bytes: Span<UInt8>, _ start: Int) -> Range<Int>? {
    var i = start
    var hasColon = false
    while i < bytes.count, i - start < 300, !Text.isSpace(bytes[i]), bytes[i] != 0x2F, bytes[i] != 0x3F {
      if bytes[i] == 0x40 { return hasColon && i > start ? start..<i : nil }
      if bytes[i] == 0x3A { hasColon = true }
      i += 1
    }
    return nil
  }

  /// The value after the `=` or `:` at `i` where the word before it names a secret.
  private static func value(_ bytes: Span<UInt8>, _ i: Int) -> Range<Int>? {
    var end = i
    while end > 0, i - end < 2, bytes[end - 1] == 0x22 || bytes[end - 1] == 0x27 || bytes[end - 1] == 0x20 { end -= 1 }
    guard words.contains(where: { ends(bytes, end, $0) }) else { return nil }
    var start = i + 1
    while start < bytes.count, start - i < 4, isOpening(bytes[start]) { start += 1 }
    var stop = wordEnd(bytes, start)
    if schemes.contains(where: { isWord(bytes, start..<stop, $0) }), stop + 1 < bytes.count, bytes[stop] == 0x20 {
      stop = wordEnd(bytes, stop + 1)
    }
    return stop > start ? start..<stop : nil
  }

  private static func token(_ bytes: Span<UInt8>, _ i: Int) -> Range<Int>? {
    if i > 0, Text.isLetter(bytes[i - 1]) || Text.isDigit(bytes[i - 1]) { return nil }
    guard let beginning = beginnings.first(where: { Text.matches(bytes, at: i, $0) }) else { return nil }
    let start = i + beginning.utf8CodeUnitCount
    var end = start
    while end < bytes.count, isTokenByte(bytes[end]) { end += 1 }
    return end - start >= 12 ? start..<end : nil
  }

  private static func ends(_ bytes: Span<UInt8>, _ end: Int, _ word: StaticString) -> Bool {
    isWord(bytes, (end - word.utf8CodeUnitCount)..<end, word)
  }

  /// Whether a range holds a word, its letters in any case.
  private static func isWord(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count, range.count == word.utf8CodeUnitCount else {
      return false
    }
    for i in 0..<range.count {
      let byte = bytes[range.lowerBound + i]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      guard unsafe lower == word.utf8Start[i] else { return false }
    }
    return true
  }

  private static func isOpening(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x22 || byte == 0x27 || byte == 0x5C }

  private static func wordEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < bytes.count, !Text.isSpace(bytes[end]),
      ![0x22, 0x27, 0x26, 0x2C, 0x3B, 0x7D, 0x5C].contains(bytes[end])
    {
      end += 1
    }
    return end
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || [0x2D, 0x5F, 0x2E, 0x2F, 0x2B, 0x3D].contains(byte)
  }
}

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
