import Testing

@testable import DebriefAnalysis

/// Values computed with numpy, ruptures and scipy; see docs/testing.md for where they come from.
@Suite struct `Statistics agree with published tools` {
  static let skewed: [Double] = [5, 7, 9, 12, 15, 18, 22, 30, 45, 60, 95, 240]

  @Test func `mean, median, quantiles and geometric mean`() throws {
    let sorted = Self.skewed.sorted()
    #expect(Moments.mean(Self.skewed) == 46.5)
    #expect(OrderStatistics.median(Self.skewed) == 20)
    #expect(try abs(#require(OrderStatistics.quantile(0.9, ofSorted: sorted)) - 91.5) < 1e-9)
    #expect(try abs(#require(OrderStatistics.quantile(0.95, ofSorted: sorted)) - 160.25) < 1e-9)
    #expect(try abs(#require(Moments.geometricMean(Self.skewed)) - 24.255385191) < 1e-8)
  }

  @Test func `quantiles at the ends, of one value and of none`() {
    #expect(OrderStatistics.quantile(0, ofSorted: [3, 4]) == 3)
    #expect(OrderStatistics.quantile(1, ofSorted: [3, 4]) == 4)
    #expect(OrderStatistics.quantile(0.5, ofSorted: [7]) == 7)
    #expect(OrderStatistics.quantile(0.5, ofSorted: []) == nil)
    #expect(OrderStatistics.quantile(1.5, ofSorted: [1]) == nil)
  }

  @Test func `the geometric mean of a zero duration does not exist`() {
    #expect(Moments.geometricMean([0, 5, 10]) == nil)
    #expect(Moments.geometricMean([]) == nil)
  }

  @Test func `modified z is 30.3525 for the outlier`() throws {
    let scores = try #require(OrderStatistics.modifiedZ([10, 11, 9, 10, 12, 10, 11, 10, 55, 10, 9, 11]))
    #expect(abs(scores[8] - 30.3525) < 1e-9)
  }

  @Test func `modified z does not exist where the MAD is 0`() {
    #expect(OrderStatistics.modifiedZ([5, 5, 5, 5, 9]) == nil)
  }

  @Test func `lag-1 autocorrelation of an alternating signal is near -1 and of a constant unknown`() throws {
    let alternating = (0..<100).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    #expect(try #require(Moments.lagOneAutocorrelation(alternating)) == -0.99)
    #expect(Moments.lagOneAutocorrelation([4, 4, 4, 4]) == nil)
    #expect(Moments.lagOneAutocorrelation([Double](repeating: 0.002, count: 60)) == nil, "rounding is no variation")
  }
}

@Suite struct `PELT agrees with ruptures` {
  @Test func `one step`() {
    let x = [
      1.02, 0.95, 0.99, 1, 1.12, 1, 1.01, 0.98, 1.01, 0.96, 0.5, 0.51, 0.48, 0.48, 0.55, 0.5, 0.49, 0.51, 0.5, 0.49,
    ]
    #expect(abs(PELT.segment(x, minimumSize: 2, penalty: 100).cost - 1.288175) < 1e-9)
    let found = PELT.segment(x, minimumSize: 2, penalty: 0.00888965)
    #expect(found.boundaries == [10, 20])
    #expect(abs(found.cost - 0.02313) < 1e-9)
  }

  @Test func `two steps, and the penalty matters`() {
    let y = [0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149, 149.7, 149.5, 149.1, 148.8, 150]
    let found = PELT.segment(y, minimumSize: 2, penalty: 5.5688824)
    #expect(found.boundaries == [5, 8, 14])
    #expect(abs(found.cost - 9.6336667) < 1e-6)
    #expect(PELT.segment(y, minimumSize: 2, penalty: 3.7125883).boundaries == [3, 5, 8, 14])
  }

  @Test func `up and down again`() {
    let z: [Double] = [10, 11, 9, 10, 12, 10, 11, 10, 30, 31, 29, 32, 30, 31, 30, 29, 10, 11, 10, 9, 11, 10]
    let found = PELT.segment(z, minimumSize: 2, penalty: 5)
    #expect(found.boundaries == [8, 16, 22])
    #expect(abs(found.cost - 16.2083333) < 1e-6)
  }

  @Test func `too short, constant and empty signals have no change`() {
    #expect(PELT.segment([], minimumSize: 3, penalty: 1).boundaries.isEmpty)
    #expect(PELT.segment([1, 9, 1, 9, 1], minimumSize: 3, penalty: 0.1).boundaries == [5])
    #expect(PELT.segment([Double](repeating: 4, count: 50), minimumSize: 3, penalty: 1).boundaries == [50])
  }

  /// Pruning with a minimum size is easy to get wrong, so it is checked against the search without pruning.
  @Test func `pruning never changes the answer`() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<200 {
      let n = 6 + Int(random.uniform() * 40)
      let values = (0..<n).map { Double($0 / 9 % 2) * 2 * random.uniform() + random.normal() }
      let penalty = 0.2 + random.uniform() * 6
      for size in 1...4 {
        let fast = PELT.segment(values, minimumSize: size, penalty: penalty)
        let slow = exhaustive(values, size, penalty)
        let total = fast.cost + penalty * Double(fast.boundaries.count)
        #expect(abs(total - slow) < 1e-9, "n \(n), size \(size), penalty \(penalty)")
      }
    }
  }

  private func exhaustive(_ values: [Double], _ size: Int, _ penalty: Double) -> Double {
    func cost(_ range: Range<Int>) -> Double {
      let part = Array(values[range])
      let mean = part.reduce(0, +) / Double(part.count)
      return part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    var best = [Double](repeating: .infinity, count: values.count + 1)
    best[0] = 0
    for end in size...values.count {
      for start in 0...(end - size) { best[end] = min(best[end], best[start] + cost(start..<end) + penalty) }
    }
    return min(best[values.count], cost(0..<values.count) + penalty)
  }
}
