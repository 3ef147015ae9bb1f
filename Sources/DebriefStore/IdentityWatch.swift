internal import DebriefImport

/// Notices whether any identity came up twice in a run, so that a first import without repeats needs no merging.
struct IdentityWatch {
  /// Hashes kept at most; beyond that repeats are assumed. Bounds the memory to about 20 MB.
  private static let limit = 1_000_000
  private var seen: Set<Int> = []
  /// True once an identity, or the hash of two, came up twice.
  private(set) var mayRepeat = false

  mutating func watch(_ keys: [EventKeys]) {
    guard !mayRepeat else { return }
    for key in keys {
      guard let identity = key.identity else { continue }
      if !seen.insert(identity).inserted || seen.count > Self.limit {
        mayRepeat = true
        seen = []
        return
      }
    }
  }
}
