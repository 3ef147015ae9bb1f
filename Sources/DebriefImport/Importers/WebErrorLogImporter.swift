public import DebriefModel
internal import DebriefParsing

/// Reads the error logs of nginx and Apache (httpd); their times state no zone.
public struct WebErrorLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "web-error-log", title: "Error log of a web server", framing: .lines,
    summary:
      "Each line becomes one event; nginx gives request, upstream and client as facts, Apache its module.",
    origin: "/var/log/nginx/error.log, or Apache's error_log")

  private var reader = BareLogReader()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .webError) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
