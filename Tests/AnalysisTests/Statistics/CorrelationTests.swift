import Testing

@testable import DebriefAnalysis

/// Values from scipy 1.17 and statsmodels 0.15.
@Suite struct `Correlations agree with published tools` {
  private let x: [Double] = [2, 4, 3, 5, 8, 7, 9, 12, 11, 10]
  private let y: [Double] = [1, 3, 2, 5, 4, 7, 8, 9, 12, 10]
  private let a: [Double] = [0, 0, 1, 5, 9, 6, 2, 0, 0, 0]
  private let b: [Double] = [0, 0, 0, 0, 1, 5, 9, 6, 2, 0]

  @Test func `Pearson 0.91421512, Spearman 0.92727273, Kendall 0.82222222`() throws {
    let r = try #require(Correlation.pearson(x, y))
    #expect(prints(r, "0.91421512") && prints(Correlation.p(r, count: 10), "2.134e-04"))
    #expect(prints(Correlation.spearman(x, y), "0.92727273"))
    #expect(prints(Correlation.kendall(x, y), "0.82222222") && prints(Correlation.kendallP(x, y), "3.577e-04"))
  }

  @Test func `with ties`() {
    let (x, y): ([Double], [Double]) = ([1, 2, 2, 3, 4], [1, 1, 2, 3, 3])
    #expect(prints(Correlation.kendall(x, y), "0.82495791") && prints(Correlation.spearman(x, y), "0.89221782"))
    #expect(prints(Correlation.kendallP(x, y), "0.060135"))
  }

  @Test func `b follows a by two samples`() throws {
    let lags = try #require(CrossCorrelation(a, b, reach: 4))
    let expected = ["-0.604463", "-0.448353", "0.043571", "0.614346", "0.887566", "0.501913", "-0.132412"]
    for (lag, text) in zip(-2...4, expected) { #expect(prints(lags[lag], text)) }
    let found = try #require(LaggedCorrelation(a, b, reach: 4))
    #expect(found.lag == 2 && prints(found.coefficient, "0.887566"))
    #expect(try #require(LaggedCorrelation(b, a, reach: 4)).lag == -2)
  }

  @Test func `60 samples are worth 20.977673`() {
    // The autocorrelations are given to seven digits, which leaves the count six.
    #expect(abs(LaggedCorrelation.effectiveCount(60, 0.65756363, 0.7328415) - 20.977673) < 3e-6)
    #expect(LaggedCorrelation.effectiveCount(60, 0, 0.9) == 60)
    #expect(LaggedCorrelation.effectiveCount(60, 0.9, -0.9) == 60, "never more than there are")
    #expect(LaggedCorrelation.effectiveCount(60, 1, 1) == 2)
  }
}

@Suite struct `Correlations keep their promises` {
  @Test func `none with a constant, and none of one pair`() {
    #expect(Correlation.pearson([1, 1, 1], [1, 2, 3]) == nil && Correlation.kendall([1, 1], [1, 2]) == nil)
    #expect(Correlation.pearson([1], [1]) == nil && Correlation.pearson([], []) == nil)
    #expect(Correlation.pearson([1, 2], [1, 2, 3]) == nil && Correlation.kendallP([1], [1]) == nil)
    #expect(LaggedCorrelation([1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6], reach: 2) == nil)
    #expect(LaggedCorrelation([1, 2, 3, 4], [1, 2, 3, 4], reach: 4) == nil, "no pair is left at the farthest lag")
    #expect(Correlation.p(0.99, count: 2) == 1 && Correlation.p(1, count: 9) == 0)
  }

  @Test func `a line, its mirror and its units`() {
    let x: [Double] = [3, 1, 4, 1.5, 9, 2.6]
    #expect(prints(Correlation.pearson(x, x.map { 5 * $0 - 2 }), "1.000000000"))
    #expect(prints(Correlation.pearson(x, x.map { -$0 }), "-1.000000000"))
    #expect(prints(Correlation.spearman(x, x.map { $0 * $0 }), "1.000000000"))
    #expect(prints(Correlation.kendall(x, x.map { -$0 * $0 }), "-1.000000000"))
  }

  @Test func `no coefficient leaves −1…1 and shifting both changes nothing`() throws {
    var random = SeededRandom(seed: 21)
    for _ in 0..<40 {
      let a = random.autoregressive(30, 0.8)
      let b = random.autoregressive(30, 0.8)
      let found = try #require(LaggedCorrelation(a, b, reach: 10))
      let moved = try #require(LaggedCorrelation(a.map { 3 * $0 + 7 }, b.map { 2 * $0 - 1 }, reach: 10))
      #expect(found.lag == moved.lag && abs(found.coefficient - moved.coefficient) < 1e-9)
      #expect(abs(found.coefficient) <= 1 && found.p > 0 && found.p <= 1)
    }
  }

  /// The naive test calls half of such pairs related, and with 21 lags nearly all.
  @Test(arguments: [0.0, 0.5, 0.9]) func `unrelated series are called related in about one of twenty`(
    _ coefficient: Double
  ) throws {
    var random = SeededRandom(seed: 4)
    var found = 0
    for _ in 0..<300 {
      let pair = (random.autoregressive(120, coefficient), random.autoregressive(120, coefficient))
      if try #require(LaggedCorrelation(pair.0, pair.1, reach: 10)).p < 0.05 { found += 1 }
    }
    #expect(found <= 27, "nominal 15, and three standard errors more")
  }

  @Test func `one series behind another is found through noise`() throws {
    var random = SeededRandom(seed: 6)
    let cause = random.autoregressive(124, 0.6)
    let effect = (0..<120).map { cause[$0] + 0.5 * random.normal() }
    let found = try #require(LaggedCorrelation(Array(cause[4...]), effect, reach: 10))
    #expect(found.lag == 4 && found.coefficient > 0.7 && found.p < 1e-6)
  }

  @Test func `a series that steps up at every event`() throws {
    var random = SeededRandom(seed: 9)
    let events = [20, 55, 90, 130, 170]
    let raised = Set(events.flatMap { Array($0..<($0 + 10)) })
    let series = (0..<200).map { random.normal() + (raised.contains($0) ? 3.0 : 0) }
    let found = try #require(EventAssociation(series, events: events + [20, 999], window: 5))
    #expect(found.events == 5 && abs(found.change - 3) < 1 && found.p == 1.0 / 200)
    #expect(try #require(EventAssociation(series, events: [5, 40, 75, 150], window: 5)).p > 0.05)
    #expect(EventAssociation(series, events: [20, 55], window: 5) == nil, "two events are no sample")
    #expect(EventAssociation(Array(series[..<15]), events: [1, 5, 9], window: 5) == nil)
  }

  @Test func `the change at every place equals its definition`() throws {
    let series: [Double] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    let found = try #require(EventAssociation(series, events: [3, 6, 8], window: 2))
    // At 3: (1 + 5 − 1 − 4) / 2; at 6: (2 + 6 − 5 − 9) / 2; at 8: (5 + 3 − 2 − 6) / 2.
    #expect(agree(found.change, (0.5 - 3 + 0) / 3))
  }

  @Test func `a constant series is moved by nothing`() throws {
    let found = try #require(EventAssociation([Double](repeating: 4, count: 40), events: [5, 15, 25], window: 3))
    #expect(found.change == 0 && found.p == 1)
  }
}
