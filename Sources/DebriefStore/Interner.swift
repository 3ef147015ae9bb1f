internal import DebriefModel
internal import GRDB

/// Gives stored numbers to values that repeat (subjects, reasons, attribute sets), through a bounded cache.
struct Interner<Value: Hashable> {
  private var cache: [Value: Int64] = [:]
  private let limit = 200_000

  /// The number of `value`: cached, or from `lookup`, which selects or inserts it.
  mutating func id(_ value: Value, _ lookup: (Value) throws -> Int64) rethrows -> Int64 {
    if let id = cache[value] { return id }
    let id = try lookup(value)
    if cache.count >= limit { cache.removeAll(keepingCapacity: true) }
    cache[value] = id
    return id
  }

  /// Forgets everything, after a rollback.
  mutating func forget() { cache.removeAll(keepingCapacity: true) }
}
