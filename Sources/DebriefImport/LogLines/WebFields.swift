internal import DebriefModel
internal import DebriefParsing

/// Walks the fields of a web server's line: words, `"quoted"` and `[bracketed]` ones. Every call moves on.
struct FieldCursor {
  private(set) var position: Int

  init(at position: Int) { self.position = position }

  /// The next field without its quotes or brackets; nil at the end of the line. A backslash escapes the byte after it in quotes.
  mutating func next(_ line: Span<UInt8>) -> Range<Int>? {
    while position < line.count, line[position] == 0x20 || line[position] == 0x09 { position += 1 }
    guard position < line.count else { return nil }
    let start = position
    position += 1
    switch line[start] {
    case 0x22: return until(0x22, line, escapes: true)
    case 0x5B: return until(0x5D, line, escapes: false)
    default:
      while position < line.count, line[position] != 0x20, line[position] != 0x09 { position += 1 }
      return start..<position
    }
  }

  private mutating func until(_ close: UInt8, _ line: Span<UInt8>, escapes: Bool) -> Range<Int> {
    let start = position
    while position < line.count, line[position] != close {
      position += escapes && line[position] == 0x5C ? 2 : 1
    }
    let end = min(position, line.count)
    position = min(end + 1, line.count)
    return start..<end
  }
}

/// What web servers' lines have in common.
enum WebText {
  /// `GET /path HTTP/1.1`; the path is masked.
  static func takeRequest(_ content: Span<UInt8>, _ range: Range<Int>, _ line: inout LogLine) {
    var cursor = FieldCursor(at: 0)
    let request = content.extracting(range)
    guard let method = cursor.next(request), method.count <= 20, !method.isEmpty,
      Text.isLetter(request[method.lowerBound]),
      let path = cursor.next(request), path.lowerBound > method.upperBound
    else { return }
    line.attributes.set("http_method", request, method)
    line.attributes.set("http_path", masked(LineText.part(request, path, limit: LineText.longestValue)))
  }

  /// What a status says about severity: 5xx is an error; 429 and 499 (too many requests, the client gave up) are warnings, the
  /// other 4xx notices, because scanners and typing errors make them every day.
  static func severity(status: Int) -> Severity {
    switch status {
    case 500...: .error
    case 429, 499: .warning
    case 400...: .notice
    default: .info
    }
  }

  /// Three digits from 100 on.
  static func status(_ content: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.count == 3, let status = Timestamp.number(content, range.lowerBound, 3), status >= 100 else {
      return nil
    }
    return status
  }

  /// Seconds with decimals as milliseconds: `0.250` is `250`; nil for anything else.
  static func milliseconds(ofSeconds content: Span<UInt8>, _ range: Range<Int>) -> String? {
    var i = range.lowerBound
    while i < range.upperBound, i - range.lowerBound < 9, Text.isDigit(content[i]) { i += 1 }
    guard i > range.lowerBound, let whole = Timestamp.number(content, range.lowerBound, i - range.lowerBound) else {
      return nil
    }
    guard i < range.upperBound else { return String(whole * 1000) }
    let decimals = (i + 1)..<range.upperBound
    guard content[i] == 0x2E, !decimals.isEmpty, decimals.count <= 9,
      let part = Timestamp.number(content, decimals.lowerBound, decimals.count)
    else { return nil }
    var micros = part
    for _ in min(decimals.count, 6)..<6 { micros *= 10 }
    for _ in 6..<max(decimals.count, 6) { micros /= 10 }
    let rest = micros % 1000
    let ms = String(whole * 1000 + micros / 1000)
    guard rest > 0 else { return ms }
    let digits = String(rest + 1000).dropFirst()
    return ms + "." + digits.reversed().drop { $0 == "0" }.reversed()
  }

  /// Parameters of a URL that grant access, besides those that are secret in any text.
  private static let parameters: Set<String> = [
    "sig", "signature", "x-amz-signature", "x-amz-credential", "x-amz-security-token", "auth", "key", "session", "sid",
    "code", "jwt", "otp", "pin", "state",
  ]

  /// The text with secrets replaced by `***`, those in query strings included.
  static func masked(_ text: String) -> String {
    let text = SecretMask.masked(text)
    guard text.utf8.contains(0x3F) else { return text }
    let bytes = Array(text.utf8)
    var clean: [UInt8] = []
    var i = 0
    while i < bytes.count {
      clean.append(bytes[i])
      i += 1
      guard bytes[i - 1] == 0x3F || bytes[i - 1] == 0x26 else { continue }
      var equals = i
      while equals < bytes.count, equals - i < 30, isName(bytes[equals]) { equals += 1 }
      let name = String(decoding: bytes[i..<equals], as: UTF8.self).lowercased()
      guard equals < bytes.count, bytes[equals] == 0x3D, parameters.contains(name) else { continue }
      clean.append(contentsOf: bytes[i...equals])
      clean.append(contentsOf: [0x2A, 0x2A, 0x2A])
      i = equals + 1
      while i < bytes.count, bytes[i] > 0x20, bytes[i] != 0x26, bytes[i] != 0x22, bytes[i] != 0x23 { i += 1 }
    }
    return Text.string(clean.span)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x2D || byte == 0x5F
  }
}
