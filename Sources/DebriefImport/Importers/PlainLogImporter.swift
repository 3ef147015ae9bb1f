public import DebriefModel
internal import DebriefParsing

/// Reads text logs whose lines begin with a common timestamp: RFC 3339 and its relatives, web servers', syslog's, Go's, Apache's,
/// Tomcat's, Redis' and Unix times, followed by an optional level.
///
/// Times without a year (syslog) are resolved like klog's. It claims a file only when no other log format does.
public struct PlainLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "plain-log", title: "Plain log", framing: .lines,
    summary: "Each line that begins with a time becomes one event; lines without one continue it.",
    origin: "kubectl logs of any program that writes times", needsReferenceTime: true)

  private var reader = BareLogReader()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .plain) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
