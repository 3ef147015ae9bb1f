internal import DebriefModel

/// Counts the lines of one answer of a log store, to notice that the query's limit cut it.
struct LineCount: Sendable {
  private(set) var lines = 0
  private var falls = 0
  private var last: Instant?

  /// Takes note of a line's time.
  mutating func see(_ time: Instant?) {
    lines += 1
    if let time, let last { falls += time < last ? 1 : time > last ? -1 : 0 }
    last = time ?? last
  }

  /// A new stream of the same answer begins.
  mutating func endStream() { last = nil }

  /// Notes that exactly one of `limits` lines came, of which the store usually has more; starts afresh.
  mutating func endAnswer(limits: [Int], _ store: String, _ batch: inout EventBatch) {
    if limits.contains(lines) {
      let lost = falls > 0 ? "earlier" : falls < 0 ? "later" : "further"
      batch.note(.limit, "\(store) gave exactly \(lines) lines, a common limit of queries: \(lost) ones may be missing")
    }
    self = LineCount()
  }
}
