/// How many values lie too far out for a normal sample (Rosner's generalized ESD test, 1983), also when they hide each other.
public struct ExtremeDeviates: Hashable, Sendable {
  /// One suspect, the most extreme first.
  public struct Step: Hashable, Sendable {
    /// Its position among the values.
    public let index: Int
    /// Its distance from the mean in standard deviations, without the suspects before it.
    public let deviation: Double
    /// What the deviation must exceed.
    public let critical: Double
  }

  public let steps: [Step]
  /// All up to the last that exceeds its critical value; the first ones may not, when they mask each other.
  public let outliers: [Int]

  /// Looks for up to `most` outliers. nil unless there are at least 15 values, below which the critical values do not hold, and more
  /// than twice `most`. O(most · n).
  public init?(_ values: [Double], most: Int, alpha: Double = 0.05) {
    guard values.count >= 15, most > 0, values.count > 2 * most, values.allSatisfy(\.isFinite) else { return nil }
    var left = Array(values.enumerated())
    var steps: [Step] = []
    while steps.count < most, let step = Self.farthest(&left, alpha / Double(left.count)) { steps.append(step) }
    self.steps = steps
    let last = steps.lastIndex { $0.deviation > $0.critical }
    outliers = steps.prefix((last ?? -1) + 1).map(\.index)
  }

  /// Takes the farthest value out; nil when all that are left are equal.
  private static func farthest(_ left: inout [(offset: Int, element: Double)], _ tail: Double) -> Step? {
    let values = left.map(\.element)
    guard let mean = Moments.mean(values), let deviation = Moments.standardDeviation(values), deviation > 0,
      let place = values.indices.max(by: { abs(values[$0] - mean) < abs(values[$1] - mean) })
    else { return nil }
    let n = Double(values.count)
    let t = StudentT.quantile(1 - tail / 2, freedom: n - 2)
    let critical = (n - 1) * t / ((n - 2 + t * t) * n).squareRoot()
    let found = left.remove(at: place)
    return Step(index: found.offset, deviation: abs(found.element - mean) / deviation, critical: critical)
  }
}
