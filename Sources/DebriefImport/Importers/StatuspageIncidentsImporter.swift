public import DebriefModel
internal import DebriefParsing

/// Reads what a status page told its readers: every update of every incident and maintenance.
///
/// Fields: `/api/v2/incidents.json` of Statuspage, and its management API, which gives the incidents as a list.
public struct StatuspageIncidentsImporter: Importer {
  public static let description = ImporterDescription(
    id: "statuspage-incidents", title: "Statuspage incidents",
    framing: .objects(elements: [["incidents"], ["scheduled_maintenances"]]),
    summary: "Each update becomes an annotation at the time it was shown, with its status and the components it names.",
    origin: "curl https://status.example.com/api/v2/incidents.json")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["incidents[].", "scheduled_maintenances[].", "[].", "incident.", ""] {
      guard outline.has(prefix + "incident_updates") else { continue }
      return outline.has(prefix + "impact") || outline.has(prefix + "shortlink") ? .certain : .likely
    }
    return .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    try readIncident(root["incident"] ?? root, root, &batch)
  }

  private func readIncident(_ incident: JSONValue, _ root: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    guard incident.isObject, incident["name"] != nil || incident["incident_updates"] != nil else {
      if root["page"] != nil { return }
      throw Rejection("not an incident of a status page: it has no name and no updates")
    }
    var isEmpty = true
    for update in incident["incident_updates"]?.elements ?? JSONValue.none where update.isObject {
      isEmpty = false
      add(update, of: incident, &batch)
    }
    if isEmpty { add(incident, of: incident, &batch) }
  }

  private func add(_ update: JSONValue, of incident: JSONValue, _ batch: inout EventBatch) {
    let name = Prose.line(incident["name"]?.string ?? "")
    let status = Prose.line(update["status"]?.string ?? "")
    let body = Prose.clean(update["body"]?.string ?? "")
    let components = components(update, incident)
    var attributes = [Attribute.actorKind: "human", "incident": incident["id"]?.string ?? "", "status": status]
    attributes["impact"] = incident["impact"]?.string
    attributes["components"] = Prose.line(components.joined(separator: ", "))
    let time =
      Timestamp.rfc3339(update["display_at"]) ?? Timestamp.rfc3339(update["created_at"])
      ?? Timestamp.rfc3339(incident["created_at"])
    batch.add(
      Event(
        time: time, kind: .annotation, severity: severity(status, incident["impact"]?.string),
        subject: components.count == 1 ? Subject(kind: "Service", name: Prose.line(components[0])) : .none,
        reason: status.isEmpty ? "update" : status, message: "\(name): \(body.isEmpty ? status : body)",
        attributes: attributes.filter { !$0.value.isEmpty },
        identity: (update["id"]?.string).map { EventIdentity(key: "statuspage:\($0)") }))
  }

  private func components(_ update: JSONValue, _ incident: JSONValue) -> [String] {
    var names: [String] = []
    for list in [update["affected_components"], incident["components"]] where names.isEmpty {
      for component in list?.elements ?? JSONValue.none {
        if let name = component["name"]?.string, names.count < 20 { names.append(name) }
      }
    }
    return names
  }

  private func severity(_ status: String, _ impact: String?) -> Severity {
    if ["resolved", "completed", "postmortem", "scheduled"].contains(status) { return .notice }
    switch impact {
    case "critical": return .critical
    case "major": return .error
    case "minor": return .warning
    default: return .notice
    }
  }
}
