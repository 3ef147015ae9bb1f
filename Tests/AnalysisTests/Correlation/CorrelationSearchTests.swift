import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefAnalysis

@Suite struct `Series that move together` {
  /// 300 samples of noise around a level that rises at 150, and whatever else is added.
  private func story(_ name: String, level: (Double, Double), _ wiggle: (Int) -> Double) -> (
    series: Series, samples: [Sample]
  ) {
    (
      Series(metric: name, labels: [:], step: 15),
      samples((0..<300).map { ($0 < 150 ? level.0 : level.1) + wiggle($0) })
    )
  }

  private func noise(_ seed: UInt64, _ count: Int = 300) -> [Double] {
    var random = SeededRandom(seed: seed)
    return random.autoregressive(count, 0.6)
  }

  @Test func `what goes before the errors in its wiggles is found, what only steps with them is not`() throws {
    let common = noise(1, 304)
    let (own, other) = (noise(2), noise(3))
    let evidence = InMemoryEvidence(series: [
      story("http_errors_ratio", level: (10, 40)) { common[$0] + 0.3 * own[$0] },
      story("db_pool_usage", level: (100, 300)) { 4 * common[$0 + 4] },
      story("queue_depth", level: (5, 50)) { other[$0] },
    ])
    let found = try IncidentAnalyzer.analyze(evidence).correlations
    #expect(found.tested == 2 && found.pairs.count == 1)
    let pair = try #require(found.pairs.first)
    #expect(pair.indicator.metric == "http_errors_ratio" && pair.other.metric == "db_pool_usage")
    #expect(pair.lag == -60 && pair.coefficient > 0.8 && pair.q < 0.001 && pair.p <= pair.q)
    #expect(pair.effectiveCount > 50 && pair.effectiveCount < 300)
  }

  @Test func `a step alone is no correlation, though the two series correlate at 1`() throws {
    let (own, other) = (noise(4), noise(5))
    let evidence = InMemoryEvidence(series: [
      story("http_errors_ratio", level: (10, 400)) { own[$0] },
      story("cpu_usage", level: (20, 900)) { other[$0] },
    ])
    let found = try IncidentAnalyzer.analyze(evidence).correlations
    #expect(found.tested == 1 && found.pairs.isEmpty)
    let raw = try evidence.series().map { try evidence.samples(of: $0).map(\.value) }
    #expect(try #require(Correlation.pearson(raw[0], raw[1])) > 0.99)
  }

  @Test func `without an indicator, or with one series, nothing is tested`() throws {
    let own = noise(6)
    let usage = story("cpu_usage", level: (20, 90)) { own[$0] }
    #expect(try IncidentAnalyzer.analyze(InMemoryEvidence(series: [usage])).correlations == SeriesCorrelations())
    let errors = story("http_errors_ratio", level: (20, 90)) { own[$0] }
    #expect(try IncidentAnalyzer.analyze(InMemoryEvidence(series: [errors])).correlations == SeriesCorrelations())
  }

  @Test func `series of other clocks and with holes`() throws {
    let common = noise(7, 304)
    let errors = story("http_errors_ratio", level: (10, 40)) { common[$0] }
    let usage = story("db_pool_usage", level: (100, 300)) { 4 * common[$0] }
    var holed = usage
    holed.samples.removeAll { Int($0.value * 1e6) % 9 == 0 }
    for sample in holed.samples.indices { holed.samples[sample].at = holed.samples[sample].at + .seconds(2) }
    let found = try IncidentAnalyzer.analyze(InMemoryEvidence(series: [errors, holed])).correlations
    #expect(found.pairs.first?.lag == 0)
    let later = usage.samples.map { Sample(at: $0.at + .minutes(600), value: $0.value) }
    let apart = InMemoryEvidence(series: [errors, (usage.series, later)])
    #expect(try IncidentAnalyzer.analyze(apart).correlations.tested == 0, "they have no time in common")
  }
}
