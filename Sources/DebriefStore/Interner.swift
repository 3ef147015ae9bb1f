/// Gives stored numbers to values that repeat (subjects, reasons, attribute sets), through a bounded cache.
///
/// A value that fell out of the cache gets a second number: harmless, since values are compared and not their numbers,
/// and far cheaper than a unique index when every record names a new pod.
struct Interner<Value: Hashable> {
  /// Cached values at most: bounds the memory, and stays within the processor's cache.
  static var limit: Int { 16_384 }
  private var cache: [Value: Int64] = [:]

  /// The number of `value`: cached, or the one `insert` gives it.
  mutating func id(_ value: Value, _ insert: (Value) throws -> Int64) rethrows -> Int64 {
    if let id = cache[value] { return id }
    let id = try insert(value)
    remember(value, id)
    return id
  }

  /// Fills the cache with what is stored already.
  mutating func remember(_ value: Value, _ id: Int64) {
    if cache.count >= Self.limit { cache.removeAll(keepingCapacity: true) }
    cache[value] = id
  }

  /// Forgets everything, after a rollback.
  mutating func forget() { cache.removeAll(keepingCapacity: true) }
}
