import DebriefModel

/// A series made ready for analysis: sorted, without duplicates and non-finite values, with its gaps marked.
struct Signal: Sendable {
  /// A pause longer than this many median steps is a gap: nothing is interpolated across it.
  static let gapSteps = 1.5

  private(set) var times: [Instant] = []
  private(set) var values: [Double] = []
  /// The median difference between samples, in seconds; 0 with fewer than two samples.
  private(set) var step: Double = 0
  /// How many samples were NaN or infinite.
  private(set) var dropped = 0
  /// True when a raw counter was turned into rates per second.
  private(set) var isRate = false

  var count: Int { values.count }

  /// Cleans samples in any order; of two samples with one time the first stays.
  init(_ samples: [Sample], counter: Bool = false) {
    let ordered =
      samples.indices.dropFirst().allSatisfy { samples[$0 - 1].at < samples[$0].at } ? samples : Signal.sorted(samples)
    for sample in ordered {
      guard sample.value.isFinite else {
        dropped += 1
        continue
      }
      if sample.at == times.last { continue }
      times.append(sample.at)
      values.append(sample.value)
    }
    if counter, Signal.looksCumulative(values) { differentiate() }
    step = medianStep()
  }

  /// Whether the time between the sample before `index` and this one is a gap.
  func isGap(before index: Int) -> Bool {
    guard index > 0, step > 0 else { return false }
    return (times[index] - times[index - 1]).seconds > Signal.gapSteps * step
  }

  private static func sorted(_ samples: [Sample]) -> [Sample] {
    samples.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// A raw counter only falls at resets: at most one step in twenty, and it does rise.
  private static func looksCumulative(_ values: [Double]) -> Bool {
    guard values.count >= 3, values.allSatisfy({ $0 >= 0 }) else { return false }
    var falls = 0
    var rises = 0
    for index in 1..<values.count {
      if values[index] < values[index - 1] { falls += 1 } else if values[index] > values[index - 1] { rises += 1 }
    }
    return rises > 0 && falls * 20 <= values.count
  }

  /// Turns a counter into its rate per second since the sample before, so that a gap does not look like a burst.
  ///
  /// As `rate` of Prometheus 2.42 (promql/functions.go, `extrapolatedRate`) over exactly the two samples: a fall is a reset to
  /// zero, so the value itself is the increase; and nothing is extrapolated, because the window begins and ends at a sample.
  private mutating func differentiate() {
    isRate = true
    let levels = values
    let instants = times
    values = (1..<levels.count).map { (index: Int) -> Double in
      let increase = levels[index] - levels[index - 1]
      return (increase < 0 ? levels[index] : increase) / (instants[index] - instants[index - 1]).seconds
    }
    times.removeFirst()
  }

  private func medianStep() -> Double {
    guard times.count > 1 else { return 0 }
    let steps = zip(times.dropFirst(), times).map { later, earlier in (later - earlier).seconds }
    return OrderStatistics.median(steps) ?? 0
  }
}
