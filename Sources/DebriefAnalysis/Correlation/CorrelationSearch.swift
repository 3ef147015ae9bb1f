import DebriefModel

/// Looks for series that move together with what users felt.
///
/// In an incident everything steps at once, and two steps correlate perfectly whatever caused them. So the levels before, during and
/// after are taken out of each series, and what is left must go together: the wiggles, with the lag that fits them best. A common
/// driver such as traffic is not told from a cause.
struct CorrelationSearch {
  /// The indicators that moved most, and for each the other series that moved most.
  static let indicators = 3
  static let candidates = 40
  /// Lags of up to so many steps, and of no more than a quarter of an hour.
  static let reach = 10
  static let longestLag = 900.0
  /// Fewer steps than this with both series say nothing.
  static let fewestSteps = 30
  /// So many steps before and after the first onset are looked at.
  static let around = 2000
  /// The false discovery rate up to which pairs are kept, and how many.
  static let rate = 0.05
  static let limit = 20

  /// Reads the series it compares once more; O(pairs · steps · lags).
  static func run(_ movements: [Movement], _ evidence: some EvidenceReader) throws -> SeriesCorrelations {
    let ranked = strongest(movements)
    let leading = ranked.filter(\.movement.isIndicator).prefix(indicators)
    guard let onset = leading.map(\.movement.point.at).min() else { return SeriesCorrelations() }
    var remainders: [Remainder] = []
    let others = ranked.filter { entry in !leading.contains { $0.movement.point.series == entry.movement.point.series }
    }
    for entry in leading + others.prefix(candidates) {
      let samples = try evidence.samples(of: entry.movement.point.series)
      remainders.append(Remainder(entry.movement, entry.cuts, samples, around: onset))
    }
    return judge(remainders, indicators: leading.count)
  }

  /// The largest movement of each series with the times at which any of them changed its level.
  private static func strongest(_ movements: [Movement]) -> [(movement: Movement, cuts: [Instant])] {
    Dictionary(grouping: movements, by: \.point.series).values.compactMap { group in
      let largest = group.min { order($0) < order($1) }
      let cuts = group.flatMap { [$0.point.at, $0.point.recoveredAt].compactMap { $0 } }.sorted()
      return largest.map { ($0, cuts) }
    }.sorted { order($0.movement) < order($1.movement) }
  }

  private static func order(_ movement: Movement) -> (Int, Double, Instant, String, Int) {
    let size = movement.point.magnitude
    let series = movement.point.series
    return (movement.isImpact ? 0 : 1, size.isFinite ? -size : 0, movement.point.at, series.description, series.id)
  }

  private static func judge(_ series: [Remainder], indicators: Int) -> SeriesCorrelations {
    var found: [SeriesCorrelation] = []
    for first in series.indices.prefix(indicators) {
      for second in series.indices.dropFirst(first + 1) {
        if let pair = series[first].compared(with: series[second]) { found.append(pair) }
      }
    }
    let adjusted = ManyTests.adjust(found.map(\.p))
    for index in found.indices { found[index].q = adjusted[index] }
    var result = SeriesCorrelations()
    result.tested = found.count
    result.pairs = Array(
      found.filter { $0.q <= rate }.sorted { a, b in
        (-abs(a.coefficient), a.indicator.description, a.other.description)
          < (-abs(b.coefficient), b.indicator.description, b.other.description)
      }.prefix(limit))
    return result
  }
}

/// What is left of a series when its levels are taken out.
private struct Remainder {
  /// A value farther out than so many robust deviations is pulled in: one spike must not make a correlation.
  private static let farthest = 4.0
  /// So many samples after a change of level belong to neither.
  private static let settling = 3

  private let series: Series
  private let step: Double
  private var times: [Instant] = []
  private var values: [Double] = []

  init(_ movement: Movement, _ cuts: [Instant], _ samples: [Sample], around onset: Instant) {
    let signal = Signal(samples, counter: movement.isRate)
    (series, step) = (movement.point.series, signal.step)
    let reach = TimeSpan.seconds(signal.step * Double(CorrelationSearch.around))
    let near = signal.times.indices.filter { onset - reach <= signal.times[$0] && signal.times[$0] <= onset + reach }
    guard let first = near.first, let last = near.last else { return }
    var start = first
    for cut in cuts + [nil] {
      let end = cut.flatMap { cut in (start...last).first { signal.times[$0] >= cut } } ?? last + 1
      takeOut(signal, start..<end, settled: start == first ? 0 : Remainder.settling)
      start = min(end, last + 1)
      if start > last { break }
    }
    pullIn()
  }

  /// Adds one stretch without its level.
  private mutating func takeOut(_ signal: Signal, _ stretch: Range<Int>, settled: Int) {
    let kept = stretch.dropFirst(settled)
    guard let level = OrderStatistics.median(kept.map { signal.values[$0] }) else { return }
    times += kept.map { signal.times[$0] }
    values += kept.map { signal.values[$0] - level }
  }

  private mutating func pullIn() {
    guard let spread = OrderStatistics.medianAbsoluteDeviation(values), spread > 0 else { return }
    let bound = Remainder.farthest * 1.4826 * spread
    values = values.map { min(max($0, -bound), bound) }
  }

  /// nil when the two have too few steps in common, or one does not vary.
  func compared(with other: Remainder) -> SeriesCorrelation? {
    let step = max(step, other.step)
    guard step > 0, let first = times.first, let begin = other.times.first, let last = times.last,
      let end = other.times.last
    else { return nil }
    let (start, stop) = (max(first, begin), min(last, end))
    let steps = ((stop - start).seconds / step).rounded() + 1
    guard (Double(CorrelationSearch.fewestSteps)...2 * Double(CorrelationSearch.around) + 1).contains(steps) else {
      return nil
    }
    let (mine, its) = (binned(start, step, Int(steps)), other.binned(start, step, Int(steps)))
    // Where one is missing neither counts: it stands at the level and adds nothing to the sums.
    let common = zip(mine, its).map { $0 != nil && $1 != nil }
    guard Double(common.count { $0 }) >= 0.8 * steps else { return nil }
    let x = zip(mine, common).map { $1 ? $0 ?? 0 : 0 }
    let y = zip(its, common).map { $1 ? $0 ?? 0 : 0 }
    let reach = min(CorrelationSearch.reach, max(1, Int(CorrelationSearch.longestLag / step)))
    guard let found = LaggedCorrelation(x, y, reach: reach) else { return nil }
    return SeriesCorrelation(
      indicator: series, other: other.series, lag: Double(found.lag) * step, coefficient: found.coefficient,
      p: found.p, q: 1, effectiveCount: found.effectiveCount)
  }

  /// The mean of the values nearest to each of `steps` points from `start` on; nil where there is none.
  private func binned(_ start: Instant, _ step: Double, _ steps: Int) -> [Double?] {
    var sums = [(total: Double, count: Int)](repeating: (0, 0), count: steps)
    for (time, value) in zip(times, values) {
      let bin = ((time - start).seconds / step).rounded()
      guard bin >= 0, bin < Double(steps) else { continue }
      sums[Int(bin)].total += value
      sums[Int(bin)].count += 1
    }
    return sums.map { $0.count > 0 ? $0.total / Double($0.count) : nil }
  }
}
