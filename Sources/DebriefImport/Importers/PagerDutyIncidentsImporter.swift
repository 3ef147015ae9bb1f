public import DebriefModel
internal import DebriefParsing

/// Reads PagerDuty's incidents: when each was triggered, by whom it was acknowledged, and when it was resolved.
///
/// `last_status_change_at` is the time of resolution only when the status is resolved. Fields: PagerDuty REST API v2,
/// `GET /incidents`.
public struct PagerDutyIncidentsImporter: Importer {
  public static let description = ImporterDescription(
    id: "pagerduty-incidents", title: "PagerDuty incidents", framing: .objects(elements: [["incidents"]]),
    summary: "Each incident becomes a page, its acknowledgements and, when it is resolved, its resolution.",
    origin: "curl -H 'Authorization: Token token=…' 'https://api.pagerduty.com/incidents?since=…&until=…'")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["incidents[].", "incident.", "[].", ""] where outline.has(prefix + "incident_number") {
      let isPager = outline.has(prefix + "urgency") && outline.has(prefix + "created_at")
      return isPager ? .certain : .no
    }
    return .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope || root["incidents"] != nil {
      if root["more"]?.bool ?? false { batch.note(.limit, "PagerDuty has more incidents than this page") }
      return
    }
    let incident = root["incident"] ?? root
    guard incident.isObject, incident["incident_number"] != nil || incident["urgency"] != nil else {
      throw Rejection("not a PagerDuty incident: it has neither incident_number nor urgency")
    }
    trigger(incident, &batch)
    for item in incident["acknowledgements"]?.elements ?? JSONValue.none {
      add(incident, "acknowledge", Timestamp.rfc3339(item["at"]), by: item["acknowledger"], &batch)
    }
    guard incident["status"]?.equals("resolved") ?? false else { return }
    let at = Timestamp.rfc3339(incident["resolved_at"]) ?? Timestamp.rfc3339(incident["last_status_change_at"])
    add(incident, "resolve", at, by: incident["last_status_change_by"], &batch)
  }

  private func trigger(_ incident: JSONValue, _ batch: inout EventBatch) {
    add(incident, "trigger", Timestamp.rfc3339(incident["created_at"]), by: nil, &batch)
  }

  private func add(
    _ incident: JSONValue, _ page: String, _ time: EventTime?, by agent: JSONValue?, _ batch: inout EventBatch
  ) {
    let number = incident["incident_number"]?.scalarText ?? ""
    let title = Prose.line(incident["title"]?.string ?? incident["summary"]?.string ?? "")
    let id = incident["id"]?.string ?? ""
    var attributes = [Attribute.page: page, "incident": id]
    attributes["urgency"] = incident["urgency"]?.string
    attributes["priority"] = incident["priority"]?["summary"]?.string
    attributes[Attribute.actor] = Prose.line(agent?["summary"]?.string ?? "")
    if let type = agent?["type"]?.string, !type.isEmpty {
      attributes[Attribute.actorKind] = type.hasPrefix("user") ? "human" : "service"
    }
    let name = incident["service"]?["summary"]?.string ?? ""
    let actor = attributes[Attribute.actor] ?? ""
    batch.add(
      Event(
        time: time, kind: .page, severity: severity(page, incident),
        subject: name.isEmpty ? .none : Subject(kind: "Service", name: Prose.line(name)), reason: page,
        message: "#\(number) \(title): \(page)" + (actor.isEmpty ? "" : " by \(actor)"),
        attributes: attributes.filter { !$0.value.isEmpty },
        identity: id.isEmpty
          ? nil : EventIdentity(key: "pagerduty:\(id):\(page):\(time.map { "\($0.start)" } ?? actor)")))
  }

  private func severity(_ page: String, _ incident: JSONValue) -> Severity {
    guard page == "trigger" else { return .notice }
    return incident["urgency"]?.equals("low") ?? false ? .warning : .error
  }
}
