/// Order statistics of finite values.
public enum OrderStatistics {
  /// The quantile of type 7 (linear interpolation; the default of R and numpy) of sorted values; nil when empty or `p` is not in 0…1.
  public static func quantile(_ p: Double, ofSorted values: [Double]) -> Double? {
    guard let last = values.last, p >= 0, p <= 1 else { return nil }
    let position = p * Double(values.count - 1)
    let low = Int(position)
    guard low + 1 < values.count else { return last }
    return values[low] + (position - Double(low)) * (values[low + 1] - values[low])
  }

  /// The middle value, or the mean of the two middle values; nil when empty. O(n log n).
  public static func median(_ values: some Sequence<Double>) -> Double? {
    median(ofSorted: values.sorted())
  }

  /// The median of values that are sorted already.
  public static func median(ofSorted values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let middle = values.count / 2
    if values.count % 2 == 1 { return values[middle] }
    return values[middle - 1] / 2 + values[middle] / 2
  }

  /// The median absolute deviation from the median, without the 1.4826 of the normal distribution; nil when empty.
  static func medianAbsoluteDeviation(_ values: [Double]) -> Double? {
    guard let center = median(values) else { return nil }
    return median(values.map { abs($0 - center) })
  }

  /// The modified z-scores of Iglewicz and Hoaglin, 0.6745 (x − median) / MAD; nil when the MAD is 0 or there are no values.
  static func modifiedZ(_ values: [Double]) -> [Double]? {
    guard let center = median(values), let mad = medianAbsoluteDeviation(values), mad > 0 else { return nil }
    return values.map { 0.6745 * ($0 - center) / mad }
  }
}
