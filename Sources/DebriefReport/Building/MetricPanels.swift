import DebriefAnalysis
import DebriefModel

/// Prepares the metrics that moved for drawing.
enum MetricPanels {
  /// Panels drawn.
  static let limit = 6

  /// One panel for each series with a change point, those that moved most first.
  static func panels(
    for points: [ChangePoint], in span: TimeRange?, from evidence: some EvidenceReader
  ) throws -> [MetricPanel] {
    var panels: [MetricPanel] = []
    for point in strongest(points) {
      let samples = try evidence.samples(of: point.series)
      if let panel = panel(point, samples, in: span) { panels.append(panel) }
      if panels.count == limit { break }
    }
    return panels
  }

  /// The strongest change point of each series.
  private static func strongest(_ points: [ChangePoint]) -> [ChangePoint] {
    var seen: Set<String> = []
    let ranked = points.sorted { a, b in
      (sortable(b), a.at, a.series.description) < (sortable(a), b.at, b.series.description)
    }
    return ranked.filter { seen.insert("\($0.series.id) \($0.series.description)").inserted }
  }

  private static func sortable(_ point: ChangePoint) -> Double { point.magnitude.isNaN ? 0 : point.magnitude }

  static func panel(_ change: ChangePoint, _ samples: [Sample], in span: TimeRange?) -> MetricPanel? {
    let inside = samples.filter { span?.contains($0.at) ?? true }
    let drawn = inside.filter { $0.value.isFinite }
    guard let low = drawn.map({ $0.value }).min(), let high = drawn.map({ $0.value }).max() else { return nil }
    let step = change.series.step ?? smallestStep(inside)
    let runs = Downsampling.runs(of: inside, step: step)
    return MetricPanel(
      series: change.series, runs: Downsampling.thinned(runs, to: Downsampling.limit), samples: inside.count,
      undrawn: inside.count - drawn.count, baseline: baseline(samples, before: change.at), change: change, low: low,
      high: high)
  }

  private static func smallestStep(_ samples: [Sample]) -> Double? {
    zip(samples, samples.dropFirst()).map { ($1.at - $0.at).seconds }.filter { $0 > 0 }.min()
  }

  /// Median ± 3 robust standard deviations (1.4826 MAD) of the values before the shift.
  static func baseline(_ samples: [Sample], before shift: Instant) -> ClosedRange<Double>? {
    let values = samples.filter { $0.at < shift && $0.value.isFinite }.map { $0.value }
    guard values.count >= 5, let middle = OrderStatistics.median(values),
      let deviation = OrderStatistics.median(values.map({ abs($0 - middle) }))
    else { return nil }
    let spread = 3 * 1.4826 * deviation
    guard spread.isFinite else { return nil }
    return middle - spread...middle + spread
  }
}

/// Thins out samples for drawing without losing peaks, and breaks lines where samples are missing.
enum Downsampling {
  /// Points drawn of one series.
  static let limit = 400
  /// A pause longer than this many steps is a gap.
  static let gapFactor = 2.5

  /// Stretches of finite values without a gap. NaN and infinities end a stretch and are not drawn.
  static func runs(of samples: [Sample], step: Double?) -> [[Sample]] {
    var runs: [[Sample]] = []
    var run: [Sample] = []
    for sample in samples {
      let gap = run.last.map { last in step.map { (sample.at - last.at).seconds > $0 * gapFactor } ?? false } ?? false
      if gap || !sample.value.isFinite {
        if !run.isEmpty { runs.append(run) }
        run = []
      }
      if sample.value.isFinite { run.append(sample) }
    }
    return run.isEmpty ? runs : runs + [run]
  }

  /// Keeps first, minimum, maximum and last of equal buckets; a run gets its share of the points.
  static func thinned(_ runs: [[Sample]], to limit: Int) -> [[Sample]] {
    let total = runs.reduce(0) { $0 + $1.count }
    guard total > limit else { return runs }
    return runs.map { run in
      let share = max(4, limit * run.count / total)
      return run.count <= share ? run : thinned(run, to: share)
    }
  }

  private static func thinned(_ run: [Sample], to limit: Int) -> [Sample] {
    let buckets = max(1, limit / 4)
    var result: [Sample] = []
    for bucket in 0..<buckets {
      let part = run[run.count * bucket / buckets..<run.count * (bucket + 1) / buckets]
      result += extremes(of: part)
    }
    return result
  }

  private static func extremes(of part: ArraySlice<Sample>) -> [Sample] {
    guard let low = part.indices.min(by: { part[$0].value < part[$1].value }),
      let high = part.indices.max(by: { part[$0].value < part[$1].value })
    else { return [] }
    return Set([part.startIndex, low, high, part.endIndex - 1]).sorted().map { part[$0] }
  }
}
