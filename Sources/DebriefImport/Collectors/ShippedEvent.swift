internal import DebriefModel
internal import DebriefParsing

/// A Kubernetes Event that Grafana's agents wrote as a log line, in logfmt or JSON: `name=web-1 kind=Pod objectAPIversion=v1 eventRV=…
/// reason=BackOff type=Warning count=3 msg="…"`. The namespace is a label, the time is that of the last occurrence.
///
/// Source: grafana/alloy, internal/component/loki/source/kubernetes_events. One Event leaves a line each time its count rises; the
/// lines share an identity, as the API server counts them together.
struct ShippedEvent {
  private static let mostFields = 30
  private var fields: [String: String] = [:]

  /// Reads the JSON form; nil for anything else.
  init?(_ object: JSONValue) {
    guard object["objectAPIversion"] != nil, object["msg"] != nil else { return nil }
    fields = object.stringMap
  }

  /// Reads the logfmt form.
  init?(pairs text: Span<UInt8>) {
    var cursor = LogfmtCursor()
    while fields.count < Self.mostFields, let pair = cursor.next(text) {
      let value = pair.hasEscapes ? Text.string(Logfmt.unescaped(text, pair.value).span) : Text.string(text, pair.value)
      fields[Text.string(text, pair.key)] = value
    }
    guard fields["eventRV"] != nil, fields["msg"] != nil else { return nil }
  }

  /// Whether the start of a line can be the logfmt form.
  static func mayBe(_ start: Span<UInt8>) -> Bool {
    Text.matches(start, at: 0, "name=") && Text.contains(start, " eventRV=") && Text.contains(start, " msg=")
  }

  /// The event; nil when it does not say what it is about.
  func event(_ origin: LogStream.Origin, at time: EventTime?) -> Event? {
    guard let name = fields["name"], let kind = fields["kind"], let message = fields["msg"] else { return nil }
    let namespace = kind == "Node" ? "" : fields["namespace"] ?? origin.subject.namespace
    let count = max(fields["count"].flatMap { Int($0) } ?? 1, 1)
    let reason = fields["reason"] ?? ""
    var attributes: [String: String] = [:]
    attributes["component"] = fields["sourcecomponent"] ?? fields["reportingcontroller"]
    attributes["host"] = fields["sourcehost"]
    let key = "event-line:\(namespace)/\(kind)/\(name)/\(reason)/" + String(LokiLabels.hash(["": message]), radix: 16)
    return Event(
      time: time, count: count, kind: .kubernetes, severity: severity,
      subject: Subject(cluster: origin.subject.cluster, namespace: namespace, kind: kind, name: name),
      reason: reason, message: message, attributes: attributes, identity: EventIdentity(key: key, rank: count),
      provenance: origin.place)
  }

  private var severity: Severity {
    switch fields["type"] {
    case "Warning": .warning
    case "Normal": .info
    default: .unknown
    }
  }
}
