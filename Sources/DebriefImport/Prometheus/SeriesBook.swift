internal import DebriefModel

/// Gathers the samples of series whose lines or cells stand apart in a file, and gives them out in order.
///
/// At most two million samples are held; then everything held is given out, and a series may go on as a further part.
struct SeriesBook {
  static let mostSamples = 2_000_000
  /// What a series weighs, in samples.
  private static let seriesWeight = 32

  private struct Held {
    var series: Series
    var samples: [Sample]
    /// Whether each value is the increase since the one before.
    var isDelta: Bool
  }

  private var held: [Held] = []
  private var positions: [String: Int] = [:]
  private var weight = 0
  private var alerts = AlertRuns()
  private var steps = StepLedger()
  /// All samples ever added.
  private(set) var count = 0

  /// Adds a sample to the series called `key` in this file; `make` describes it when it is new, and is not asked otherwise. Samples of a
  /// series of deltas become totals that begin at 0.
  ///
  /// False, and nothing is added, when a new series has no description.
  @discardableResult
  mutating func add(
    _ sample: Sample, to key: String, isDelta: Bool = false, into batch: inout EventBatch, make: () -> Series?
  ) -> Bool {
    if let position = positions[key] {
      held[position].samples.append(sample)
    } else {
      guard var series = make() else { return false }
      series.provenance = batch.place
      positions[key] = held.count
      weight += Self.seriesWeight
      held.append(Held(series: series, samples: [sample], isDelta: isDelta))
    }
    count += 1
    weight += 1
    if weight > Self.mostSamples { giveOut(into: &batch) }
    return true
  }

  /// Gives out what is held, with a note of the step, and the alerts that `ALERTS` series tell of.
  mutating func finish(into batch: inout EventBatch) {
    giveOut(into: &batch)
    steps.note(into: &batch)
    alerts.finish(steps, into: &batch)
  }

  private mutating func giveOut(into batch: inout EventBatch) {
    for var entry in held {
      var (samples, isReordered) = SampleOrder.sorted(entry.samples, \.at)
      if entry.isDelta { SampleOrder.addUp(&samples) }
      if isReordered { batch.note(.warning, SampleOrder.note) }
      entry.series.step = SampleOrder.step(samples.map(\.at))
      steps.see(entry.series.step, last: samples.last?.at ?? .distantPast)
      batch.add(SeriesSamples(entry.series, samples))
      alerts.see(
        entry.series, samples, document: steps.document, place: entry.series.provenance, note: { batch.note($0, $1) })
    }
    (held, positions, weight) = ([], [:], 0)
  }
}

/// The order of a series' samples.
enum SampleOrder {
  static let note = "samples were out of order or given twice: they were sorted, the later value kept"

  /// Sorts by time where needed and keeps the later of two values at one time. Linear for what is in order.
  static func sorted<Value>(_ values: [Value], _ time: (Value) -> Instant) -> (values: [Value], isReordered: Bool) {
    guard zip(values, values.dropFirst()).contains(where: { time($0) >= time($1) }) else { return (values, false) }
    let order = values.indices.sorted { (time(values[$0]), $0) < (time(values[$1]), $1) }
    var result: [Value] = []
    for i in order {
      if let last = result.last, time(last) == time(values[i]) { result.removeLast() }
      result.append(values[i])
    }
    return (result, true)
  }

  /// Turns increases into totals; what is no number stays.
  static func addUp(_ samples: inout [Sample]) {
    var total = 0.0
    for i in samples.indices where samples[i].value.isFinite {
      total += samples[i].value
      samples[i].value = total
    }
  }

  /// The smallest difference between neighbours, in seconds; nil with fewer than two samples.
  static func step(_ times: [Instant]) -> Double? {
    zip(times, times.dropFirst()).map { $1 - $0 }.min()?.seconds
  }
}
