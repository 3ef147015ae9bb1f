/// Short words and signs with a meaning of their own.
enum KnownWords {
  /// Up to eight bytes in lower case, as a number.
  static func key(_ line: Span<UInt8>, _ run: Range<Int>) -> UInt64 {
    var key: UInt64 = 0
    for index in run { key = key << 8 | UInt64(line[index] | 0x20) }
    return key
  }

  static func key(_ text: String) -> UInt64 { text.utf8.reduce(0) { $0 << 8 | UInt64($1) } }

  static let truths = [key("true"), key("false"), key("null")]
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ].map { key($0) }
  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { key($0) }
  static func isMonth(_ key: UInt64) -> Bool { months.contains(key) }
  static func isDay(_ key: UInt64) -> Bool { days.contains(key) }

  /// Endings of the files of programs, as stack traces name them.
  static let sources = [
    "c", "cc", "cpp", "cs", "erl", "ex", "exs", "go", "h", "hpp", "java", "js", "jsx", "kt", "lua", "m", "mjs", "php",
    "pl",
    "py", "rb", "rs", "scala", "swift", "ts", "tsx", "vue",
  ].map { key($0) }

  /// `<`, `>`, `~` and `+` before a number.
  static func isSign(_ byte: UInt8) -> Bool { byte == 0x3C || byte == 0x3E || byte == 0x7E || byte == 0x2B }

  /// Whether a byte may be part of a URL.
  static func isAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, 0x7F: false
    case 0x22, 0x27, 0x28, 0x29, 0x2C, 0x3B, 0x3C, 0x3E, 0x5B, 0x5D, 0x60, 0x7B, 0x7C, 0x7D: false
    default: true
    }
  }
}

/// Units that are written beside a number: they change with its size, so they belong to the value.
enum Units {
  private static let all = [
    "bytes", "b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "ns", "us", "ms", "s", "sec", "secs",
  ].map { KnownWords.key($0) }

  /// The end of ` unit` and of a second size in parentheses, ` bytes (1.2 KB)`; nil without a unit.
  static func end(_ line: Span<UInt8>, _ table: Span<UInt8>, _ at: Int, _ end: Int) -> Int? {
    guard let first = unit(line, table, at, end) else { return nil }
    guard first + 3 < end, line[first] == 0x20, line[first + 1] == 0x28 else { return first }
    var next = first + 2
    while next < end, table[Int(line[next])] & (ByteClass.digit | ByteClass.dot) != 0 { next += 1 }
    guard next > first + 2, let second = unit(line, table, next, end), second < end, line[second] == 0x29 else {
      return first
    }
    return second + 1
  }

  private static func unit(_ line: Span<UInt8>, _ table: Span<UInt8>, _ at: Int, _ end: Int) -> Int? {
    guard at + 1 < end, line[at] == 0x20 else { return nil }
    var next = at + 1
    while next < end, next < at + 7, table[Int(line[next])] & ByteClass.letters != 0 { next += 1 }
    guard next > at + 1, next < at + 7, all.contains(KnownWords.key(line, at + 1..<next)) else { return nil }
    return next
  }
}
