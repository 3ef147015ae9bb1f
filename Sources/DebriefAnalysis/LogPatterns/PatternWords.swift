/// The distinct words of masked lines, numbered, with what grouping asks of them.
struct PatternWords {
  /// One word with the punctuation around it.
  struct Word {
    var bytes: [UInt8]
    /// What stands around the part that may vary - punctuation, or `key=` - as a number: only equals share a column.
    var frame: Int32
    /// A masked value and nothing else.
    var isValue = false
    /// Looks like a value whatever it says: a value that is no number, a quoted text, nothing between two brackets.
    var isTelling = false
    /// May be a value among its kind: after `key=`, with a digit, or a masked number.
    var isLikely = false
    /// At least two letters and all of them capitals.
    var isCapital = false
    var hasLetters = false
    /// Ends like a verb (`started`, `failing`): never a name.
    var isVerb = false
    /// Names a kind of thing, so that a name follows: `user`, `pod`.
    var isNoun = false
  }

  private(set) var all: [Word] = []
  private var numbers: [[UInt8]: Int32] = [:]
  private var frames: [[UInt8]: Int32] = [:]

  subscript(_ number: Int32) -> Word { all[Int(number)] }

  /// The number of a word of a masked line. Masked numbers and other values are one from here on.
  mutating func number(_ raw: ArraySlice<UInt8>) -> Int32 {
    let bytes = raw.map { $0 == LineMask.number ? LineMask.value : $0 }
    if let known = numbers[bytes] { return known }
    let index = Int32(truncatingIfNeeded: all.count)
    numbers[bytes] = index
    all.append(word(bytes, isNumber: !raw.contains(LineMask.value)))
    return index
  }

  /// The word that stands for all texts of a column: a value within the same punctuation.
  mutating func value(like number: Int32) -> Int32 {
    let bytes = self[number].bytes
    let core = PatternWords.core(bytes)
    let merged = bytes[..<core.lowerBound] + [LineMask.value] + bytes[core.upperBound...]
    return self.number(merged)
  }

  private mutating func word(_ bytes: [UInt8], isNumber: Bool) -> Word {
    let range = PatternWords.core(bytes)
    let core = bytes[range]
    var word = Word(bytes: bytes, frame: frame(bytes[..<range.lowerBound] + [0] + bytes[range.upperBound...]))
    let opener = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0
    let isQuoted = range.upperBound < bytes.count && [0x22, 0x27, 0x28, 0x60].contains(opener)
    let isKeyed = bytes[..<range.lowerBound].contains(0x3D)
    word.isValue = core.count == 1 && core.first == LineMask.value
    word.isTelling = word.isValue && !isNumber || isQuoted
    word.isLikely = isKeyed || word.isValue || core.contains { ByteClass.table[Int($0)] == ByteClass.digit }
    word.hasLetters = core.contains { ByteClass.table[Int($0)] & ByteClass.letters != 0 }
    let capitals = core.count { ByteClass.table[Int($0)] & ByteClass.capital != 0 }
    word.isCapital = capitals > 1 && !core.contains { $0 >= 0x61 && $0 <= 0x7A }
    word.isVerb =
      core.count > 4 && (core.suffix(2).elementsEqual("ed".utf8) || core.suffix(3).elementsEqual("ing".utf8))
    word.isNoun = PatternWords.nouns.contains(core.map { $0 | 0x20 })
    return word
  }

  private mutating func frame(_ bytes: [UInt8]) -> Int32 {
    if let known = frames[bytes] { return known }
    let index = Int32(truncatingIfNeeded: frames.count)
    frames[bytes] = index
    return index
  }

  /// The part between the punctuation; what follows the first `=` of a keyed text.
  static func core(_ bytes: [UInt8]) -> Range<Int> {
    var head = 0
    if let equals = bytes.firstIndex(of: 0x3D), equals > 0, isName(bytes[equals - 1]) { head = equals + 1 }
    while head < bytes.count, !isName(bytes[head]) { head += 1 }
    guard head < bytes.count else { return empty(bytes) }
    var tail = bytes.count
    while tail > head, !isName(bytes[tail - 1]) || bytes[tail - 1] == 0x2E { tail -= 1 }
    return head..<max(head, tail)
  }

  /// Nothing between two brackets: `()`.
  private static func empty(_ bytes: [UInt8]) -> Range<Int> {
    let open = bytes.lastIndex { $0 == 0x28 || $0 == 0x5B }.map { $0 + 1 } ?? bytes.count
    return open..<open
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte <= LineMask.rest || ByteClass.table[Int(byte)] & ByteClass.name != 0
  }

  /// Words that a name follows.
  private static let nouns = Set(
    [
      "user", "username", "account", "group", "role", "host", "hostname", "server", "node", "pod", "container",
      "deployment", "namespace", "image", "volume", "claim", "secret", "configmap", "job", "task", "thread", "worker",
      "device", "interface", "database", "table", "index", "topic", "queue", "partition", "file", "module", "package",
      "class", "session", "id", "name", "named", "called", "key", "endpoint", "cluster", "zone", "region", "instance",
      "tenant", "shard", "replica", "replicaset", "service", "customer", "product", "order", "plugin", "feature",
    ].map { (noun: String) in Array(noun.utf8) })
}
