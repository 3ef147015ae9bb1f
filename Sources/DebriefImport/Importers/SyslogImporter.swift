public import DebriefModel
internal import DebriefParsing

/// Reads syslog as files keep it: RFC 3164 and 5424 with or without a priority, rsyslog's times in RFC 3339, journalctl's text.
///
/// The severity is the text's own (a kubelet's klog), else that of the priority. A step back from December to January is a new
/// year; without a reference time the events of lines without a year are undated. `message repeated 3 times` counts.
public struct SyslogImporter: Importer {
  public static let description = ImporterDescription(
    id: "syslog", title: "Syslog", framing: .lines,
    summary:
      "Each line becomes one event about the host or node that wrote it; the text may be klog, JSON or logfmt; repetitions are counted.",
    origin: "/var/log/syslog, /var/log/messages, or journalctl -u kubelet", needsReferenceTime: true)

  private var reader = BareLogReader(in: .syslogFile)

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .syslog) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
