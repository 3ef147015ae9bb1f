/// The level and the noise of a signal before something happened.
struct Baseline: Sendable, Equatable {
  /// No noise is taken as smaller than this.
  static let epsilon = 1e-9
  /// No score is reported as larger than this; a constant baseline would make it infinite.
  static let largestScore = 1e6

  var median: Double
  /// max(1.4826·MAD, 0.25·sd, 1 % of the median, ε): a MAD of 0 must not make every wiggle an alarm.
  var scale: Double
  /// How many samples it rests on.
  var count: Int
  /// The autocorrelation of neighbouring samples; alarms on strongly dependent signals deserve less trust.
  var dependence: Double

  /// Whether there was no noise to measure, so that the scale is only a floor.
  var isConstant: Bool { scale <= max(0.01 * abs(median), Baseline.epsilon) }

  /// How many scales a value lies above (or, negative, below) the median.
  func score(_ value: Double) -> Double {
    let z = (value - median) / scale
    return z.isNaN ? 0 : min(max(z, -Baseline.largestScore), Baseline.largestScore)
  }
}

/// The most recent samples, kept sorted, so that median and MAD of a moving window cost O(window) a step.
struct BaselineWindow: Sendable {
  private let capacity: Int
  private var recent: [Double] = []
  private var next = 0
  private var sorted: [Double] = []

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { sorted.count }
  var median: Double { OrderStatistics.median(ofSorted: sorted) ?? 0 }

  mutating func push(_ value: Double) {
    if recent.count < capacity {
      recent.append(value)
    } else {
      sorted.remove(at: position(of: recent[next]))
      recent[next] = value
      next = (next + 1) % capacity
    }
    sorted.insert(value, at: position(of: value))
  }

  /// A lower bound of the scale that needs no deviation; enough to pass over most samples.
  func cheapScale(around median: Double) -> Double { max(0.01 * abs(median), Baseline.epsilon) }

  /// The MAD by walking outwards from the median. O(window).
  func medianAbsoluteDeviation(around median: Double) -> Double {
    let wanted = sorted.count / 2
    var high = position(of: median)
    var low = high - 1
    var beforeLast = 0.0
    var last = 0.0
    for _ in 0...wanted where low >= 0 || high < sorted.count {
      beforeLast = last
      let below = low >= 0 ? median - sorted[low] : .infinity
      let above = high < sorted.count ? sorted[high] - median : .infinity
      last = min(below, above)
      if below <= above { low -= 1 } else { high += 1 }
    }
    return sorted.count % 2 == 1 ? last : (beforeLast + last) / 2
  }

  func baseline() -> Baseline {
    let center = median
    let deviation = Moments.standardDeviation(sorted, reduction: 0) ?? 0
    let mad = medianAbsoluteDeviation(around: center)
    let inOrder = Array(recent[next...]) + Array(recent[..<next])
    return Baseline(
      median: center, scale: max(1.4826 * mad, 0.25 * deviation, cheapScale(around: center)), count: count,
      dependence: Moments.lagOneAutocorrelation(inOrder) ?? 0)
  }

  /// The first index whose value is not less than `value`.
  private func position(of value: Double) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
