public import DebriefModel
internal import DebriefParsing

/// Reads logfmt: lines of at least three `key=value` pairs, one of them a time or a level (go-kit, logrus, Prometheus).
public struct LogfmtLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "logfmt-log", title: "logfmt log", framing: .lines,
    summary: "Each line of key=value pairs becomes one event.",
    origin: "kubectl logs of Prometheus, Grafana, or any program that logs logfmt")

  private var reader = BareLogReader()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .logfmt) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
