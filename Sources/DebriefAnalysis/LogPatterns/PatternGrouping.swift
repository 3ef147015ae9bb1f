/// Joins masked lines that differ only in words that vary.
///
/// Lines belong together when they have the same words but for one column, and what stands in that column are values: it
/// has many different texts, or few and they are quoted, of one key, names with digits or names after a word such as `pod`.
/// The lines are put in order first, so that the order in which they came plays no part.
struct PatternGrouping {
  /// So many different plain words in one column are a value …
  static let words = 4
  /// … and so many words in capitals, which mostly name states, or at the start of the line, which mostly tell it apart …
  static let states = 16
  /// … and so many texts that look like values.
  static let values = 2
  /// How often all columns are looked at: a value found in one may show another.
  private static let rounds = 4

  private var words = PatternWords()
  private var shapes: [[Int32]] = []
  private var numbers: [[Int32]: Int] = [:]
  /// The shape of each line as it came.
  private var owner: [Int] = []
  /// The shape that each shape was joined to.
  private var parent: [Int] = []

  mutating func add(_ line: ArraySlice<UInt8>) {
    let shape = line.split(separator: 0x20).map { words.number($0) }
    let index = numbers[shape] ?? shapes.count
    if index == shapes.count {
      numbers[shape] = index
      shapes.append(shape)
    }
    owner.append(index)
  }

  /// The patterns, sorted by their texts.
  consuming func patterns() -> MinedPatterns {
    parent = Array(shapes.indices)
    joinAll()
    joinLists()
    let found = shapes.indices.map { text(root($0)) }
    let texts = Set(found).sorted()
    let number = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, $0) })
    return MinedPatterns(texts: texts, pattern: owner.map { number[found[$0]] ?? 0 })
  }

  private mutating func joinAll() {
    let order = shapes.indices.sorted { PatternGrouping.isBefore(text(bytes: $0), text(bytes: $1)) }
    var lengths: [Int: [Int]] = [:]
    for index in order { lengths[shapes[index].count, default: []].append(index) }
    for length in lengths.keys.sorted() where length > 1 { joinColumns(lengths[length] ?? [], length) }
  }

  private static func isBefore(_ a: [UInt8], _ b: [UInt8]) -> Bool { a.lexicographicallyPrecedes(b) }

  private mutating func joinColumns(_ all: [Int], _ length: Int) {
    var members = all
    for _ in 0..<PatternGrouping.rounds {
      let before = members.count
      for column in 0..<length where members.count > 1 { members = join(members, at: column) }
      if members.count == before { return }
    }
  }

  /// Joins shapes that are the same but for one column; answers those that are left.
  private mutating func join(_ members: [Int], at column: Int) -> [Int] {
    var buckets: [UInt64: [Int]] = [:]
    for member in members { buckets[key(shapes[member], without: column), default: []].append(member) }
    var joined = false
    for member in members {
      guard let bucket = buckets[key(shapes[member], without: column)], bucket.count > 1, bucket[0] == member,
        isValue(column, bucket)
      else { continue }
      // The key of the first changes with its word, but not that of the column without it.
      shapes[member][column] = words.value(like: shapes[member][column])
      for other in bucket.dropFirst() { parent[other] = member }
      joined = true
    }
    return joined ? members.filter { parent[$0] == $0 } : members
  }

  private func key(_ shape: [Int32], without column: Int) -> UInt64 {
    var key: UInt64 = 0
    for index in shape.indices {
      let part =
        index == column
        ? ~UInt64(UInt32(bitPattern: words[shape[index]].frame)) : UInt64(UInt32(bitPattern: shape[index]))
      key = (key ^ part) &* 0x9FB2_1C65_1E98_DF25
      key ^= key >> 29
    }
    return key
  }

  /// Whether what stands in a column of otherwise equal shapes are values.
  private func isValue(_ column: Int, _ bucket: [Int]) -> Bool {
    let shape = shapes[bucket[0]]
    guard shape.indices.contains(where: { $0 != column && words[shape[$0]].hasLetters }) else { return false }
    let seen = bucket.map { words[shapes[$0][column]] }
    if seen.contains(where: \.isTelling) || seen.allSatisfy(\.isLikely) {
      return bucket.count >= PatternGrouping.values
    }
    let capitals = seen.count(where: \.isCapital)
    if column == 0 || capitals * 2 > seen.count { return bucket.count >= PatternGrouping.states }
    let areNames = words[shape[column - 1]].isNoun && !seen.contains(where: \.isVerb)
    return bucket.count >= (areNames ? PatternGrouping.values : PatternGrouping.words)
  }

  /// Joins patterns that differ only in how many values stand side by side, as in lists.
  private mutating func joinLists() {
    var lists: [[Int32]: [Int]] = [:]
    for index in shapes.indices where parent[index] == index {
      let short = shortened(shapes[index])
      lists[short, default: []].append(index)
    }
    for index in shapes.indices where parent[index] == index {
      let short = shortened(shapes[index])
      guard let members = lists[short], members.count > 1, members[0] == index else { continue }
      for other in members.dropFirst() { parent[other] = index }
      shapes[index] = short
    }
  }

  private func shortened(_ shape: [Int32]) -> [Int32] {
    var short: [Int32] = []
    for word in shape where !(words[word].isValue && words[word].bytes.count == 1 && short.last == word) {
      short.append(word)
    }
    return short
  }

  private func root(_ index: Int) -> Int {
    var at = index
    while parent[at] != at { at = parent[at] }
    return at
  }

  private func text(bytes index: Int) -> [UInt8] {
    Array(shapes[index].map { words[$0].bytes }.joined(separator: [0x20]))
  }

  /// The pattern as it is shown.
  private func text(_ index: Int) -> String {
    var text: [UInt8] = []
    for byte in self.text(bytes: index) {
      if byte == LineMask.value {
        text += "<*>".utf8
      } else if byte == LineMask.rest {
        text += "…".utf8
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
