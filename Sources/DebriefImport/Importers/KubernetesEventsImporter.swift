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

  /// The last source seen: most events of a list come from few components, and a dictionary costs more than the rest of an event.
  private var lastSource: (component: String, host: String, attributes: [String: String]) = ("", "", [:])

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
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
    try readEvent(event, &batch)
  }

  /// A watch that the server ended says why: `{"type":"ERROR","object":{"kind":"Status",…}}`.
  private func readStatus(_ status: JSONValue, _ batch: inout EventBatch) {
    batch.note(
      .warning, "the API server answered: \(status["message"]?.string ?? status["reason"]?.string ?? "an error")")
  }

  /// Reads an Event; collectors ship them inside records of their own.
  mutating func readEvent(_ event: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    let involved = event["involvedObject"] ?? event["regarding"]
    guard involved != nil || (event["reason"] != nil && event["lastTimestamp"] != nil) else {
      throw Rejection("not an Event: \(event["kind"]?.string ?? "an object without kind") has no involvedObject")
    }
    let metadata = event["metadata"]
    let series = event["series"]
    let count = series?["count"]?.int ?? event["count"]?.int ?? event["deprecatedCount"]?.int ?? 1
    batch.add(
      Event(
        time: time(event, series, metadata), count: max(count, 1), kind: .kubernetes, severity: severity(event["type"]),
        subject: subject(involved, event), reason: event["reason"]?.string ?? "",
        message: event["message"]?.string ?? event["note"]?.string ?? "", attributes: attributes(event),
        identity: identity(metadata, count: max(count, 1))))
  }

  private func time(_ event: JSONValue, _ series: JSONValue?, _ metadata: JSONValue?) -> EventTime? {
    let first = Timestamp.rfc3339(event["firstTimestamp"] ?? event["deprecatedFirstTimestamp"])
    let eventTime = Timestamp.rfc3339(event["eventTime"])
    let last =
      Timestamp.rfc3339(series?["lastObservedTime"])
      ?? Timestamp.rfc3339(event["lastTimestamp"] ?? event["deprecatedLastTimestamp"]) ?? eventTime ?? first
    guard let last else {
      guard var created = Timestamp.rfc3339(metadata?["creationTimestamp"]) else { return nil }
      created.basis = .creationTime
      return created
    }
    let start = first ?? eventTime ?? last
    // A clock that went backwards leaves an instant at the later reading, never a negative interval.
    guard start.start <= last.start else { return last }
    return EventTime(start.start, through: last.start, precision: max(start.precision, last.precision))
  }

  private func severity(_ type: JSONValue?) -> Severity {
    guard let type else { return .unknown }
    return type.equals("Warning") ? .warning : type.equals("Normal") ? .info : .unknown
  }

  private func subject(_ involved: JSONValue?, _ event: JSONValue) -> Subject {
    guard let involved else { return Subject(namespace: event["namespace"]?.string ?? "") }
    return Subject(
      namespace: involved["namespace"]?.string ?? "", kind: involved["kind"]?.string ?? "",
      name: involved["name"]?.string ?? "", container: container(involved["fieldPath"]?.string ?? ""))
  }

  /// `app` from `spec.containers{app}`.
  private func container(_ fieldPath: String) -> String {
    guard fieldPath.hasSuffix("}"), let open = fieldPath.firstIndex(of: "{") else { return "" }
    return String(fieldPath[fieldPath.index(after: open)...].dropLast())
  }

  private mutating func attributes(_ event: JSONValue) -> [String: String] {
    let source = event["source"] ?? event["deprecatedSource"]
    let component =
      source?["component"]?.string ?? event["reportingController"]?.string ?? event["reportingComponent"]?.string ?? ""
    let host = source?["host"]?.string ?? ""
    if component == lastSource.component && host == lastSource.host { return lastSource.attributes }
    var attributes: [String: String] = [:]
    if !component.isEmpty { attributes["component"] = component }
    if !host.isEmpty { attributes["host"] = host }
    lastSource = (component, host, attributes)
    return attributes
  }

  private func identity(_ metadata: JSONValue?, count: Int) -> EventIdentity? {
    if let uid = metadata?["uid"]?.string, !uid.isEmpty { return EventIdentity(key: uid, rank: count) }
    guard let name = metadata?["name"]?.string, !name.isEmpty else { return nil }
    return EventIdentity(key: "event:\(metadata?["namespace"]?.string ?? "")/\(name)", rank: count)
  }
}
