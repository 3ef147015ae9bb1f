/// One `key=value` of a logfmt line, as ranges of the line.
public struct LogfmtPair: Hashable, Sendable {
  public var key: Range<Int>
  /// Without the quotes.
  public var value: Range<Int>
  /// Whether the value holds a backslash to be resolved.
  public var hasEscapes: Bool
}

/// Walks the pairs of a logfmt line (`k=v`, `k="quoted \" v"`, bare words), holding only a position.
///
/// Time O(n) in the line. An unterminated quote ends with the line.
public struct LogfmtCursor: Sendable {
  public private(set) var position: Int
  /// Words without `=` seen so far.
  public private(set) var bareWords = 0

  /// Starts at an offset of the line.
  public init(at position: Int = 0) { self.position = position }

  /// The next pair; bare words are counted and skipped. Nil at the end of the line.
  public mutating func next(_ line: Span<UInt8>) -> LogfmtPair? {
    while position < line.count {
      while position < line.count && line[position] <= 0x20 { position += 1 }
      let start = position
      while position < line.count, Logfmt.isKey(line[position]) { position += 1 }
      if position > start, position < line.count, line[position] == 0x3D {
        position += 1
        return value(line, key: start..<(position - 1))
      }
      while position < line.count && line[position] > 0x20 { position += 1 }
      if position > start { bareWords += 1 }
    }
    return nil
  }

  private mutating func value(_ line: Span<UInt8>, key: Range<Int>) -> LogfmtPair {
    guard position < line.count, line[position] == 0x22 else {
      let start = position
      while position < line.count && line[position] > 0x20 { position += 1 }
      return LogfmtPair(key: key, value: start..<position, hasEscapes: false)
    }
    position += 1
    let start = position
    var escapes = false
    while position < line.count && line[position] != 0x22 {
      if line[position] == 0x5C {
        escapes = true
        position += 1
      }
      position += 1
    }
    position = min(position, line.count)
    let pair = LogfmtPair(key: key, value: start..<position, hasEscapes: escapes)
    position = min(position + 1, line.count)
    return pair
  }
}

/// The logfmt notation (brandur.org/logfmt, as go-kit, logrus and Prometheus write it).
public enum Logfmt {
  /// Letters, digits and `_ . - @ /` make a key.
  static func isKey(_ byte: UInt8) -> Bool {
    Text.isLetter(byte) || Text.isDigit(byte) || byte == 0x5F || (byte >= 0x2D && byte <= 0x2F) || byte == 0x40
  }

  /// Whether the text at `offset` begins with `key=`: the cheap test before walking a line.
  public static func begins(_ line: Span<UInt8>, at offset: Int = 0) -> Bool {
    var i = offset
    while i < line.count, i - offset < 40, isKey(line[i]) { i += 1 }
    return i > offset && i < line.count && line[i] == 0x3D
  }

  /// A value as bytes, with `\n`, `\t`, `\r`, `\"`, `\\` and `\uXXXX` resolved.
  public static func unescaped(_ line: Span<UInt8>, _ value: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.count)
    var i = value.lowerBound
    while i < value.upperBound {
      guard line[i] == 0x5C, i + 1 < value.upperBound else {
        bytes.append(line[i])
        i += 1
        continue
      }
      i += 2
      switch line[i - 1] {
      case 0x6E: bytes.append(0x0A)
      case 0x74: bytes.append(0x09)
      case 0x72: bytes.append(0x0D)
      case 0x75: i = appendUnicode(line, i, value.upperBound, &bytes)
      default: bytes.append(line[i - 1])
      }
    }
    return bytes
  }

  private static func appendUnicode(_ line: Span<UInt8>, _ start: Int, _ end: Int, _ bytes: inout [UInt8]) -> Int {
    guard start + 4 <= end else { return start }
    var code: UInt32 = 0
    for i in start..<(start + 4) {
      guard let digit = hexDigit(line[i]) else { return start }
      code = code << 4 | UInt32(digit)
    }
    bytes.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    return start + 4
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
