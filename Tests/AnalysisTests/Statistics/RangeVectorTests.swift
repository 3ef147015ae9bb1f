import DebriefModel
import Testing

@testable import DebriefAnalysis

/// Values of promtool 2.42 and of the expectations in Prometheus' promqltest/testdata/functions.test.
@Suite struct `Prometheus' functions over raw samples` {
  private static let stale = Double(bitPattern: 0x7ff0_0000_0000_0002)

  /// One value each 15 s from 0; nil is no sample.
  private func vector(
    _ values: [Double?], every step: Double = 15, range: Double = 120, at end: Double = 120,
    _ semantics: RangeVector.Semantics
  ) -> RangeVector {
    let samples = values.enumerated().compactMap { index, value in
      value.map { Sample(at: Instant(nanoseconds: 0) + .seconds(Double(index) * step), value: $0) }
    }
    return RangeVector(samples, range: .seconds(range), at: Instant(nanoseconds: 0) + .seconds(end), semantics)
  }

  @Test func `a counter that starts again`() {
    let values: [Double?] = [100, 110, 120, 5, 15, 25, 35, 45, 55]
    let (old, new) = (vector(values, .before2_51), vector(values, .from3))
    #expect(prints(old.increase, "75") && prints(new.increase, "74.285714"))
    #expect(prints(old.rate, "0.625") && old.resets == 1 && new.resets == 1)
    #expect(prints(old.delta, "-45") && prints(new.delta, "-62.857143"))
    #expect(vector(values, .from2_51).increase == old.increase)
  }

  @Test func `missing samples`() {
    let values: [Double?] = [100, 110, nil, nil, 140, 150, 160, nil, 180]
    for semantics in RangeVector.Semantics.allCases { #expect(prints(vector(values, semantics).increase, "80")) }
  }

  @Test func `a counter that begins within the window tells the versions apart`() {
    let values: [Double?] = [nil, nil, nil, nil, 2, 4, 6, 8, 10]
    #expect(prints(vector(values, .before2_51).increase, "10"))
    #expect(prints(vector(values, .from2_51).increase, "9") && prints(vector(values, .from3).increase, "9"))
  }

  @Test func `a stale marker ends the series and is no sample`() {
    let values: [Double?] = [100, 110, 120, 130, Self.stale]
    for semantics in RangeVector.Semantics.allCases {
      #expect(prints(vector(values, semantics).increase, "35"))
      #expect(vector(values, semantics).samples.last?.value == 130)
    }
  }

  @Test func `two samples`() {
    for semantics in RangeVector.Semantics.allCases {
      #expect(prints(vector([nil, nil, nil, 10, 13], semantics).increase, "6"))
    }
  }

  @Test func `a gauge with NaN`() throws {
    let values: [Double?] = [1, 2, .nan, 4, 5, .nan, 7, 8, 9]
    let whole = vector(values, .before2_51)
    #expect(try #require(whole.average).isNaN)
    #expect(whole.maximum == 9 && whole.minimum == 1 && whole.samples.count == 9 && whole.changes == 8)
    #expect(prints(vector(values, range: 30, .before2_51).quantile(0.9), "8.8"))
    #expect(prints(vector(values, range: 30, .from3).quantile(0.9), "8.9"), "the sample at the start is left out")
  }

  /// testcounter_zero_cutoff of functions.test: a sample each 4 minutes.
  @Test func `extrapolation stops at zero`() {
    let expected: [RangeVector.Semantics: [String]] = [
      .before2_51: ["0.50", "0.55", "0.60", "0.65", "0.70", "0.60"],
      .from2_51: ["0.50", "0.55", "0.60", "0.60", "0.60", "0.60"],
      .from3: ["0.50", "0.55", "0.60", "0.60", "0.60", "0.60"],
    ]
    for semantics in RangeVector.Semantics.allCases {
      for start in 0...5 {
        let values = (0...2).map { Double(start * 60 + $0 * 240) }
        let found = vector(values, every: 240, range: 1200, at: 600, semantics)
        #expect(prints(found.rate, expected[semantics]?[start] ?? ""), "\(semantics) \(start)")
      }
    }
  }

  @Test func `none, one, one time twice, only NaN`() throws {
    let none = vector([], .from3)
    #expect(none.rate == nil && none.delta == nil && none.average == nil && none.maximum == nil && none.changes == 0)
    #expect(none.quantile(0.5) == nil)
    #expect(vector([nil, 3], .from3).increase == nil && vector([nil, 3], .from3).average == 3)
    #expect(vector([1, 2], every: 0, .before2_51).increase == nil)
    #expect(try #require(vector([.nan, .nan], .before2_51).maximum).isNaN)
    #expect(vector([.nan, .nan], .before2_51).changes == 0)
  }

  @Test func `a counter that stands still grows by nothing`() {
    #expect(vector([5, 5, 5, 5, 5, 5, 5, 5, 5], .from3).increase == 0)
  }

  @Test func `increase scales with the counter and does not mind where time begins`() throws {
    let values: [Double?] = [3, 9, 14, 2, 8, 8, 20, 21, 30]
    let found = try #require(vector(values, .from3).increase)
    #expect(try agree(#require(vector(values.map { $0.map { $0 * 5 } }, .from3).increase), found * 5))
    #expect(try agree(#require(vector([nil, nil] + values, at: 150, .from3).increase), found))
  }
}
