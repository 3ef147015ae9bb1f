/// Finds the patterns of log lines: texts with `<*>` where lines differ.
///
/// Lines are masked as they come and counted by their masked form; at the end the distinct forms are joined into patterns.
/// Below the limits the result does not depend on the order of the lines at all, and on nothing but the lines.
public struct PatternMiner: Sendable {
  /// How many distinct masked lines are told apart …
  public static let shapes = 1 << 17
  /// … and how many bytes they may take; what comes later is known by its first word and its length only …
  public static let bytes = 16 << 20
  /// … and, past this many of those, not at all.
  public static let coarse = 4096

  private var mask = LineMask()
  private var table = ShapeTable()
  private let limits: (shapes: Int, bytes: Int, coarse: Int)
  private var fine = 0

  /// Creates a miner; the limits are for tests.
  public init(shapes: Int = shapes, bytes: Int = bytes, coarse: Int = coarse) {
    limits = (shapes, bytes, coarse)
  }

  /// A miner for the logs of one incident.
  public static var ofIncident: PatternMiner { PatternMiner(shapes: 1 << 15) }

  /// What is read of a log event: of a stack trace the type and the top frame, which stay the same whatever the message says. A type
  /// without a frame says too little.
  public static func line(_ message: String, exception: String?) -> String {
    exception.flatMap { $0.contains(" at ") ? $0 : nil } ?? message
  }

  /// How many distinct masked lines there are.
  public var count: Int { table.count }

  /// Reads a line; answers the number of its masked form, which ``patterns()`` maps to a pattern. O(line).
  public mutating func add(_ line: Span<UInt8>) -> Int {
    mask.mask(line)
    let hash = mask.hash
    if let known = table.find(mask.text, hash) { return known }
    if fine < limits.shapes, table.size < limits.bytes {
      fine += 1
      return table.add(mask.text, hash)
    }
    return overflow()
  }

  /// Reads a text; lines after the first are not looked at.
  public mutating func add(_ text: String) -> Int {
    var text = text
    // A text that is not stored as UTF-8 bytes is copied.
    return text.withUTF8 { bytes in
      let span = unsafe bytes.span
      var end = 0
      while end < span.count, span[end] != 0x0A { end += 1 }
      return add(span.extracting(0..<end))
    }
  }

  /// Keeps what there is no room for by its first word, or together.
  private mutating func overflow() -> Int {
    let words = mask.text.split(separator: 0x20, maxSplits: 1)
    var text = words.first ?? []
    text = text.prefix(64) + (words.count > 1 ? [0x20, LineMask.rest] : [])
    return known(text) ?? (table.count < fine + limits.coarse ? table.add(text, PatternMiner.hash(text)) : last())
  }

  private mutating func last() -> Int {
    let rest: ArraySlice<UInt8> = [LineMask.rest]
    return known(rest) ?? table.add(rest, PatternMiner.hash(rest))
  }

  private func known(_ text: ArraySlice<UInt8>) -> Int? { table.find(text, PatternMiner.hash(text)) }

  private static func hash(_ text: ArraySlice<UInt8>) -> UInt64 {
    text.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The patterns of all lines read so far. O(distinct masked lines · words).
  public func patterns() -> MinedPatterns {
    var grouping = PatternGrouping()
    for index in 0..<table.count { grouping.add(table[index]) }
    return grouping.patterns()
  }
}

/// What a miner found.
public struct MinedPatterns: Sendable {
  /// The patterns, in the order of their texts.
  public var texts: [String]
  /// The pattern of each masked form.
  public var pattern: [Int]

  /// The pattern of a masked form; of one that came later, a mark that it is not known.
  public func text(of form: Int) -> String { pattern.indices.contains(form) ? texts[pattern[form]] : "…" }
}
