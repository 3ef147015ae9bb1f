internal import DebriefModel
internal import DebriefParsing

/// One pattern of a declared format, such as `{time} {level} [{logger}] {message}`.
///
/// A blank stands for one or more blanks or tabs, `{{` and `}}` for braces, other text for itself. A field ends where the text after
/// it first appears, and what was read is never tried again: a match takes O(n·m) for a line of n and a pattern of m bytes.
struct LinePattern: Sendable {
  /// What a field may hold.
  enum Kind: String, Sendable, CaseIterable {
    /// No blanks; at least one byte.
    case word
    /// Anything up to the text after it; may be empty.
    case text
    /// Digits with an optional sign.
    case integer
    /// Digits with an optional sign and decimals.
    case number
    /// A time in one of the format's layouts.
    case time
  }

  struct Field: Sendable {
    var name: String
    var kind: Kind
  }

  private enum Part: Sendable {
    case blanks
    case literal([UInt8])
    case field(Int)
  }

  /// What a line gave.
  struct Match {
    /// One range for each field.
    var values: [Range<Int>] = []
    var clock = LogLine.Clock.none
  }

  /// How far a line was read, for the message about a sample that does not match.
  struct Progress {
    var byte = 0
    var part = 0
  }

  static let longest = 2000
  static let mostFields = 40

  let source: String
  private(set) var fields: [Field] = []
  private var parts: [Part] = []

  /// Compiles a pattern; `kinds` names the kinds of fields other than `word`, and `text` for `message`.
  init(_ source: String, kinds: [String: Kind]) throws(Rejection) {
    self.source = source
    let bytes = Array(source.utf8)
    guard !bytes.isEmpty, bytes.count <= Self.longest else {
      throw Rejection("a pattern has 1 to \(Self.longest) bytes")
    }
    guard bytes[0] != 0x20, bytes[0] != 0x09 else {
      throw Rejection("it begins with a blank, but a line that does so continues the event before it")
    }
    var i = 0
    while i < bytes.count { i = try part(bytes, i, kinds) }
    guard fields.contains(where: { $0.kind == .time || $0.name == "level" }) else {
      throw Rejection("it has neither {time} nor {level}, so it would claim lines that are none of its own")
    }
  }

  /// Compiles what begins at `i` and returns where the next part does.
  private mutating func part(_ bytes: [UInt8], _ i: Int, _ kinds: [String: Kind]) throws(Rejection) -> Int {
    let byte = bytes[i]
    if byte == 0x20 || byte == 0x09 {
      if case .blanks = parts.last {} else { parts.append(.blanks) }
      return i + 1
    }
    let isDoubled = i + 1 < bytes.count && bytes[i + 1] == byte
    if byte == 0x7B, !isDoubled { return try field(bytes, i, kinds) }
    if byte == 0x7D, !isDoubled { throw Rejection("a } without its {; write }} for a brace") }
    if case .literal(let before) = parts.last {
      parts[parts.count - 1] = .literal(before + [byte])
    } else {
      parts.append(.literal([byte]))
    }
    return byte == 0x7B || byte == 0x7D ? i + 2 : i + 1
  }

  private mutating func field(_ bytes: [UInt8], _ start: Int, _ kinds: [String: Kind]) throws(Rejection) -> Int {
    guard let end = bytes[start...].firstIndex(of: 0x7D) else {
      throw Rejection("a { without its }; write {{ for a brace")
    }
    let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    guard Self.isName(name) else {
      throw Rejection("'{\(name)}' is no field: a name has lower-case letters, digits and _, at most 40")
    }
    guard !fields.contains(where: { $0.name == name }) else { throw Rejection("{\(name)} stands in it twice") }
    guard fields.count < Self.mostFields else { throw Rejection("it has more than \(Self.mostFields) fields") }
    if case .field(let before) = parts.last, fields[before].kind == .word || fields[before].kind == .text {
      throw Rejection("nothing stands between {\(fields[before].name)} and {\(name)} to tell them apart")
    }
    parts.append(.field(fields.count))
    fields.append(Field(name: name, kind: name == "time" ? .time : kinds[name] ?? (name == "message" ? .text : .word)))
    return end + 1
  }

  static func isName(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || Text.isDigit($0) || $0 == 0x5F }
    return !name.isEmpty && name.utf8.count <= 40 && isPlain
  }

  /// The part at which reading stopped, as it stands in the pattern.
  func words(at progress: Progress) -> String {
    guard progress.part < parts.count else { return "the end of the line" }
    return switch parts[progress.part] {
    case .blanks: "a blank"
    case .literal(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
    case .field(let index): "{\(fields[index].name)} (\(fields[index].kind.rawValue))"
    }
  }

  // MARK: Matching

  /// What a whole line gives; nil when it does not match.
  func match(_ line: Span<UInt8>, _ layouts: [TimeLayout]) -> Match? {
    var progress = Progress()
    return match(line, layouts, &progress)
  }

  func match(_ line: Span<UInt8>, _ layouts: [TimeLayout], _ progress: inout Progress) -> Match? {
    let end = Text.trimmed(line, 0..<line.count).upperBound
    var match = Match()
    for (index, part) in parts.enumerated() {
      progress.part = index
      let start = progress.byte
      if case .field(let field) = part {
        guard let upper = read(fields[field].kind, line, start..<end, after: index + 1, layouts, &match) else {
          return nil
        }
        match.values.append(start..<upper)
        progress.byte = upper
      } else {
        guard let next = skip(part, line, start, end) else { return nil }
        progress.byte = next
      }
    }
    progress.part = parts.count
    return progress.byte == end ? match : nil
  }

  /// Where a field that begins at `range.lowerBound` ends; nil when it is none.
  private func read(
    _ kind: Kind, _ line: Span<UInt8>, _ range: Range<Int>, after next: Int, _ layouts: [TimeLayout],
    _ match: inout Match
  ) -> Int? {
    switch kind {
    case .time:
      guard let (clock, length) = TimeLayout.first(layouts, line, at: range.lowerBound) else { return nil }
      match.clock = clock
      return range.lowerBound + length
    case .integer, .number: return Self.number(line, range, decimals: kind == .number)
    case .word: return word(line, range, after: next)
    case .text: return text(line, range, after: next)
    }
  }

  private static func number(_ line: Span<UInt8>, _ range: Range<Int>, decimals: Bool) -> Int? {
    var i = range.lowerBound
    if i < range.upperBound, line[i] == 0x2D || line[i] == 0x2B { i += 1 }
    let first = i
    while i < range.upperBound, Text.isDigit(line[i]) || (decimals && line[i] == 0x2E && i > first) { i += 1 }
    return i > first ? i : nil
  }

  private func word(_ line: Span<UInt8>, _ range: Range<Int>, after next: Int) -> Int? {
    var i = range.lowerBound
    while i < range.upperBound, line[i] > 0x20 {
      if i > range.lowerBound, next < parts.count, begins(line, i, range.upperBound, at: next) { return i }
      i += 1
    }
    return i > range.lowerBound ? i : nil
  }

  private func text(_ line: Span<UInt8>, _ range: Range<Int>, after next: Int) -> Int? {
    guard next < parts.count else { return range.upperBound }
    var i = range.lowerBound
    while i <= range.upperBound {
      if begins(line, i, range.upperBound, at: next) { return i }
      // A run of blanks is tried at its first one only.
      let isBlank = i < range.upperBound && Self.isBlank(line[i])
      i += 1
      while isBlank, startsWithBlanks(next), i < range.upperBound, Self.isBlank(line[i]) { i += 1 }
    }
    return nil
  }

  private func startsWithBlanks(_ part: Int) -> Bool { if case .blanks = parts[part] { true } else { false } }

  /// Whether all parts from `first` up to the next field stand at `start`.
  private func begins(_ line: Span<UInt8>, _ start: Int, _ end: Int, at first: Int) -> Bool {
    var i = start
    for part in parts[first...] {
      if case .field = part { break }
      guard let next = skip(part, line, i, end) else { return false }
      i = next
    }
    return true
  }

  private func skip(_ part: Part, _ line: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    switch part {
    case .field: return start
    case .blanks:
      var i = start
      while i < end, Self.isBlank(line[i]) { i += 1 }
      return i > start ? i : nil
    case .literal(let bytes):
      guard end - start >= bytes.count else { return nil }
      for i in 0..<bytes.count where line[start + i] != bytes[i] { return nil }
      return start + bytes.count
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
