import Testing

@testable import DebriefAnalysis

private let skewed: [Double] = [5, 7, 9, 12, 15, 18, 22, 30, 45, 60, 95, 240]

/// Values from scipy 1.17 and lifelines 0.30.
@Suite struct `Estimates agree with published tools` {
  @Test func `median 20 lies in 9…60, ranks 3 and 10, with coverage 0.96142578`() throws {
    let found = try #require(MedianInterval(skewed))
    #expect(found.median == 20 && found.low == 9 && found.high == 60)
    #expect(found.rank == 3 && found.count - found.rank + 1 == 10)
    #expect(prints(found.coverage, "0.96142578"))
  }

  @Test(arguments: [(6, 1), (9, 2), (12, 3), (20, 6), (50, 18), (100, 40), (501, 229), (1000, 469)])
  func `ranks of larger samples`(_ n: Int, _ rank: Int) {
    #expect(MedianInterval.rank(n, level: 0.95) == rank)
  }

  @Test func `mean 46.5 and its t interval`() throws {
    let found = try #require(MeanEstimate(skewed))
    #expect(found.mean == 46.5 && found.count == 12)
    #expect(prints(found.interval?.low, "4.2956") && prints(found.interval?.high, "88.7044"))
  }

  @Test func `geometric mean 24.255385191 with the interval on logarithms`() throws {
    let found = try #require(GeometricMean(skewed))
    #expect(prints(found.mean, "24.255385191") && prints(found.logDeviation, "1.136598662"))
    #expect(prints(found.interval?.low, "11.780885277") && prints(found.interval?.high, "49.938837102"))
    #expect(found.leftOut == 0)
  }

  @Test func `seven in 90 days`() throws {
    let found = try #require(PoissonRate(count: 7, exposure: 90))
    #expect(prints(found.rate, "0.07777778"))
    #expect(prints(found.interval.low, "0.03127070") && prints(found.interval.high, "0.16025195"))
    #expect(prints(found.meanTimeBetween, "12.857143"))
    #expect(prints(found.meanTimeBetweenInterval.low, "6.2401737"))
    #expect(prints(found.meanTimeBetweenInterval.high, "31.9788166"))
  }

  @Test func `none in 90 days leaves a bound`() throws {
    let found = try #require(PoissonRate(count: 0, exposure: 90))
    #expect(found.rate == 0 && found.interval.low == 0 && found.meanTimeBetween == nil)
    #expect(prints(found.interval.high, "0.04098755"))
    #expect(prints(found.meanTimeBetweenInterval.low, "24.397653"))
    #expect(found.meanTimeBetweenInterval.high == .infinity)
  }

  @Test func `one in 90 days`() throws {
    let interval = try #require(PoissonRate(count: 1, exposure: 90)).interval
    #expect(prints(interval.low, "0.00028131") && prints(interval.high, "0.06190715"))
  }

  @Test(arguments: [(0, 10, "0.0000", "0.2775"), (3, 10, "0.1078", "0.6032"), (45, 120, "0.2935", "0.4642")])
  func `Wilson`(_ count: Int, _ total: Int, _ low: String, _ high: String) throws {
    let found = try #require(Proportion(count, of: total)).interval
    #expect(prints(found.low, low) && prints(found.high, high), "\(found)")
  }

  @Test func `overlapping outages count once`() {
    let found = Downtime([600...630, 620...650, 900...905], in: 0...43_200)
    #expect(found.total == 55 && found.sumOfLengths == 65)
    #expect(prints(found.availability, "0.9987268519"))
    #expect(found.merged == [600...650, 900...905] && found.uptime == 43_145)
  }
}

@Suite struct `Survival agrees with lifelines` {
  static let durations: [Double] = [5, 8, 12, 12, 20, 30, 45, 60, 90, 120]
  static let ended = [true, true, true, false, true, true, true, false, true, false]
  static let first = zip(durations, ended).map { SurvivalCurve.Observation($0, ended: $1) }
  static let second = zip([4.0, 6, 7, 10, 15, 18, 25, 33], [true, true, true, true, true, true, true, false])
    .map { SurvivalCurve.Observation($0, ended: $1) }

  @Test func `the curve`() {
    let curve = SurvivalCurve(Self.first)
    let expected = [
      "0.900000", "0.800000", "0.700000", "0.583333", "0.466667", "0.350000", "0.350000", "0.175000", "0.175000",
    ]
    #expect(curve.steps.count == 9 && curve.count == 10 && curve.open == 3)
    for (step, text) in zip(curve.steps, expected) { #expect(prints(step.survival, text)) }
    #expect(prints(curve.steps[2].interval.low, "0.328717") && prints(curve.steps[2].interval.high, "0.891949"))
    #expect(prints(curve.steps[7].interval.low, "0.011173") && prints(curve.steps[7].interval.high, "0.508664"))
  }

  @Test func `median 30 from 5 on, where the closed alone say 20`() {
    let curve = SurvivalCurve(Self.first)
    #expect(curve.median == 30)
    #expect(curve.medianInterval?.low == 5 && curve.medianInterval?.high == .infinity)
    #expect(OrderStatistics.median(Self.first.filter(\.ended).map(\.duration)) == 20)
  }

  @Test func `restricted means`() {
    let curve = SurvivalCurve(Self.first)
    #expect(prints(curve.restrictedMean(to: 60), "34.583333"))
    #expect(prints(curve.restrictedMean(to: 90), "45.083333"))
    #expect(prints(curve.restrictedMean(to: 120), "50.333333"))
    #expect(curve.restrictedMean(to: 121) == nil, "nobody watched that long")
  }

  @Test func `log-rank`() throws {
    let found = try #require(LogRank(Self.first, Self.second))
    #expect(prints(found.chiSquare, "2.94183558") && prints(found.p, "0.08631260"))
    #expect(try agree(#require(LogRank(Self.second, Self.first)).p, found.p))
  }

  @Test func `none, all open and all equal`() {
    #expect(SurvivalCurve([]).median == nil && SurvivalCurve([]).restrictedMean(to: 1) == nil)
    let open = SurvivalCurve([.init(5, ended: false), .init(9, ended: false)])
    #expect(open.median == nil && open.medianInterval?.low == .infinity && open.restrictedMean(to: 9) == 9)
    let equal = SurvivalCurve([SurvivalCurve.Observation](repeating: .init(7, ended: true), count: 5))
    #expect(equal.median == 7 && equal.steps.count == 1 && equal.restrictedMean(to: 100) == 7)
    #expect(LogRank([], Self.first) == nil)
    #expect(LogRank([.init(1, ended: false)], [.init(2, ended: false)]) == nil)
    #expect(SurvivalCurve([.init(-1, ended: true), .init(.nan, ended: true)]).count == 0)
  }
}

@Suite struct `Estimates keep their promises` {
  @Test(arguments: [[], [3.0], [3, 3], [1, 2, 3, 4, 5]]) func `small samples`(_ values: [Double]) {
    #expect(MedianInterval(values) == nil)
    #expect((MeanEstimate(values) == nil) == values.isEmpty)
    #expect((MeanEstimate(values)?.interval == nil) == (values.count < 2))
    #expect((GeometricMean(values) == nil) == values.isEmpty)
  }

  @Test func `all equal`() throws {
    let same = [Double](repeating: 7, count: 9)
    let median = try #require(MedianInterval(same))
    #expect(median.low == 7 && median.high == 7)
    #expect(MeanEstimate(same)?.interval == ConfidenceInterval(low: 7, high: 7))
    #expect(try agree(#require(GeometricMean(same)).mean, 7))
  }

  @Test func `zeros are left out of the geometric mean and counted`() throws {
    let found = try #require(GeometricMean([0, 4, 9, 0]))
    #expect(found.leftOut == 2 && found.count == 2 && agree(found.mean, 6))
    #expect(GeometricMean([0, 0]) == nil)
  }

  @Test func `order does not matter and units scale`() throws {
    var random = SeededRandom(seed: 3)
    for _ in 0..<50 {
      let values = (0..<(6 + Int(random.uniform() * 30))).map { _ in 1 + 100 * random.uniform() }
      let scaled = values.reversed().map { $0 * 64 }
      let (a, b) = try (#require(MedianInterval(values)), #require(MedianInterval(scaled)))
      #expect(a.low * 64 == b.low && a.median * 64 == b.median && a.high * 64 == b.high && a.rank == b.rank)
      #expect(a.low <= a.median && a.median <= a.high)
      let (g, h) = try (#require(GeometricMean(values)), #require(GeometricMean(scaled)))
      #expect(agree(g.mean * 64, h.mean))
      #expect(try #require(g.interval).contains(g.mean))
    }
  }

  @Test func `a higher level is never narrower`() throws {
    let narrow = try #require(MedianInterval(skewed, level: 0.8))
    let wide = try #require(MedianInterval(skewed, level: 0.99))
    #expect(wide.low <= narrow.low && narrow.high <= wide.high && narrow.coverage >= 0.8 && wide.coverage >= 0.99)
    #expect(MedianInterval([1, 2, 3, 4, 5], level: 0.9)?.rank == 1)
  }

  @Test func `impossible counts give nothing`() {
    #expect(PoissonRate(count: -1, exposure: 1) == nil && PoissonRate(count: 1, exposure: 0) == nil)
    #expect(PoissonRate(count: 1, exposure: .infinity) == nil)
    #expect(Proportion(1, of: 0) == nil && Proportion(3, of: 2) == nil && Proportion(-1, of: 2) == nil)
    #expect(Proportion(5, of: 5)?.interval.high == 1)
  }

  @Test func `large counts`() throws {
    let found = try #require(PoissonRate(count: 1_000_000, exposure: 1)).interval
    #expect(abs(found.low - 998_040) < 20 && abs(found.high - 1_001_962) < 20)
  }

  @Test func `outages are cut to the period`() {
    #expect(Downtime([], in: 0...10).availability == 1)
    #expect(Downtime([-5...2, 8...50, 60...70], in: 0...10).total == 4)
    #expect(Downtime([1...1], in: 0...10).total == 0)
    #expect(Downtime([0...99], in: 0...10).availability == 0)
    #expect(Downtime([0...1], in: 3...3).availability == nil)
  }
}
