import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// Files of collectors and stores, their records counted with Foundation.
@Suite struct `Collected logs of the corpus` {
  @Test(.enabled(if: Corpus.root != nil))
  func `a journal gives an event for each entry with a message`() throws {
    let bytes = try Corpus.bytes("logs/lnav/logfile_journald.json")
    #expect(Corpus.claims(bytes).map(\.id) == ["journald"])
    let messages = bytes.split(separator: 0x0A).compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any]
    }.compactMap { $0["MESSAGE"] as? String }
    let run = try ImporterRun(JournaldImporter.self, bytes)
    #expect(run.rejected.isEmpty)
    #expect(run.events.map(\.message).sorted() == messages.sorted())
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `Kubernetes Events that Fluent Bit collected are Events`() throws {
    for path in Corpus.files(below: "kubernetes/fluent-bit-events") where path.hasSuffix(".out") {
      let bytes = try Corpus.bytes(path)
      #expect(Corpus.claims(bytes).first?.id == "fluent-bit-file", "\(path)")
      let record = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [Any])
      let run = try ImporterRun(FluentBitFileImporter.self, bytes)
      #expect(run.rejected.isEmpty && run.events.count == record.count / 2, "\(path)")
      #expect(run.events.allSatisfy { $0.kind == .kubernetes && $0.time != nil }, "\(path)")
    }
  }

  private static func count(_ value: Any, _ lists: [Set<String>]) -> Int {
    guard let list = lists.first else { return 1 }
    guard let object = value as? [String: Any] else { return 0 }
    return list.compactMap { object[$0] as? [Any] }.joined().reduce(0) { $0 + count($1, Array(lists.dropFirst())) }
  }

  private static func documents(_ bytes: [UInt8]) -> [Any] {
    if let whole = try? JSONSerialization.jsonObject(with: Data(bytes)) { return [whole] }
    return bytes.split(separator: 0x0A).compactMap { try? JSONSerialization.jsonObject(with: Data($0)) }
  }

  @Test(
    .enabled(if: Corpus.root != nil),
    arguments: [
      "logs/otlp/logs.json", "logs/otlp/events.json", "logs/lnav/logfile_otel_collector.jsonl",
      "logs/fluent-bit/runtime/data/opentelemetry/routing_logs.json",
    ])
  func `OTLP logs give an event for each record`(_ path: String) throws {
    let bytes = try Corpus.bytes(path)
    #expect(Corpus.claims(bytes).map(\.id) == ["otlp-logs"])
    let expected = Self.documents(bytes).reduce(0) {
      $0 + Self.count($1, [["resourceLogs"], ["scopeLogs"], ["logRecords"]])
    }
    let run = try ImporterRun(OTLPLogsImporter.self, bytes)
    #expect(run.events.count == expected && run.rejected.isEmpty)
    #expect(run.events.allSatisfy { $0.time != nil })
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `OTLP metrics give the samples of their points`() throws {
    let bytes = try Corpus.bytes("logs/otlp/metrics.json")
    #expect(Corpus.claims(bytes).map(\.id) == ["otlp-metrics"])
    let metrics: [Set<String>] = [["resourceMetrics"], ["scopeMetrics"], ["metrics"]]
    let expected = Self.documents(bytes).reduce(0) { sum, document in
      // A histogram's point gives a count and a sum.
      [["sum", "gauge"]: 1, ["histogram", "exponentialHistogram"]: 2].reduce(sum) { sum, kind in
        sum + kind.value * Self.points(document, metrics, kind.key)
      }
    }
    let run = try ImporterRun(OTLPMetricsImporter.self, bytes)
    #expect(run.series.reduce(0) { $0 + $1.samples.count } == expected && run.rejected.isEmpty)
  }

  private static func points(_ value: Any, _ lists: [Set<String>], _ kinds: [String]) -> Int {
    guard let object = value as? [String: Any] else { return 0 }
    guard let list = lists.first else {
      return kinds.compactMap { (object[$0] as? [String: Any])?["dataPoints"] as? [Any] }.reduce(0) { $0 + $1.count }
    }
    return list.compactMap { object[$0] as? [Any] }.joined().reduce(0) {
      $0 + points($1, Array(lists.dropFirst()), kinds)
    }
  }
}
