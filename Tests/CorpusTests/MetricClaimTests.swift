import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// Metrics of the corpus, counted without our own readers.
@Suite(.enabled(if: Corpus.root != nil)) struct `Metrics of the corpus` {
  private static func lines(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
  }

  @Test(arguments: [
    ("prometheus/textparse/cmd/promtool/testdata/dump-openmetrics-test.prom", true),
    ("prometheus/textparse/cmd/promtool/testdata/dump-openmetrics-roundtrip-test.prom", true),
    ("kubernetes/insights-archive-sample/config/metrics", true),
    ("prometheus/textparse/cmd/promtool/testdata/metrics-test.prom", false),
    ("prometheus/textparse/model/textparse/testdata/alltypes.5mfs.om.txt", false),
    ("prometheus/textparse/model/textparse/testdata/1histogram.om.txt", false),
    ("prometheus/textparse/model/textparse/testdata/alltypes.237mfs.prom.txt", false),
    ("prometheus/textparse/model/textparse/testdata/alltypes.237mfs.nometa.prom.txt", false),
    ("prometheus/alertmanager-karma/0.27.0/metrics", false),
    ("prometheus/alertmanager-karma/0.31.0/metrics", false),
  ])
  func `text with and without times`(_ path: String, _ isTimed: Bool) throws {
    let bytes = try Corpus.bytes(path)
    #expect(Corpus.claims(bytes).map(\.id) == ["openmetrics"])
    let run = try ImporterRun(OpenMetricsImporter.self, bytes, path: path)
    let samples = run.series.reduce(0) { $0 + $1.samples.count }
    let lines = Self.lines(bytes).count
    #expect(run.rejected.isEmpty && samples == (isTimed ? lines : 0))
    #expect(isTimed || run.notes.contains { $0.text.hasPrefix("\(lines) values state no time") })
  }

  @Test(arguments: 1...3) func `dumps of promtool`(_ number: Int) throws {
    let bytes = try Corpus.bytes("prometheus/textparse/cmd/promtool/testdata/dump-test-\(number).prom")
    #expect(Corpus.claims(bytes).map(\.id) == ["promtool-text"])
    let run = try ImporterRun(PromtoolTextImporter.self, bytes)
    #expect(run.series.reduce(0) { $0 + $1.samples.count } == Self.lines(bytes).count)
    #expect(run.rejected.isEmpty)
  }

  @Test func `range queries that a tool captured, with data and without`() throws {
    let folder = "prometheus/holmesgpt/test_ask_holmes"
    let full = try #require(
      Corpus.files(below: folder + "/158_slack_chat_correct_date").first { $0.contains("/execute_prometheus") })
    let bytes = try Corpus.bytes(full)
    #expect(Corpus.claims(bytes).map(\.id) == ["prometheus-query-range"])
    let answer = bytes.split(separator: 0x0A, maxSplits: 2).last.map { Data($0) } ?? Data()
    let root = try #require(try JSONSerialization.jsonObject(with: answer) as? [String: Any])
    let result = try #require((root["data"] as? [String: Any])?["result"] as? [[String: Any]])
    let run = try ImporterRun(PrometheusQueryRangeImporter.self, bytes, path: full)
    #expect(run.series.map(\.samples.count) == result.map { ($0["values"] as? [Any])?.count ?? 0 })
    #expect(run.rejected.isEmpty)
    let empty = try Corpus.bytes(folder + "/34_memory_graph/execute_prometheus_range_query.txt")
    #expect(Corpus.claims(empty).map(\.id) == ["prometheus-query-range"])
    let nothing = try ImporterRun(PrometheusQueryRangeImporter.self, empty)
    #expect(nothing.notes == [SourceNote(.missing, "the query brought no data")] && nothing.rejected.isEmpty)
  }

  static let tables = Corpus.files(below: "benchmarks").filter { $0.hasSuffix(".csv") }
  private static let others = ["graph.csv", "dependency.csv", "published-default-scores.csv"]

  @Test(arguments: tables) func `tables, counted cell by cell`(_ path: String) throws {
    let bytes = try Corpus.bytes(path)
    guard !Self.others.contains(where: path.hasSuffix) else { return #expect(Corpus.claims(bytes).isEmpty) }
    #expect(Corpus.claims(bytes).map(\.id) == ["metrics-csv"])
    let run = try ImporterRun(MetricsCSVImporter.self, bytes, path: path)
    // None of these files quotes a cell. Times, names and header rows are no samples; of two rows with one time one is kept.
    var rows: [String: [Substring]] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      if cells[0].first?.isNumber ?? false { rows[String(cells[0])] = Array(cells) }
    }
    let first = path.contains("nezha") ? (path.hasSuffix("_50.csv") ? 2 : 3) : 1
    let expected = rows.values.reduce(0) { $0 + $1.dropFirst(first).count { Double($0) != nil } }
    #expect(run.series.reduce(0) { $0 + $1.samples.count } == expected && expected > 0)
    #expect(run.rejected.isEmpty)
    if ProcessInfo.processInfo.environment["DEBRIEF_TABLE"] != nil { print("COUNT \(path) \(expected)") }
  }
}
