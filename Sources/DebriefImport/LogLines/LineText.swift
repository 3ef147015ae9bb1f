internal import DebriefParsing

/// The bytes of a line as text for people: terminal codes, NULs and carriage returns taken out.
enum LineText {
  /// Longest message kept of one record.
  static let longestMessage = 64 << 10
  /// Longest attribute value kept.
  static let longestValue = 500

  /// Whether there is a control character other than tab and newline.
  static func hasControls(_ bytes: Span<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var found: UInt8 = 0
      for i in 0..<buffer.count {
        let byte = unsafe buffer[i]
        found |= byte < 0x20 && byte != 0x09 && byte != 0x0A ? 1 : 0
      }
      return found != 0
    }
  }

  /// Hands the line on without what `withoutControls` removes; most lines have none of it and are handed on as they are.
  @inline(__always)
  static func cleaned<Result, Failure: Error>(
    _ line: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard hasControls(line) else { return try body(line) }
    let clean = withoutControls(line)
    return try body(clean.span)
  }

  /// The bytes without terminal codes (ECMA-48 CSI and OSC sequences), without carriage returns and leading NULs; a run of
  /// NULs inside and other control characters become U+FFFD.
  static func withoutControls(_ bytes: Span<UInt8>) -> [UInt8] {
    var clean: [UInt8] = []
    clean.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      switch bytes[i] {
      case 0x1B: i = afterEscape(bytes, i)
      case 0x00:
        while i < bytes.count && bytes[i] == 0 { i += 1 }
        if !clean.isEmpty && i < bytes.count { clean.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
      case 0x0D: i += 1
      case 0x01...0x08, 0x0B, 0x0C, 0x0E...0x1F:
        clean.append(contentsOf: [0xEF, 0xBF, 0xBD])
        i += 1
      default:
        clean.append(bytes[i])
        i += 1
      }
    }
    return clean
  }

  /// The index after the escape sequence at `start`.
  private static func afterEscape(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var i = start + 1
    guard i < bytes.count else { return i }
    if bytes[i] == 0x5B {
      i += 1
      while i < bytes.count && bytes[i] >= 0x20 && bytes[i] < 0x40 { i += 1 }
      return min(i + 1, bytes.count)
    }
    guard bytes[i] == 0x5D else { return i + 1 }
    while i < bytes.count && bytes[i] != 0x07 && bytes[i] != 0x1B { i += 1 }
    return min(i + (i < bytes.count && bytes[i] == 0x1B ? 2 : 1), bytes.count)
  }

  /// A value as text, cleaned and cut at `limit` bytes.
  static func string(_ bytes: Span<UInt8>, limit: Int = longestMessage) -> String {
    guard !hasControls(bytes) else {
      let clean = withoutControls(bytes)
      return Text.excerpt(clean.span, limit: limit)
    }
    return bytes.count <= limit ? Text.string(bytes) : Text.excerpt(bytes, limit: limit)
  }

  /// A part of a line that is known to hold no control characters.
  static func part(_ line: Span<UInt8>, _ range: Range<Int>, limit: Int = longestMessage) -> String {
    range.count <= limit ? Text.string(line, range) : Text.excerpt(line.extracting(range), limit: limit)
  }
}
