/// Bytes to text and back, without Foundation.
public enum Text {
  /// The bytes as a String; invalid UTF-8 becomes U+FFFD.
  public static func string(_ bytes: Span<UInt8>) -> String {
    unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes in `range` as a String; invalid UTF-8 becomes U+FFFD.
  public static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    string(bytes.extracting(range))
  }

  /// At most `limit` bytes of `bytes` as text, with "…" where it was cut.
  public static func excerpt(_ bytes: Span<UInt8>, limit: Int = 200) -> String {
    guard bytes.count > limit else { return string(bytes) }
    var end = limit
    // Step back to a character's first byte, so that cutting makes no replacement character.
    while end > 0 && bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return string(bytes, 0..<end) + "…"
  }

  /// Whether `bytes` contains `other` at `offset`.
  public static func matches(_ bytes: Span<UInt8>, at offset: Int, _ other: StaticString) -> Bool {
    let count = other.utf8CodeUnitCount
    guard offset >= 0, offset + count <= bytes.count else { return false }
    let start = unsafe other.utf8Start
    for i in 0..<count where unsafe bytes[offset + i] != start[i] { return false }
    return true
  }

  /// The first offset at or after `from` where `other` stands; nil when nowhere.
  public static func find(_ other: StaticString, in bytes: Span<UInt8>, from: Int = 0) -> Int? {
    let count = other.utf8CodeUnitCount
    guard count > 0, bytes.count >= count else { return nil }
    let first = unsafe other.utf8Start[0]
    var i = max(from, 0)
    while i <= bytes.count - count {
      if bytes[i] == first && matches(bytes, at: i, other) { return i }
      i += 1
    }
    return nil
  }

  public static func contains(_ bytes: Span<UInt8>, _ other: StaticString) -> Bool { find(other, in: bytes) != nil }

  /// `bytes` without ASCII white space at both ends, as a range.
  public static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper && isSpace(bytes[lower]) { lower += 1 }
    while upper > lower && isSpace(bytes[upper - 1]) { upper -= 1 }
    return lower..<upper
  }

  public static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
  public static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  public static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
}
