public import DebriefModel
internal import DebriefParsing

/// Reads Kubernetes Events: core/v1 and events.k8s.io/v1, lists, watch streams, JSON and YAML.
///
/// A record with a count is an interval with known ends and unknown interior. kubectl's time rule
/// (kubectl/pkg/cmd/events): last = series.lastObservedTime, else lastTimestamp, else eventTime.
/// Fields: k8s.io/api core/v1 `Event` and events/v1 `Event`.
public struct KubernetesEventsImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubernetes-events", title: "Kubernetes events", framing: .objects(elements: [["items"]]),
    summary:
      "Each Event becomes one event, an interval when it was counted more than once; snapshots of one uid merge.",
    origin: "kubectl get events -A -o json")

  private var objects = ObjectReading()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    guard !ClusterInfoDumpImporter.hasLogs(head) else { return .no }
    let outline = head.outline
    // A pair of a time and a record is what Fluent Bit writes.
    guard (outline["[]"] ?? "").isEmpty else { return .no }
    let prefixes = ["", "items[].", "[].", "object."]
    guard !prefixes.contains(where: { (outline[$0 + "apiVersion"] ?? "").hasPrefix("audit.k8s.io") }) else {
      return .no
    }
    if outline["kind"] == "EventList" { return .certain }
    return prefixes.map { sniff(outline, $0) }.max() ?? .no
  }

  private static func sniff(_ outline: ObjectOutline, _ prefix: String) -> Confidence {
    let isEvent = outline[prefix + "kind"] == "Event"
    let hasShape = outline.hasAny(prefix + "involvedObject", prefix + "regarding")
    if isEvent && hasShape { return .certain }
    if hasShape && outline.hasAny(prefix + "reason", prefix + "message", prefix + "note") { return .likely }
    let isBare = isEvent && !prefix.isEmpty && outline.has(prefix + "metadata.name")
    return isBare || isTrimmed(outline, prefix) ? .likely : .no
  }

  /// The OpenShift Insights Operator keeps namespace, time, reason, message and type of an event, and nothing else.
  private static func isTrimmed(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    outline.has(prefix + "lastTimestamp") && outline.has(prefix + "reason") && outline.has(prefix + "message")
      && ["Normal", "Warning"].contains(outline[prefix + "type"] ?? "")
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not a JSON object") }
    if batch.role == .envelope || ListEnvelope.isEmpty(root) { return ListEnvelope.note(root, into: &batch) }
    guard let event = ListEnvelope.unwrapped(root) else { return }
    if event["kind"]?.equals("Status") ?? false { return readStatus(event, &batch) }
    try objects.readEvent(event, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { objects.finish(into: &batch) }

  /// A watch that the server ended says why: `{"type":"ERROR","object":{"kind":"Status",…}}`.
  private func readStatus(_ status: JSONValue, _ batch: inout EventBatch) {
    batch.note(
      .warning, "the API server answered: \(status["message"]?.string ?? status["reason"]?.string ?? "an error")")
  }
}
