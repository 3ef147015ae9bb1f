internal import DebriefModel

/// The inferred steps of the queries in one file, and where its samples end.
struct StepLedger {
  /// The number of the query being read: each envelope ends one.
  private(set) var document = 0
  private(set) var last = Instant.distantPast
  private(set) var hasSeries = false
  /// The smallest step of each query; those beyond 10,000 share the last entry.
  private var steps: [Double?] = [nil]

  /// Takes note of a series of the query being read.
  mutating func see(_ step: Double?, last time: Instant) {
    hasSeries = true
    last = max(last, time)
    guard let step else { return }
    steps[document] = min(steps[document] ?? step, step)
  }

  mutating func endDocument() {
    hasSeries = false
    guard document < 10_000 else { return }
    document += 1
    steps.append(nil)
  }

  /// Seconds between the samples of a query; 0 when no series of it has two.
  func step(of document: Int) -> Double { steps.indices.contains(document) ? steps[document] ?? 0 : 0 }

  func note(into batch: inout EventBatch) {
    let known = steps.compactMap { $0 }
    guard let smallest = known.min(), let largest = known.max() else { return }
    let text = smallest == largest ? "\(Self.text(smallest)) s" : "\(Self.text(smallest)) to \(Self.text(largest)) s"
    batch.note(.assumption, "the step is not stated: \(text), the smallest difference between samples")
  }

  private static func text(_ seconds: Double) -> String {
    let whole = Int64(exactly: seconds)
    return whole.map { String($0) } ?? String(seconds)
  }
}

extension Instant {
  /// Before everything.
  static let distantPast = Instant(nanoseconds: .min)
}
