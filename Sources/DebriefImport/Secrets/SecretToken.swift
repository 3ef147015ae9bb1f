internal import DebriefParsing

/// Secrets that are known by how they begin, whatever stands before them.
enum SecretToken {
  /// A beginning, and where in it the byte stands that announces it.
  private static let beginnings: [(text: StaticString, mark: UInt8, at: Int)] = [
    ("eyJ", 0x4A, 2), ("AKIA", 0x4B, 1), ("ASIA", 0x53, 1),
    ("xoxb-", 0x2D, 4), ("xoxp-", 0x2D, 4), ("xoxa-", 0x2D, 4), ("xoxe-", 0x2D, 4), ("xapp-", 0x2D, 4),
    ("glpat-", 0x2D, 5), ("ghp_", 0x5F, 3), ("gho_", 0x5F, 3), ("ghs_", 0x5F, 3), ("ghu_", 0x5F, 3),
    ("github_pat_", 0x5F, 6), ("sk_live_", 0x5F, 2), ("rk_live_", 0x5F, 2),
    // "-----BEGIN … PRIVATE KEY" in base64, as kubeconfig files and Secrets hold it.
    ("LS0tLS1CRUdJTiBQUklWQVRF", 0x4C, 0), ("LS0tLS1CRUdJTiBSU0EgUFJJVkFU", 0x4C, 0),
    ("LS0tLS1CRUdJTiBFQyBQUklWQVRF", 0x4C, 0), ("LS0tLS1CRUdJTiBPUEVOU1NIIFBS", 0x4C, 0),
  ]
  /// Shorter ones are words.
  private static let fewest = 12

  /// The secret part of the token whose announcing byte stands at `i`; its beginning is kept, because it says whose token it is.
  static func token(_ bytes: Span<UInt8>, around i: Int) -> Range<Int>? {
    let byte = bytes[i]
    for beginning in beginnings
    where beginning.mark == byte && Text.matches(bytes, at: i - beginning.at, beginning.text) {
      let start = i - beginning.at
      guard start == 0 || !isWordByte(bytes[start - 1]) else { continue }
      return rest(bytes, start + beginning.text.utf8CodeUnitCount)
    }
    return nil
  }

  /// What follows `Bearer `.
  static func bearer(_ bytes: Span<UInt8>, _ i: Int) -> Range<Int>? {
    guard Text.matches(bytes, at: i + 1, "earer "), i == 0 || !isWordByte(bytes[i - 1]) else { return nil }
    guard let token = rest(bytes, i + 7) else { return nil }
    var letters = 0
    for k in token where Text.isLetter(bytes[k]) { letters += 1 }
    // A word of prose has letters only.
    return letters < token.count ? token : nil
  }

  /// The bytes of a token from `start`; nil when they are too few.
  static func rest(_ bytes: Span<UInt8>, _ start: Int) -> Range<Int>? {
    var end = start
    while end < bytes.count, isTokenByte(bytes[end]) { end += 1 }
    return end - start >= fewest ? start..<end : nil
  }

  /// Whether a line can be one of a private key: base64 and nothing else.
  static func isKeyLine(_ line: Span<UInt8>) -> Bool {
    guard line.count >= 4, line.count <= 80 else { return false }
    for i in 0..<line.count where !isBase64(line[i]) { return false }
    return line.count >= 16 || line[line.count - 1] == 0x3D
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { Text.isLetter(byte) || Text.isDigit(byte) }

  private static func isBase64(_ byte: UInt8) -> Bool {
    isWordByte(byte) || byte == 0x2B || byte == 0x2F || byte == 0x3D
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    isBase64(byte) || byte == 0x2D || byte == 0x5F || byte == 0x2E || byte == 0x7E
  }
}
