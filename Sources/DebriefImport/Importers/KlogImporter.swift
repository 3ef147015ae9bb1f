public import DebriefModel
internal import DebriefParsing

/// Reads klog and glog files: `Lmmdd hh:mm:ss.uuuuuu threadid file.go:line] msg`, no year, no zone (k8s.io/klog).
///
/// A step back from December to January is a new year. Without a reference time the events are undated, and a note says so.
public struct KlogImporter: Importer {
  public static let description = ImporterDescription(
    id: "klog", title: "klog", framing: .lines,
    summary:
      "Each klog or glog line with what follows it becomes one event; the year comes from the header or from other sources.",
    origin: "kubectl logs -n kube-system kube-scheduler-…, or --log_dir", needsReferenceTime: true)

  private var reader = BareLogReader()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .klog) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
