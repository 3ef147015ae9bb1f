public import DebriefModel

/// The raw samples of one counter or gauge in a window, and what Prometheus' functions make of them.
///
/// Only for raw samples. What a range query returned has been evaluated at a step already: applying `rate` to it once more gives
/// numbers that mean nothing.
public struct RangeVector: Sendable {
  /// How the window and the extrapolation are meant; they differ between Prometheus versions, so say which was used.
  public enum Semantics: String, CaseIterable, Sendable {
    /// Before 2.51: the window holds both ends; a counter is not extrapolated below 0, and that is looked at first.
    case before2_51 = "Prometheus before 2.51"
    /// 2.51 to 2.x: the threshold is looked at first (prometheus/prometheus#13725).
    case from2_51 = "Prometheus 2.51 to 2.x"
    /// From 3.0: the window leaves out its start (prometheus/prometheus#13904).
    case from3 = "Prometheus 3"
  }

  /// The samples in the window, in order, without stale markers.
  public let samples: [Sample]
  private let start: Instant
  private let end: Instant
  private let semantics: Semantics

  /// Takes from `series`, which is in order of time, what lies in the `range` before `end`. O(n).
  public init(_ series: some Sequence<Sample>, range: TimeSpan, at end: Instant, _ semantics: Semantics) {
    let start = end - max(range, .zero)
    samples = series.filter { sample in
      (semantics == .from3 ? sample.at > start : sample.at >= start) && sample.at <= end && !sample.isStaleMarker
    }
    (self.start, self.end, self.semantics) = (start, end, semantics)
  }

  // MARK: Counters

  /// How often the value fell, which a counter does only when it starts again.
  public var resets: Int { neighbours.count { $1.value < $0.value } }

  /// The growth of a counter over the whole window, extrapolated to its ends; nil with fewer than two samples.
  public var increase: Double? { extrapolated(isCounter: true) }

  /// The growth per second.
  public var rate: Double? { increase.map { $0 / (end - start).seconds } }

  // MARK: Gauges

  /// Last − first, extrapolated; nil with fewer than two samples.
  public var delta: Double? { extrapolated(isCounter: false) }

  /// How often the value changed; NaN after NaN is no change.
  public var changes: Int {
    neighbours.count { $0.value != $1.value && !($0.value.isNaN && $1.value.isNaN) }
  }

  /// NaN as soon as one sample is; nil when empty.
  public var average: Double? { Moments.mean(samples.map(\.value)) }

  /// The largest value that is a number; NaN when none is, nil when empty.
  public var maximum: Double? { extreme { $0 > $1 } }

  /// The smallest value that is a number; NaN when none is, nil when empty.
  public var minimum: Double? { extreme { $0 < $1 } }

  /// The quantile of type 7, in which NaN counts as smaller than any number; nil when empty.
  public func quantile(_ p: Double) -> Double? {
    OrderStatistics.quantile(p, ofSorted: samples.map(\.value).sorted { $0.isNaN ? !$1.isNaN : $0 < $1 })
  }

  private var neighbours: Zip2Sequence<[Sample], ArraySlice<Sample>> { zip(samples, samples.dropFirst()) }

  private func extreme(_ isMore: (Double, Double) -> Bool) -> Double? {
    samples.dropFirst().reduce(samples.first?.value) { best, sample in
      guard let best else { return nil }
      return best.isNaN || isMore(sample.value, best) ? sample.value : best
    }
  }

  private func extrapolated(isCounter: Bool) -> Double? {
    guard let first = samples.first, let last = samples.last, last.at > first.at else { return nil }
    var growth = last.value - first.value
    if isCounter { for (before, after) in neighbours where after.value < before.value { growth += before.value } }
    let span = (last.at - first.at).seconds
    let step = span / Double(samples.count - 1)
    var (toStart, toEnd) = ((first.at - start).seconds, (end - last.at).seconds)
    let zero = isCounter && growth > 0 && first.value >= 0 ? span * first.value / growth : .infinity
    if semantics == .before2_51 { toStart = min(toStart, zero) }
    // Farther than a sample and a bit from an end of the window, the series is taken to begin or end half a step away.
    if toStart >= step * 1.1 { toStart = step / 2 }
    if semantics != .before2_51 { toStart = min(toStart, zero) }
    if toEnd >= step * 1.1 { toEnd = step / 2 }
    return growth * (span + toStart + toEnd) / span
  }
}

extension Sample {
  /// Prometheus' marker for a series that ended; any other NaN is a value. It never appears in the JSON of a range query.
  public var isStaleMarker: Bool { value.bitPattern == 0x7ff0_0000_0000_0002 }
}
