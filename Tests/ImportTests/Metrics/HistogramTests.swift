@testable import DebriefImport
import DebriefModel
import DebriefParsing
import DebriefTesting
import Testing

/// Expected values: Prometheus' own tests of native histograms (promql/promqltest/testdata/native_histograms.test), whose
/// histograms are written here as a query gives them.
struct `Quantiles of native histograms` {
  private static func histogram(_ buckets: [(Double, Double, Double)], sum: Double = 5) throws -> HistogramSample {
    let list = buckets.map { "[0,\"\($0.0)\",\"\($0.1)\",\"\($0.2)\"]" }.joined(separator: ",")
    let count = buckets.reduce(0) { $0 + $1.2 }
    let text = Array("{\"count\":\"\(count)\",\"sum\":\"\(sum)\",\"buckets\":[\(list)]}".utf8)
    // The value lives as long as its reader.
    let reader = JSONReader()
    return try withExtendedLifetime(reader) {
      try #require(HistogramSample(try reader.parse(text.span), at: Instant(seconds: 0)))
    }
  }

  /// `{{schema:0 count:12 sum:100 z_bucket:2 z_bucket_w:0.001 buckets:[2 3 0 1 4]}}`
  private static let positive = [
    (-0.001, 0.001, 2.0), (0.5, 1, 2), (1, 2, 3), (4, 8, 1), (8, 16, 4),
  ]

  @Test(arguments: [
    (1, 16.0), (0.99, 15.67072476139083), (0.9, 12.99603834169977), (0.6, 4.594793419988138),
    (0.5, 1.5874010519681994), (0.1, 0.0006), (0, 0),
  ])
  func `positive buckets and a zero bucket`(_ q: Double, _ expected: Double) throws {
    let found = try Self.histogram(Self.positive, sum: 100).quantile(q)
    #expect(abs(found - expected) < 1e-12, "\(found)")
  }

  @Test(arguments: [(1, 0.0), (0.99, -0.00006), (0.9, -0.0006)])
  func `negative buckets and a zero bucket`(_ q: Double, _ expected: Double) throws {
    let mirrored = Self.positive.map { (-$0.1, -$0.0, $0.2) }
    let found = try Self.histogram(mirrored, sum: 100).quantile(q)
    #expect(abs(found - expected) < 1e-12, "\(found)")
  }

  @Test func `the middle of a bucket is its geometric mean, mirrored when negative`() throws {
    #expect(abs(try Self.histogram([(0.5, 1, 1), (1, 2, 2), (2, 4, 1)]).quantile(0.5) - 1.414213562373095) < 1e-12)
    #expect(
      abs(try Self.histogram([(-4, -2, 1), (-2, -1, 2), (-1, -0.5, 1)]).quantile(0.5) + 1.414213562373095) < 1e-12)
  }

  @Test func `custom buckets are interpolated linearly, and infinite ones give their finite bound`() throws {
    let custom = try Self.histogram([(-.infinity, 5, 1), (5, 10, 2), (10, .infinity, 1)])
    #expect(custom.quantile(0.5) == 7.5)
    #expect(custom.quantile(0.125) == 2.5)
    #expect(custom.quantile(0.99) == 10)
  }

  @Test func `no observations have no quantile`() throws { #expect(try Self.histogram([]).quantile(0.5).isNaN) }
}
