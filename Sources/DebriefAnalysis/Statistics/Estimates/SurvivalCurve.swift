#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long incidents last when some are still open (Kaplan and Meier 1958).
///
/// An open incident has lasted at least as long as it was watched. Leaving it out makes the median too short.
public struct SurvivalCurve: Hashable, Sendable {
  /// What is left at and after a time.
  public struct Step: Hashable, Sendable {
    public let time: Double
    /// How many lasted at least until `time`.
    public let atRisk: Int
    /// How many ended at `time`; the others of that time were still open.
    public let ended: Int
    /// The share that lasts longer than `time`.
    public let survival: Double
    /// The log-log interval (Kalbfleisch and Prentice), which stays within 0…1; 0…0 once nothing is left.
    public let interval: ConfidenceInterval
  }

  public let steps: [Step]
  public let count: Int
  /// How many were still open.
  public let open: Int

  /// One observation: how long it lasted, and whether it had ended by then.
  public struct Observation: Hashable, Sendable {
    public let duration: Double
    public let ended: Bool
    /// Creates an observation; an open one has lasted until now.
    public init(_ duration: Double, ended: Bool) { (self.duration, self.ended) = (duration, ended) }
  }

  /// One step for each different duration. Durations that are negative or not finite are left out. O(n log n).
  public init(_ observations: [Observation], level: Double = ConfidenceInterval.usualLevel) {
    let sorted = observations.filter { $0.duration >= 0 && $0.duration.isFinite }.sorted { $0.duration < $1.duration }
    let z = Normal.quantile((1 + level) / 2)
    var (steps, survival, variance, index) = ([Step](), 1.0, 0.0, 0)
    while index < sorted.count {
      let time = sorted[index].duration
      let atRisk = sorted.count - index
      var ended = 0
      while index < sorted.count, sorted[index].duration == time {
        ended += sorted[index].ended ? 1 : 0
        index += 1
      }
      survival *= Double(atRisk - ended) / Double(atRisk)
      variance += Double(ended) / (Double(atRisk) * Double(atRisk - ended))
      let interval = Self.logLog(survival, variance, z, level)
      steps.append(Step(time: time, atRisk: atRisk, ended: ended, survival: survival, interval: interval))
    }
    (self.steps, count, open) = (steps, sorted.count, sorted.count { !$0.ended })
  }

  private static func logLog(_ survival: Double, _ variance: Double, _ z: Double, _ level: Double) -> ConfidenceInterval
  {
    guard survival > 0, survival < 1 else { return ConfidenceInterval(low: survival, high: survival, level: level) }
    let spread = z * variance.squareRoot() / log(survival)
    return ConfidenceInterval(low: pow(survival, exp(-spread)), high: pow(survival, exp(spread)), level: level)
  }

  /// The first time at which at most half last longer; nil while more than half are left.
  public var median: Double? { steps.first { $0.survival <= 0.5 }?.time }

  /// Where the interval of the curve crosses one half; the upper end is infinite when it never does, and nil when empty.
  public var medianInterval: ConfidenceInterval? {
    guard let first = steps.first else { return nil }
    return ConfidenceInterval(
      low: steps.first { $0.interval.low <= 0.5 }?.time ?? .infinity,
      high: steps.first { $0.interval.high <= 0.5 }?.time ?? .infinity, level: first.interval.level)
  }

  /// The mean time within the first `horizon`: the area under the curve up to there; nil beyond what was watched.
  public func restrictedMean(to horizon: Double) -> Double? {
    guard let last = steps.last, horizon >= 0, horizon <= last.time || last.survival == 0 else { return nil }
    var (area, time, survival) = (0.0, 0.0, 1.0)
    for step in steps where step.time < horizon {
      area += survival * (step.time - time)
      (time, survival) = (step.time, step.survival)
    }
    return area + survival * (horizon - time)
  }
}

/// Whether two groups last differently long (Mantel's log-rank test), open ones included.
public struct LogRank: Hashable, Sendable {
  public let chiSquare: Double
  public let p: Double

  /// nil when no end tells the groups apart: one is empty, or nothing ended while both were watched. O(n log n).
  public init?(_ a: [SurvivalCurve.Observation], _ b: [SurvivalCurve.Observation]) {
    let first = SurvivalCurve(a).steps
    let second = SurvivalCurve(b).steps
    var (difference, variance) = (0.0, 0.0)
    for step in SurvivalCurve(a + b).steps where step.ended > 0 {
      let mine = Self.at(step.time, first)
      let (n, d) = (Double(mine.atRisk + Self.at(step.time, second).atRisk), Double(step.ended))
      let share = Double(mine.atRisk) / n
      difference += Double(mine.ended) - d * share
      if n > 1 { variance += d * share * (1 - share) * (n - d) / (n - 1) }
    }
    guard variance > 0 else { return nil }
    chiSquare = difference * difference / variance
    p = ChiSquare.upperTail(chiSquare, freedom: 1)
  }

  /// How many were at risk and ended at `time`; `steps` are in order. O(log n).
  private static func at(_ time: Double, _ steps: [SurvivalCurve.Step]) -> (atRisk: Int, ended: Int) {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].time < time { low = middle + 1 } else { high = middle }
    }
    guard low < steps.count else { return (0, 0) }
    return (steps[low].atRisk, steps[low].time == time ? steps[low].ended : 0)
  }
}
