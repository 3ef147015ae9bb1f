import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// Counts the spans of every trace file with Foundation, by the shape of a span, which the importers do not do.
struct `Traces of the corpus` {
  private static let formats: Set<String> = ["otlp-traces", "jaeger-traces", "zipkin-traces"]
  /// Spans in notations that no tool exports: thrift, Cassandra rows, and requests to Elasticsearch that hold one.
  private static let foreign = ["thrift_batch", "cas_01", "write_span"]

  static let files = ["logs/jaeger", "logs/otlp", "logs/zipkin", "logs/holmesgpt-backends"].flatMap {
    Corpus.files(below: $0)
  }.filter { path in path.hasSuffix(".json") && !foreign.contains { path.contains($0) } }

  @Test(.enabled(if: Corpus.root != nil), arguments: files)
  func `give every span, and other files are no traces`(_ path: String) throws {
    let bytes = try Corpus.bytes(path)
    let claims = Corpus.claims(bytes).map(\.id).filter { Self.formats.contains($0) }
    guard let value = try? JSONSerialization.jsonObject(with: Data(bytes)) else {
      #expect(claims.isEmpty)
      return
    }
    let spans = Self.spans(value)
    #expect(claims == (spans == 0 ? [] : [Self.format(path, bytes)]))
    guard let id = claims.first, let format = ImporterRegistry.standard.format(id: id) else { return }
    let run = try ImporterRun(format, bytes, path: path)
    #expect(run.events.reduce(0) { $0 + $1.count } == spans)
    #expect(run.rejected.isEmpty)
  }

  private static func format(_ path: String, _ bytes: [UInt8]) -> String {
    if path.hasPrefix("logs/zipkin") { return "zipkin-traces" }
    return String(decoding: bytes, as: UTF8.self).contains("operationName") ? "jaeger-traces" : "otlp-traces"
  }

  /// Objects with an id, a name and a beginning, wherever they stand.
  private static func spans(_ value: Any) -> Int {
    if let list = value as? [Any] { return list.reduce(0) { $0 + spans($1) } }
    guard let object = value as? [String: Any] else { return 0 }
    let hasID = object["spanId"] != nil || object["spanID"] != nil || (object["id"] != nil && object["traceId"] != nil)
    let hasName = object["operationName"] != nil || object["name"] != nil
    let hasStart = object["startTime"] != nil || object["startTimeUnixNano"] != nil || object["timestamp"] != nil
    if hasID && hasName && hasStart { return 1 }
    return object.values.reduce(0) { $0 + spans($1) }
  }
}
