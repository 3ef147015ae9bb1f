public import DebriefModel
internal import DebriefParsing

/// Reads `kubectl cluster-info dump`: all on stdout, or a `logs.txt` of its folder.
///
/// Lists of objects are read as those of `kubectl get`, logs under the pod and container that their first line names. The dump
/// has no times of the runtime, no logs of earlier containers, and only the namespaces asked for.
/// Layout: kubectl/pkg/cmd/clusterinfo.
public struct ClusterInfoDumpImporter: Importer {
  public static let description = ImporterDescription(
    id: "cluster-info-dump", title: "kubectl cluster-info dump", framing: .mixed(elements: [["items"]]),
    summary:
      "Objects become states, changes and relations, events events, and each line of a log an event about its pod.",
    origin: "kubectl cluster-info dump --all-namespaces", needsReferenceTime: true)

  private var reading = DumpReading()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { hasLogs(head) ? .certain : .no }

  /// Whether a line of the head opens a block of logs.
  static func hasLogs(_ head: FileHead) -> Bool {
    head.withSpan { bytes in
      var from = 0
      while let at = Text.find("==== START logs for container ", in: bytes, from: from) {
        if at == 0 || bytes[at - 1] == 0x0A { return true }
        from = at + 1
      }
      return false
    }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reading.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reading.finish(into: &batch) }
}
