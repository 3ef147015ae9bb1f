/// Finds where a JSON value ends, and where the elements at a path begin, looking at each byte once and at no value.
struct JSONScanner {
  enum Reason { case complete, elements, needMore, stray, tooDeep }

  private let paths: [[[UInt8]]]
  private var depth = 0
  private var inString = false
  private var escaped = false
  private var inWord = false
  private var started = false
  /// Per level up to the longest path: whether the container is an object whose keys so far match a path.
  private var matched = 0
  private var expectsKey = false
  private var readingKey = false
  private var key: [UInt8] = []
  /// The key just read completes this many levels of some path.
  private var pendingMatch = 0
  private let longestPath: Int

  init(paths: [[[UInt8]]]) {
    self.paths = paths
    longestPath = paths.map(\.count).max() ?? 0
  }

  /// Goes on at the `]` that ends the elements of a document that began with `head`.
  init(resumingAfterElementsOf head: [UInt8]) {
    self.init(paths: [])
    // The head ends with the `[` of the elements: its open containers are the depth to close.
    _ = unsafe head.withUnsafeBufferPointer { unsafe scan($0.span, from: 0, atEnd: false) }
  }

  /// Whether the value is a bare number or word, which ends with the input.
  var isNumberOrWord: Bool { inWord && depth == 0 }

  mutating func scan(_ bytes: Span<UInt8>, from start: Int, atEnd: Bool) -> (reason: Reason, index: Int) {
    var i = start
    let count = bytes.count
    while i < count {
      if inString {
        i = scanString(bytes, i)
        if !inString && depth == 0 { return (.complete, i) }
        continue
      }
      let byte = bytes[i]
      if inWord && (byte <= 0x20 || byte == 0x2C || byte == 0x5D || byte == 0x7D) {
        inWord = false
        if depth == 0 { return (.complete, i) }
      }
      switch byte {
      case 0x22:
        inString = true
        started = true
        readingKey = expectsKey && depth <= longestPath && matched == depth - 1
        if readingKey { key.removeAll(keepingCapacity: true) }
      case 0x7B, 0x5B:
        started = true
        if byte == 0x5B && pendingMatch > 0 && isCompletePath() {
          return (.elements, i + 1)
        }
        if byte == 0x7B && pendingMatch > 0 { matched = pendingMatch }
        pendingMatch = 0
        depth += 1
        expectsKey = byte == 0x7B
        if depth > JSONFramer.deepest { return (.tooDeep, i) }
      case 0x7D, 0x5D:
        guard depth > 0 else { return (.stray, i) }
        depth -= 1
        matched = min(matched, max(depth - 1, 0))
        expectsKey = false
        pendingMatch = 0
        if depth == 0 { return (.complete, i + 1) }
      case 0x2C:
        expectsKey = depth == matched + 1
        pendingMatch = 0
      case 0x3A, 0x20, 0x0A, 0x0D, 0x09:
        break
      default:
        if depth == 0 && !started && !JSONScanner.startsWord(byte) { return (.stray, i) }
        started = true
        inWord = true
      }
      i += 1
    }
    if atEnd && inWord && depth == 0 { return (.complete, i) }
    return (.needMore, i)
  }

  private static func startsWord(_ byte: UInt8) -> Bool {
    Text.isDigit(byte) || byte == 0x2D || byte == 0x74 || byte == 0x66 || byte == 0x6E
  }

  private mutating func scanString(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    // The opening quote is looked at by the caller, which moves past it only on its next turn.
    var i = start
    let count = bytes.count
    while i < count {
      let byte = bytes[i]
      i += 1
      if escaped {
        escaped = false
      } else if byte == 0x5C {
        escaped = true
      } else if byte == 0x22 {
        inString = false
        endString()
        return i
      }
      if readingKey && key.count < 64 { key.append(byte) }
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
