internal import DebriefModel
internal import DebriefParsing

/// Reads Loki's notation for labels, `{app="shop", pod="web-1"}`: names, and values quoted as in Go.
enum LokiLabels {
  /// The labels, and how many bytes they take, from the brace at `start`; nil where there is none or it does not close.
  static func read(_ bytes: Span<UInt8>, at start: Int = 0) -> (labels: [String: String], length: Int)? {
    guard start < bytes.count, bytes[start] == 0x7B else { return nil }
    var labels: [String: String] = [:]
    var i = start + 1
    while true {
      skipSeparators(bytes, &i)
      guard i < bytes.count else { return nil }
      if bytes[i] == 0x7D { return (labels, i + 1 - start) }
      let name = i
      while i < bytes.count, isName(bytes[i]) { i += 1 }
      guard i > name, i + 1 < bytes.count, bytes[i] == 0x3D, bytes[i + 1] == 0x22 else { return nil }
      let key = Text.string(bytes, name..<i)
      i += 2
      guard let value = quoted(bytes, &i), labels.count < 200 else { return nil }
      labels[key] = value
    }
  }

  private static func skipSeparators(_ bytes: Span<UInt8>, _ i: inout Int) {
    while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x2C { i += 1 }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x5F || byte == 0x2E
  }

  /// The text up to the closing quote; a backslash keeps the byte after it, `\n` and `\t` are what they are in Go.
  private static func quoted(_ bytes: Span<UInt8>, _ i: inout Int) -> String? {
    var value: [UInt8] = []
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      if byte == 0x22 { return Text.string(value.span) }
      guard byte == 0x5C, i < bytes.count else {
        value.append(byte)
        continue
      }
      value.append(bytes[i] == 0x6E ? 0x0A : bytes[i] == 0x74 ? 0x09 : bytes[i])
      i += 1
    }
    return nil
  }

  /// A number for a set of labels (FNV-1a, 64 bits).
  static func hash(_ labels: [String: String]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for (name, value) in labels.sorted(by: { $0.key < $1.key }) {
      for byte in name.utf8 { mix(byte, &hash) }
      mix(0x3D, &hash)
      for byte in value.utf8 { mix(byte, &hash) }
      mix(0xFF, &hash)
    }
    return hash
  }

  /// A key of a line by Loki's own rule of duplicates: same stream, same nanosecond, same text.
  static func identity(_ stream: UInt64, _ line: Span<UInt8>, _ time: Instant) -> EventIdentity {
    var hash = stream
    for i in 0..<line.count { mix(line[i], &hash) }
    return EventIdentity(key: "loki:\(time.nanoseconds):" + String(hash, radix: 16))
  }

  private static func mix(_ byte: UInt8, _ hash: inout UInt64) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
