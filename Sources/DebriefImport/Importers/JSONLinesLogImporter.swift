public import DebriefModel
internal import DebriefParsing

/// Reads logs of one JSON object a line: zap, logrus, slog, pino, bunyan, zerolog, ECS, logstash, Serilog, structlog, klog.
///
/// Times are RFC 3339 text or numbers of seconds to nanoseconds; levels are words or numbers. Other lines continue the one before.
public struct JSONLinesLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "json-lines-log", title: "JSON lines log", framing: .lines,
    summary: "Each JSON object on a line becomes one event, whatever its logger calls time, level and message.",
    origin: "kubectl logs of a program that logs JSON")

  private var reader = BareLogReader(refusesBrokenJSON: true)

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .json) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
