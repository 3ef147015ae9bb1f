import Testing

@testable import DebriefAnalysis

private let skewed: [Double] = [5, 7, 9, 12, 15, 18, 22, 30, 45, 60, 95, 240]
private let first: [Double] = [12, 18, 25, 33, 47, 60, 85, 110]
private let second: [Double] = [8, 11, 15, 19, 22, 40, 52]

/// Values from scipy 1.17 and statsmodels 0.15.
@Suite struct `Comparisons agree with published tools` {
  @Test func `U is 42 with exact p 0.12059052`() throws {
    let found = try #require(RankComparison(first, second))
    #expect(found.u == 42 && found.isExact)
    #expect(prints(found.p, "0.12059052"))
    #expect(prints(RankComparison.normal(42, 8, 7, .init([])), "0.11821229"))
    #expect(found.superiority == 0.75 && found.dominance == 0.5)
    #expect(found.shift == 17.5)
    #expect(found.shiftInterval == ConfidenceInterval(low: -5, high: 63))
  }

  @Test func `ties bring the normal approximation`() throws {
    let found = try #require(RankComparison([10, 20, 20, 30], [20, 30, 40, 50]))
    #expect(found.u == 2.5 && !found.isExact)
    #expect(prints(found.p, "0.13665825"))
  }

  @Test func `far tails of the exact distribution`() {
    let distribution = RankDistribution(30, 25)
    #expect(agree(distribution.lowerTail(20), 8.794980602744921e-13, within: 1e-9))
    #expect(agree(distribution.lowerTail(320), 0.17992329824779718))
  }

  @Test(arguments: [
    (PermutationTest.Statistic.mean, "0.10318570"), (.median, "0.23776224"), (.meanLog, "0.09696970"),
  ])
  func `all 6435 permutations`(_ statistic: PermutationTest.Statistic, _ p: String) throws {
    let found = try #require(PermutationTest(first, second, of: statistic))
    #expect(found.splits == 6435 && found.isExact)
    #expect(prints(found.p, p))
  }

  @Test func `twelve in 91 days against seven in 90`() throws {
    let a = try #require(PoissonRate(count: 12, exposure: 91))
    let b = try #require(PoissonRate(count: 7, exposure: 90))
    let found = RateComparison(a, b)
    #expect(prints(found.p, "0.35942425"))
    #expect(prints(RateComparison.pooledP(a, b), "0.26804033"))
    #expect(prints(found.ratio, "1.69545"))
    // scipy's exact interval of 12 of 19 is 0.3835779233…0.8371141278.
    #expect(agree(found.ratioInterval.low, 0.3835779233144064 / (1 - 0.3835779233144064) * 90 / 91))
    #expect(agree(found.ratioInterval.high, 0.8371141278449004 / (1 - 0.8371141278449004) * 90 / 91))
  }

  @Test func `the bootstrap of the mean, to 2 %`() throws {
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    #expect(prints(Bootstrap.acceleration(skewed, of: mean), "0.11006248"))
    let accelerated = try #require(Bootstrap.interval(skewed, .accelerated, fewest: 2, resamples: 39_999, of: mean))
    #expect(
      agree(accelerated.low, 22.605, within: 0.02) && agree(accelerated.high, 110.678, within: 0.02), "\(accelerated)")
    let percentile = try #require(Bootstrap.interval(skewed, .percentile, fewest: 2, resamples: 39_999, of: mean))
    #expect(
      agree(percentile.low, 18.246, within: 0.02) && agree(percentile.high, 87.925, within: 0.02), "\(percentile)")
    #expect(Bootstrap.interval(skewed, .percentile, of: mean) == nil, "too few for an approximation")
  }

  /// The simulated powers of a rank test for a halved duration, sd(log) 1.2.
  @Test(arguments: [(10, 0.20), (20, 0.40), (50, 0.80), (100, 0.98)]) func `the approximate power`(
    _ n: Int, _ simulated: Double
  ) {
    #expect(abs(DetectableChange.power(toSee: 0.5, logDeviation: 1.2, n, n) - simulated) < 0.05)
  }
}

@Suite struct `Comparisons keep their promises` {
  @Test func `nothing to compare`() {
    #expect(RankComparison([], [1]) == nil && RankComparison([1], []) == nil && RankComparison([.nan], [1]) == nil)
    #expect(PermutationTest([], [1], of: .mean) == nil && PermutationTest([0], [1], of: .meanLog) == nil)
    #expect(DetectableChange([1], [2]) == nil && DetectableChange([5, 5], [5, 5]) == nil)
    #expect(Bootstrap.interval([Double](repeating: 1, count: 60), .accelerated) { $0[0] } == nil)
  }

  @Test func `all equal is no difference`() throws {
    let found = try #require(RankComparison([5, 5, 5], [5, 5]))
    #expect(found.p == 1 && found.superiority == 0.5 && found.shift == 0 && found.shiftInterval == nil)
    #expect(PermutationTest([5, 5, 5], [5, 5], of: .median)?.p == 1)
  }

  @Test func `one against one says nothing`() throws {
    let found = try #require(RankComparison([9], [1]))
    #expect(found.p == 1 && found.superiority == 1 && found.shift == 8 && found.shiftInterval == nil)
    #expect(PermutationTest([9], [1], of: .mean)?.p == 1)
  }

  @Test func `three against three cannot show anything`() throws {
    #expect(try #require(DetectableChange([1, 2, 3], [4, 5, 6])).ratio == .infinity)
    let five = try #require(DetectableChange([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]))
    #expect(five.ratio.isFinite && five.ratio > 1)
    #expect(agree(DetectableChange.power(toSee: five.ratio, logDeviation: 0.6, 5, 5), 0.8, within: 0.2))
  }

  @Test func `more incidents show smaller changes`() throws {
    let ten = try #require(DetectableChange(Array(skewed[..<10]), Array(skewed[..<10])))
    let twenty = try #require(
      DetectableChange(Array(skewed[..<10] + skewed[..<10]), Array(skewed[..<10] + skewed[..<10])))
    #expect(1 < twenty.ratio && twenty.ratio < ten.ratio)
  }

  @Test func `swapping the groups mirrors, and units only scale the shift`() throws {
    var random = SeededRandom(seed: 5)
    for round in 0..<60 {
      let a = (0..<(1 + round % 9)).map { _ in (random.uniform() * 20).rounded() }
      let b = (0..<(1 + round % 7)).map { _ in (random.uniform() * 25).rounded() }
      let (ab, ba) = try (#require(RankComparison(a, b)), #require(RankComparison(b, a)))
      #expect(abs(ab.superiority + ba.superiority - 1) < 1e-12 && abs(ab.p - ba.p) < 1e-12 && ab.shift == -ba.shift)
      #expect(ab.shiftInterval?.low == ba.shiftInterval.map { -$0.high })
      let scaled = try #require(RankComparison(a.reversed().map { $0 * 8 }, b.map { $0 * 8 }))
      #expect(scaled.shift == ab.shift * 8 && scaled.p == ab.p && scaled.u == ab.u)
      let pairs = a.flatMap { x in b.map { x - $0 } }.sorted()
      #expect(ab.shift == OrderStatistics.median(ofSorted: pairs))
      #expect(ab.u == pairs.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) })
      for k in 1...pairs.count { #expect(PairDifferences(a, b).smallest(k) == pairs[k - 1]) }
    }
  }

  @Test func `the normal approximation meets the exact distribution where they change over`() throws {
    var random = SeededRandom(seed: 8)
    let a = (0..<50).map { _ in random.normal() }
    let b = (0..<50).map { _ in random.normal() + 0.4 }
    let found = try #require(RankComparison(a, b))
    #expect(found.isExact)
    #expect(abs(found.p - RankComparison.normal(found.u, 50, 50, .init([]))) < 0.002)
    let larger = try #require(RankComparison(a + [0.123], b))
    #expect(!larger.isExact && abs(larger.p - found.p) < 0.05)
    #expect(try #require(larger.shiftInterval).contains(larger.shift))
  }

  @Test func `drawn permutations repeat with their seed and are never 0`() throws {
    let far = (0..<40).map { Double($0) }
    let away = far.map { $0 + 1000 }
    let found = try #require(PermutationTest(far, away, of: .mean, draws: 999))
    #expect(!found.isExact && found.splits == 1000 && found.p == 0.002)
    #expect(
      PermutationTest(far, away.map { $0 - 998 }, of: .median, draws: 200, seed: 1)
        == PermutationTest(far, away.map { $0 - 998 }, of: .median, draws: 200, seed: 1))
  }

  @Test func `drawn permutations come near all of them`() throws {
    let a = first + [20, 41, 7]
    let b = second + [9, 31, 5]
    let drawn = try #require(PermutationTest(a, b, of: .mean, draws: 19_999))
    #expect(!drawn.isExact)
    let ranks = try #require(RankComparison(a, b))
    #expect(abs(drawn.p - ranks.p) < 0.1)
  }

  @Test func `rates of nothing`() throws {
    let none = try #require(PoissonRate(count: 0, exposure: 90))
    let some = try #require(PoissonRate(count: 4, exposure: 90))
    #expect(RateComparison(some, none).ratio == nil && RateComparison(some, none).ratioInterval.high == .infinity)
    #expect(RateComparison(none, some).ratioInterval.low == 0 && RateComparison(none, some).ratio == 0)
    #expect(RateComparison(none, none).p == 1 && agree(RateComparison(some, some).p, 1))
    #expect(prints(RateComparison(none, some).p, "0.1250"))
    #expect(RateComparison.pooledP(none, none) == 1 && agree(RateComparison.pooledP(some, some), 1))
  }
}
