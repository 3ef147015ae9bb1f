/// How far apart two samples are in every respect, not only in their means (Székely and Rizzo 2004).
public struct EnergyStatistic: Hashable, Sendable {
  /// 2 E|X − Y| − E|X − X'| − E|Y − Y'| over all pairs, pairs of a value with itself included.
  public let distance: Double
  /// distance · nm / (n + m): what a test compares.
  public let statistic: Double
  /// distance / 2 E|X − Y|: 0 is the same, 1 is two different constants.
  public let coefficient: Double
  /// The same without pairs of a value with itself, times nm / (n + m): E-divisive's q̂, as Apache Otava prints it.
  /// Half of it or less may be chance; it can be negative.
  public let divisive: Double

  /// nil with fewer than two values on a side. O(n log n).
  public init?(_ first: some Collection<Double>, _ second: some Collection<Double>) {
    guard first.count > 1, second.count > 1 else { return nil }
    let (n, m) = (Double(first.count), Double(second.count))
    let (withinFirst, withinSecond) = (Self.pairs(first), Self.pairs(second))
    // What lies between the samples is what lies within both together, less what lies within each.
    let between = 2 * (Self.pairs(Array(first) + Array(second)) - withinFirst - withinSecond) / (n * m)
    let scale = n * m / (n + m)
    distance = max(0, between - 2 * withinFirst / (n * n) - 2 * withinSecond / (m * m))
    statistic = scale * distance
    coefficient = between > 0 ? distance / between : 0
    divisive = scale * (between - 2 * withinFirst / (n * (n - 1)) - 2 * withinSecond / (m * (m - 1)))
  }

  /// Σ |a − b| over all unordered pairs.
  private static func pairs(_ values: some Collection<Double>) -> Double {
    let sorted = values.sorted()
    let last = Double(sorted.count - 1)
    return sorted.enumerated().reduce(0) { $0 + $1.element * (2 * Double($1.offset) - last) }
  }
}
