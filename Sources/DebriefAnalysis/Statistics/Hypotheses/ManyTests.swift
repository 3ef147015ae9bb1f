/// Adjusts the p of many tests, so that what is found by looking everywhere is not taken for a finding.
public enum ManyTests {
  public enum Method: Sendable {
    /// Benjamini and Hochberg 1995: the expected share of false findings, for tests that do not contradict each other.
    case falseDiscovery
    /// Benjamini and Yekutieli 2001: the same whatever the tests have to do with each other.
    case falseDiscoveryAnyDependence
    /// Holm 1979: the chance of any false finding.
    case holm
    /// The chance of any false finding, by multiplication.
    case bonferroni
  }

  /// The adjusted p in the order given, each at most 1. Every test that was made belongs in, not only the small ones. O(n log n).
  public static func adjust(_ p: [Double], by method: Method = .falseDiscovery) -> [Double] {
    let n = p.count
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    var adjusted = p
    switch method {
    case .bonferroni:
      return p.map { min(1, $0 * Double(n)) }
    case .holm:
      var largest = 0.0
      for (place, index) in order.enumerated() {
        largest = max(largest, min(1, p[index] * Double(n - place)))
        adjusted[index] = largest
      }
    case .falseDiscovery, .falseDiscoveryAnyDependence:
      let harmonic = method == .falseDiscovery ? 1 : (0..<n).reduce(0.0) { $0 + 1 / Double($1 + 1) }
      var smallest = 1.0
      for (place, index) in order.enumerated().reversed() {
        smallest = min(smallest, p[index] * Double(n) * harmonic / Double(place + 1))
        adjusted[index] = smallest
      }
    }
    return adjusted
  }
}
