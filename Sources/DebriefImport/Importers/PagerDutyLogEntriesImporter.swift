public import DebriefModel
internal import DebriefParsing

/// Reads PagerDuty's log entries: who was paged, who acknowledged, and whether a person or the monitor resolved it.
///
/// Types it does not know are kept under their own name. Fields: PagerDuty REST API v2, `GET /log_entries`.
public struct PagerDutyLogEntriesImporter: Importer {
  public static let description = ImporterDescription(
    id: "pagerduty-log-entries", title: "PagerDuty log entries", framing: .objects(elements: [["log_entries"]]),
    summary: "Each entry becomes one page event with what was done and whether a person or a service did it.",
    origin: "curl -H 'Authorization: Token token=…' https://api.pagerduty.com/incidents/ID/log_entries")

  private static let suffix = "_log_entry"

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["log_entries[].", "[].", "log_entry.", ""] {
      guard let type = outline[prefix + "type"], type.hasSuffix(suffix) else { continue }
      return outline.hasAny(prefix + "created_at", prefix + "agent", prefix + "agent.type") ? .certain : .likely
    }
    return outline.has("log_entries") && outline.has("more") ? .likely : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not a JSON object") }
    let entry = root["log_entry"] ?? root
    guard let type = entry["type"]?.string, type.hasSuffix(Self.suffix) else {
      if batch.role == .envelope || root["more"] != nil { return readEnvelope(root, &batch) }
      throw Rejection("not a log entry: its type does not end in \(Self.suffix)")
    }
    readEntry(entry, String(type.dropLast(Self.suffix.count)), &batch)
  }

  private func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    guard root["more"]?.bool ?? false else { return }
    batch.note(.limit, "PagerDuty has more log entries than this page")
  }

  private func readEntry(_ entry: JSONValue, _ page: String, _ batch: inout EventBatch) {
    let time = Timestamp.rfc3339(entry["created_at"])
    batch.add(
      Event(
        time: time, kind: .page, severity: Self.severity(page, entry), subject: subject(entry), reason: page,
        message: message(entry, page), attributes: attributes(entry, page),
        identity: entry["id"]?.string.map { EventIdentity(key: "pagerduty:\($0)") }))
  }

  private static func severity(_ page: String, _ entry: JSONValue) -> Severity {
    switch page {
    case "trigger": entry["incident"]?["urgency"]?.equals("low") ?? false ? .warning : .error
    case "escalate", "exhaust_escalation_path", "repeat_escalation_path", "reach_trigger_limit", "unacknowledge":
      .warning
    case "acknowledge", "resolve": .notice
    default: .info
    }
  }

  private func subject(_ entry: JSONValue) -> Subject {
    let service = entry["service"] ?? entry["incident"]?["service"]
    guard let name = service?["summary"]?.string ?? service?["name"]?.string, !name.isEmpty else { return .none }
    return Subject(kind: "Service", name: name)
  }

  private func message(_ entry: JSONValue, _ page: String) -> String {
    let summary = entry["summary"]?.string ?? page
    guard page == "annotate", let note = entry["channel"]?["summary"]?.string ?? entry["note"]?.string, !note.isEmpty
    else {
      return summary
    }
    return summary.contains(note) ? summary : "\(summary): \(note)"
  }

  private func attributes(_ entry: JSONValue, _ page: String) -> [String: String] {
    var attributes = [Attribute.page: page]
    let agent = entry["agent"]
    attributes[Attribute.actor] = agent?["summary"]?.string ?? agent?["name"]?.string
    if let type = agent?["type"]?.string, !type.isEmpty {
      attributes[Attribute.actorKind] = type.hasPrefix("user") ? "human" : "service"
    }
    attributes["incident"] = entry["incident"]?["id"]?.string
    attributes["channel"] = entry["channel"]?["type"]?.string
    return attributes.filter { !$0.value.isEmpty }
  }
}
