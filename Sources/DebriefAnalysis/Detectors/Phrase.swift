/// A fixed phrase to look for in messages, letters of ASCII in any case.
///
/// Messages come in millions and a generic substring search is slow, so this walks the bytes. O(text).
struct Phrase: Sendable {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = text.utf8.map(Phrase.lower) }

  func isIn(_ text: String) -> Bool {
    guard let head = bytes.first else { return true }
    let view = text.utf8
    var start = view.startIndex
    while start != view.endIndex {
      if Phrase.lower(view[start]) == head, matches(view[start...]) { return true }
      start = view.index(after: start)
    }
    return false
  }

  private func matches(_ tail: Substring.UTF8View) -> Bool {
    var position = 0
    for byte in tail {
      if Phrase.lower(byte) != bytes[position] { return false }
      position += 1
      if position == bytes.count { return true }
    }
    return false
  }

  private static func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }
}

extension [Phrase] {
  /// Whether one of the phrases is in the text.
  func isIn(_ text: String) -> Bool { contains { $0.isIn(text) } }
}

/// `1 time`, `3 times`: a count with its noun.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  if count == 1 { return "1 \(noun)" }
  return "\(count) \(plural ?? (noun.hasSuffix("s") ? noun : noun + "s"))"
}

/// A length of time for sentences: `45 s`, `12 min`, `3.5 h`, `2 days`.
func spoken(_ seconds: Double) -> String {
  let size = abs(seconds)
  if size < 120 { return "\(shortNumber(seconds.rounded())) s" }
  if size < 7200 { return "\(shortNumber((seconds / 60).rounded())) min" }
  if size < 172_800 { return "\(shortNumber((seconds / 360).rounded() / 10)) h" }
  return "\(shortNumber((seconds / 8640).rounded() / 10)) days"
}
