import DebriefModel

/// Fixed phrases to look for in messages, letters of ASCII in any case.
///
/// Messages come in millions and a generic substring search is slow, so this walks the bytes once for all phrases.
/// O(text) for texts in which no phrase begins.
struct Phrases: Sendable {
  private let phrases: [[UInt8]]
  /// Whether any begins with this byte.
  private let isHead: [Bool]
  /// For each first byte the phrases that begin with it.
  private let byHead: [[Int]]

  init(_ texts: [String]) {
    let lowered = texts.map { $0.utf8.map(Phrases.lower) }.filter { !$0.isEmpty }
    phrases = lowered
    isHead = (0..<256).map { head in lowered.contains { Int($0[0]) == head } }
    byHead = (0..<256).map { head in lowered.indices.filter { Int(lowered[$0][0]) == head } }
  }

  /// Whether one of the phrases is in the text.
  func isIn(_ text: String) -> Bool { first(in: text) != nil }

  /// The number of the phrase that the text holds first; nil when it holds none.
  func first(in text: String) -> Int? {
    let bytes = text.utf8Span.span
    for start in 0..<bytes.count {
      let head = Int(Phrases.lower(bytes[start]))
      if !isHead[head] { continue }
      for candidate in byHead[head] where matches(phrases[candidate], bytes, start) { return candidate }
    }
    return nil
  }

  private func matches(_ phrase: [UInt8], _ bytes: Span<UInt8>, _ start: Int) -> Bool {
    guard bytes.count - start >= phrase.count else { return false }
    for offset in phrase.indices where Phrases.lower(bytes[start + offset]) != phrase[offset] { return false }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }
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

/// The text in double quotes that follows `word` in a message, e.g. the name of the webhook; nil when there is none.
func quoted(after word: String, in message: String) -> String? {
  let parts = message.split(separator: "\"", maxSplits: 16, omittingEmptySubsequences: false)
  for index in parts.indices.dropLast().dropFirst() where index % 2 == 1 {
    let before = parts[index - 1]
    guard before.hasSuffix(" "), before.dropLast().lowercased().hasSuffix(word), !parts[index].isEmpty,
      parts[index].utf8.count <= 253
    else { continue }
    return String(parts[index])
  }
  return nil
}
