internal import DebriefModel
internal import DebriefParsing

/// An alert as Prometheus itself lists it: `{labels, annotations, state, activeAt, value}`.
///
/// `activeAt` is when its expression became true, the start of *pending*; it fires `for` later (docs/querying/api.md).
struct ActiveAlert {
  let alert: AlertLabels
  let state: String
  let activeAt: EventTime?
  private let value: String?

  /// Reads an alert; nil for an object without labels.
  init?(_ element: JSONValue) {
    guard let labels = element["labels"], labels.isObject else { return nil }
    alert = AlertLabels(labels: labels.stringMap, annotations: element["annotations"]?.stringMap ?? [:])
    state = element["state"]?.string?.lowercased() ?? ""
    activeAt = Timestamp.rfc3339(element["activeAt"])
    value = element["value"]?.scalarText
  }

  var isFiring: Bool { state == "firing" || state == "alerting" }

  /// The alert in a state at a time; it went on after what is known.
  func event(_ state: String, _ time: EventTime?) -> Event {
    var attributes = alert.attributes
    attributes[Attribute.alertState] = state
    attributes[Attribute.openEnded] = "true"
    attributes["active_since"] = activeAt.map { "\($0.start)" }
    attributes["value"] = value
    let identity = activeAt.map {
      EventIdentity(key: alert.activation(state, since: $0.start), rank: Int(time?.range.duration.seconds ?? 0))
    }
    return Event(
      time: time, kind: .alert, severity: alert.severity, subject: alert.subject, reason: alert.name,
      message: alert.message(state), attributes: attributes, identity: identity)
  }
}

/// Lines that a tool writes before the answer it captured: which tool, with which parameters.
enum ToolCapture {
  /// Whether an object is such a line.
  static func isHeader(_ root: JSONValue) -> Bool {
    root["toolset_name"] != nil || root["schema_version"] != nil && root["params"] != nil
  }

  /// Whether a file begins with one and holds all of `words` further down.
  static func holds(_ head: FileHead, _ words: StaticString...) -> Bool {
    guard head.outline.has("toolset_name") || head.outline.has("schema_version") && head.outline.has("params") else {
      return false
    }
    return words.allSatisfy { head.contains($0) }
  }
}
