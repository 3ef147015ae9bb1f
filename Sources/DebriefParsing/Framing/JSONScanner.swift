/// Finds where a JSON value ends, and where the elements at a path begin, looking at each byte once and at no value.
///
/// It also sees where a record that was cut off is followed by the next one: a `{` at the start of a line, in a place
/// where JSON allows none. Valid JSON never has that, however it is laid out.
struct JSONScanner {
  enum Reason { case complete, elements, needMore, stray, damaged }

  private let paths: [[[UInt8]]]
  private let longestPath: Int
  private var depth = 0
  /// The deepest nesting seen.
  private(set) var deepest = 0
  private var inString = false
  private var escaped = false
  private var inWord = false
  private var started = false
  /// How many levels of some path the open containers match.
  private var matched = 0
  private var expectsKey = false
  private var readingKey = false
  private var key: [UInt8] = []
  /// The key just read completes this many levels of some path.
  private var pendingMatch = 0
  /// One bit a level, the lowest for the innermost container: whether it is an object. Enough for 64 levels.
  private var objects: UInt64 = 0
  /// Whether a container would be out of place here: after a value, after a key, or where a key is due.
  private var refusesContainer = false
  private var lastByte: UInt8 = 0

  init(paths: [[[UInt8]]]) {
    self.paths = paths
    longestPath = paths.map(\.count).max() ?? 0
  }

  /// Goes into the array that `scan` stopped at: the next scan begins at the `]` behind its elements.
  mutating func enterElements() { open(isObject: false) }

  /// Whether the value is a bare number or word, which ends with the input.
  var isNumberOrWord: Bool { inWord && depth == 0 }

  /// Scans on from `start`; the index returned is the first byte not yet part of what `reason` says.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int, atEnd: Bool) -> (reason: Reason, index: Int) {
    var i = start
    let count = bytes.count
    defer { if i > start && i <= count { lastByte = bytes[i - 1] } }
    while i < count {
      if inString {
        guard scanString(bytes, &i, from: start) else { return (.damaged, i) }
        if !inString && depth == 0 { return (.complete, i) }
        continue
      }
      let byte = bytes[i]
      if inWord && (byte <= 0x20 || byte == 0x2C || byte == 0x5D || byte == 0x7D) {
        inWord = false
        if depth == 0 { return (.complete, i) }
      }
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09: break
      case 0x22: openString()
      case 0x3A: refusesContainer = false
      case 0x2C: comma()
      case 0x7B, 0x5B:
        if refusesContainer && byte == 0x7B && isLineStart(bytes, i, from: start) { return (.damaged, i) }
        if byte == 0x5B && pendingMatch > 0 && isCompletePath() { return (.elements, i + 1) }
        open(isObject: byte == 0x7B)
      case 0x7D, 0x5D:
        guard depth > 0 else { return (.stray, i) }
        close()
        if depth == 0 { return (.complete, i + 1) }
      default:
        if depth == 0 && !started && !JSONScanner.startsWord(byte) { return (.stray, i) }
        (started, inWord, refusesContainer) = (true, true, true)
      }
      i += 1
    }
    if atEnd && inWord && depth == 0 { return (.complete, i) }
    return (.needMore, i)
  }

  private func isLineStart(_ bytes: Span<UInt8>, _ i: Int, from start: Int) -> Bool {
    (i > start ? bytes[i - 1] : lastByte) == 0x0A
  }

  private mutating func openString() {
    inString = true
    started = true
    refusesContainer = true
    readingKey = expectsKey && depth <= longestPath && matched == depth - 1
    if readingKey { key.removeAll(keepingCapacity: true) }
  }

  private mutating func comma() {
    expectsKey = depth == matched + 1
    pendingMatch = 0
    refusesContainer = objects & 1 == 1
  }

  private mutating func open(isObject: Bool) {
    started = true
    if isObject && pendingMatch > 0 { matched = pendingMatch }
    pendingMatch = 0
    depth += 1
    deepest = max(deepest, depth)
    objects = objects << 1 | (isObject ? 1 : 0)
    expectsKey = isObject
    refusesContainer = isObject
  }

  private mutating func close() {
    depth -= 1
    objects >>= 1
    matched = min(matched, max(depth - 1, 0))
    expectsKey = false
    pendingMatch = 0
    refusesContainer = true
  }

  private static func startsWord(_ byte: UInt8) -> Bool {
    Text.isDigit(byte) || byte == 0x2D || byte == 0x74 || byte == 0x66 || byte == 0x6E
  }

  /// Moves `i` past the end of the string, or to the end of the bytes; false where a `{` begins a line inside it.
  private mutating func scanString(_ bytes: Span<UInt8>, _ i: inout Int, from start: Int) -> Bool {
    let count = bytes.count
    while i < count {
      if !readingKey && !escaped { i = JSONScanner.skipPlain(bytes, i) }
      guard i < count else { break }
      let byte = bytes[i]
      if byte == 0x7B && isLineStart(bytes, i, from: start) { return false }
      i += 1
      if escaped {
        escaped = false
      } else if byte == 0x5C {
        escaped = true
      } else if byte == 0x22 {
        inString = false
        endString()
        return true
      }
      if readingKey && key.count < 64 { key.append(byte) }
    }
    return true
  }

  /// The next byte at or after `i` that may end or damage a string: a quote, a backslash, a `{` or the end.
  private static func skipPlain(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    unsafe bytes.withUnsafeBytes { raw in
      while i + 8 <= raw.count {
        let word = unsafe raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        // A byte is zero exactly where (x − 1) & ~x has its high bit (Mycroft); later bytes may be false alarms.
        let quote = word ^ 0x2222_2222_2222_2222
        let slash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let brace = word ^ 0x7B7B_7B7B_7B7B_7B7B
        let hit = ((quote &- ones) & ~quote | (slash &- ones) & ~slash | (brace &- ones) & ~brace) & highs
        if hit != 0 {
          i += UInt64(littleEndian: hit).trailingZeroBitCount >> 3
          return
        }
        i += 8
      }
    }
    return i
  }

  private mutating func endString() {
    guard readingKey else { return }
    readingKey = false
    expectsKey = false
    let level = depth - 1
    pendingMatch = paths.contains { $0.count > level && $0[level] == key } ? level + 1 : 0
  }

  private func isCompletePath() -> Bool { paths.contains { $0.count == pendingMatch && $0.last == key } }
}
