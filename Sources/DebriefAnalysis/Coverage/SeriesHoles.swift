import DebriefModel

/// Finds places where the samples of a series stop for longer than its step explains.
///
/// Rule: a series with a known step and at least `samples` samples; two neighbours more than `factor` steps apart and at least
/// `shortest`. Prometheus answers for up to five minutes after the last scrape, so shorter outages of a target are not seen.
struct SeriesHoles: Sendable {
  static let samples = 10
  static let factor = 3.0
  static let shortest = TimeSpan.minutes(1)

  struct Tally: Sendable {
    var series = 0
    var broken = 0
    var longest: TimeRange?
  }

  /// By source.
  private(set) var tallies: [Int: Tally] = [:]

  mutating func observe(_ series: Series, _ samples: [Sample]) {
    guard let step = series.step, step > 0, samples.count >= Self.samples else { return }
    var tally = tallies[series.provenance.source] ?? Tally()
    tally.series += 1
    if let hole = Self.longest(samples, step: step) {
      tally.broken += 1
      if hole.duration > tally.longest?.duration ?? .zero { tally.longest = hole }
    }
    tallies[series.provenance.source] = tally
  }

  private static func longest(_ samples: [Sample], step: Double) -> TimeRange? {
    let bound = max(TimeSpan.seconds(step * factor), shortest)
    var longest: TimeRange?
    for (a, b) in zip(samples, samples.dropFirst()) where b.at - a.at > max(bound, longest?.duration ?? .zero) {
      longest = TimeRange(a.at, b.at)
    }
    return longest
  }
}
