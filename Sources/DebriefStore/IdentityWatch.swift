internal import DebriefModel

/// Notices whether any identity came up twice in a run, so that a first import without repeats needs no merging.
struct IdentityWatch {
  /// Hashes kept at most; beyond that repeats are assumed. Bounds the memory to about 20 MB.
  private static let limit = 1_000_000
  private var seen: Set<Int> = []
  /// True once an identity, or the hash of two, came up twice.
  private(set) var mayRepeat = false

  mutating func watch(_ events: [Event]) {
    guard !mayRepeat else { return }
    for event in events {
      guard let key = event.identity?.key else { continue }
      if !seen.insert(key.hashValue).inserted || seen.count > Self.limit {
        mayRepeat = true
        seen = []
        return
      }
    }
  }
}
