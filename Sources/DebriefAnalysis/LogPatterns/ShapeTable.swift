/// Distinct byte strings, numbered in the order in which they came; an open table with linear probing.
struct ShapeTable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  private var slots = [Int32](repeating: -1, count: 1024)

  var count: Int { ends.count }
  /// How many bytes all strings have.
  var size: Int { bytes.count }

  subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// The number of a string; nil for one that is not in the table. O(1) expected.
  func find(_ text: ArraySlice<UInt8>, _ hash: UInt64) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, same(index, text) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func same(_ index: Int, _ text: ArraySlice<UInt8>) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == text.count else { return false }
    let (a, b) = (bytes.span, text.span)
    for offset in 0..<text.count where a[start + offset] != b[offset] { return false }
    return true
  }

  /// Adds a string that is not in the table; answers its number.
  mutating func add(_ text: ArraySlice<UInt8>, _ hash: UInt64) -> Int {
    if (count + 1) * 2 > slots.count { grow() }
    bytes += text
    ends.append(bytes.count)
    hashes.append(hash)
    place(count - 1)
    return count - 1
  }

  private mutating func place(_ index: Int) {
    var slot = Int(truncatingIfNeeded: hashes[index]) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(index)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for index in ends.indices { place(index) }
  }
}
