import Testing

@testable import DebriefAnalysis

/// Values from scipy 1.17.
@Suite struct `Counts in two windows` {
  @Test func `by time, when volumes differ`() throws {
    let a = try #require(PoissonRate(count: 30, exposure: 1000))
    let b = try #require(PoissonRate(count: 10, exposure: 4000))
    #expect(prints(RateComparison(a, b).p, "1.062e-13"))
  }

  @Test func `Jensen-Shannon distance 0.34098592`() {
    let (a, b) = ([0.5, 0.3, 0.2, 0], [0.4, 0.3, 0.1, 0.2])
    #expect(prints(JensenShannon.distance(a, b), "0.34098592"))
    #expect(prints(JensenShannon.divergence(a, b), "0.11627140"))
    #expect(JensenShannon.distance([5, 0], [0, 9]) == 1 && JensenShannon.distance([1, 2], [10, 20]) == 0)
    #expect(JensenShannon.distance([0, 0], [1, 1]) == nil && JensenShannon.distance([1], [1, 1]) == nil)
    #expect(JensenShannon.distance([-1, 2], [1, 1]) == nil)
  }
}

/// Values from statsmodels 0.15.
@Suite struct `Many tests at once` {
  private let p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]

  @Test func `Benjamini and Hochberg`() {
    let adjusted = ManyTests.adjust(p)
    let expected = ["0.01", "0.04", "0.084", "0.084", "0.084", "0.1", "0.105714", "0.216", "0.216", "0.216"]
    #expect(zip(adjusted, expected).allSatisfy { prints($0, $1) }, "\(adjusted)")
    #expect(adjusted.count { $0 < 0.05 } == 2)
  }

  @Test func `Benjamini and Yekutieli, Holm and Bonferroni find one`() {
    let any = ManyTests.adjust(p, by: .falseDiscoveryAnyDependence)
    #expect(prints(any[0], "0.02929") && prints(any[1], "0.117159"))
    for method in [ManyTests.Method.falseDiscoveryAnyDependence, .holm, .bonferroni] {
      #expect(ManyTests.adjust(p, by: method).count { $0 < 0.05 } == 1)
    }
  }

  @Test(arguments: [ManyTests.Method.falseDiscovery, .falseDiscoveryAnyDependence, .holm, .bonferroni])
  func `order does not matter, and p only grows`(_ method: ManyTests.Method) {
    #expect(ManyTests.adjust(p.reversed(), by: method) == ManyTests.adjust(p, by: method).reversed())
    #expect(zip(ManyTests.adjust(p, by: method), p).allSatisfy { $0 >= $1 && $0 <= 1 })
    #expect(ManyTests.adjust([], by: method).isEmpty && ManyTests.adjust([0.03], by: method) == [0.03])
  }
}

@Suite struct `Changes and outliers` {
  private let step = [
    1.02, 0.95, 0.99, 1, 1.12, 1, 1.01, 0.98, 1.01, 0.96, 0.5, 0.51, 0.48, 0.48, 0.55, 0.5, 0.49, 0.51, 0.5, 0.49,
  ]

  /// Values of mongodb/signal-processing.
  @Test func `energy of 1…99 and 1…104`() throws {
    let found = try #require(EnergyStatistic((1..<100).map(Double.init), (1..<105).map(Double.init)))
    #expect(prints(found.distance, "0.160") && prints(found.statistic, "8.136") && prints(found.coefficient, "0.002"))
  }

  /// Values of Apache Otava.
  @Test func `E-divisive's statistic`() throws {
    #expect(try prints(#require(EnergyStatistic(step[..<10], step[10...])).divisive, "4.682222"))
    let z: [Double] = [10, 11, 9, 10, 12, 10, 11, 10, 30, 31, 29, 32, 30, 31, 30, 29, 10, 11, 10, 9, 11, 10]
    #expect(try prints(#require(EnergyStatistic(z[..<8], z[8..<16])).divisive, "150.0"))
    #expect(try prints(#require(EnergyStatistic(z[8..<16], z[16...])).divisive, "130.579592"))
    let y = [0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149, 149.7, 149.5, 149.1, 148.8, 150]
    #expect(try prints(#require(EnergyStatistic(y[..<5], y[5...])).divisive, "761.282143"))
    #expect(try prints(#require(EnergyStatistic(y[5..<8], y[8...])).divisive, "198.266667"))
  }

  @Test func `energy of equal and of different constants`() throws {
    let same = try #require(EnergyStatistic([3, 3, 3], [3, 3]))
    #expect(same.distance == 0 && same.coefficient == 0 && same.divisive == 0)
    #expect(try #require(EnergyStatistic([1, 1], [4, 4])).coefficient == 1)
    #expect(EnergyStatistic([1], [2, 3]) == nil)
  }

  @Test func `Pettitt's test`() throws {
    let found = try #require(Pettitt(step))
    #expect(found.index == 10 && found.statistic == 100 && prints(found.p, "0.00158098"))
    #expect(Pettitt([1]) == nil)
    #expect(try #require(Pettitt([4, 4, 4, 4])).p == 1)
    #expect(try #require(Pettitt(step.map { $0 * 7 + 1 })) == found, "ranks only")
  }

  /// Rosner's data, NIST handbook 1.3.5.17.3.
  @Test func `three outliers that mask each other`() throws {
    let rosner = [
      -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.70, 1.76,
      1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40, 2.47, 2.54,
      2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01,
    ]
    let found = try #require(ExtremeDeviates(rosner, most: 10))
    #expect(found.outliers.map { rosner[$0] } == [6.01, 5.42, 5.34])
    #expect(zip(found.steps, ["3.119", "2.943", "3.179", "2.810"]).allSatisfy { prints($0.deviation, $1) })
    #expect(zip(found.steps, ["3.159", "3.151", "3.144", "3.136"]).allSatisfy { prints($0.critical, $1) })
    #expect(found.steps[0].deviation < found.steps[0].critical)
  }

  @Test func `no outliers among equal values, and none claimed of few`() {
    #expect(ExtremeDeviates([Double](repeating: 3, count: 20), most: 3)?.steps.isEmpty == true)
    #expect(ExtremeDeviates([1, 2, 3], most: 1) == nil)
    #expect(ExtremeDeviates((0..<30).map(Double.init), most: 3)?.outliers == [])
  }

  @Test func `equal values share their ranks`() {
    #expect(Ranks.of([10, 20, 20, 5]) == [2, 3.5, 3.5, 1] && Ranks.of([]).isEmpty)
  }
}
