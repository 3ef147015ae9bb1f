public import DebriefModel
internal import DebriefParsing

/// Reads Opsgenie's alerts: when each was created, and from its report when and by whom it was acknowledged and closed.
///
/// The report counts milliseconds from the creation. Fields: Opsgenie Alert API v2, `GET /v2/alerts` and `GET /v2/alerts/ID`.
public struct OpsgenieAlertsImporter: Importer {
  public static let description = ImporterDescription(
    id: "opsgenie-alerts", title: "Opsgenie alerts", framing: .objects(elements: [["data"]]),
    summary: "Each alert becomes a page, with its acknowledgement and closing from the alert's report.",
    origin: "curl -H 'Authorization: GenieKey …' 'https://api.opsgenie.com/v2/alerts?limit=100'")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["data[].", "data.", "[]."] where outline.has(prefix + "tinyId") {
      return outline.has(prefix + "createdAt") ? .certain : .likely
    }
    return .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    let alert = root["data"].flatMap { $0.isObject ? $0 : nil } ?? root
    guard alert["tinyId"] != nil || alert["createdAt"] != nil else {
      if batch.role == .envelope || root["requestId"] != nil { return readEnvelope(root, &batch) }
      throw Rejection("not an Opsgenie alert: it has neither tinyId nor createdAt")
    }
    let created = Timestamp.rfc3339(alert["createdAt"])
    add(alert, "trigger", created, by: "", &batch)
    guard let report = alert["report"] else { return }
    add(alert, "acknowledge", after: report["ackTime"], created, by: report["acknowledgedBy"], &batch)
    add(alert, "resolve", after: report["closeTime"], created, by: report["closedBy"], &batch)
  }

  private func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    guard root["paging"]?["next"] != nil else { return }
    batch.note(.limit, "Opsgenie has more alerts than this page")
  }

  private func add(
    _ alert: JSONValue, _ page: String, after delay: JSONValue?, _ created: EventTime?, by: JSONValue?,
    _ batch: inout EventBatch
  ) {
    guard let milliseconds = delay?.int, milliseconds > 0, milliseconds < 1 << 40 else { return }
    batch.note(.timeAssumption, "the times of the alerts' reports were read as milliseconds after the creation")
    var time = created
    if let start = created?.start {
      time = EventTime(start + TimeSpan(nanoseconds: Int64(milliseconds) * 1_000_000), precision: .millisecond)
    }
    add(alert, page, time, by: Prose.line(by?.string ?? ""), &batch)
  }

  private func add(
    _ alert: JSONValue, _ page: String, _ time: EventTime?, by actor: String, _ batch: inout EventBatch
  ) {
    let number = alert["tinyId"]?.scalarText ?? ""
    let id = alert["id"]?.string ?? number
    var attributes = [Attribute.page: page, "alert": id, Attribute.actor: actor]
    // People are named by their address, integrations by a word.
    if !actor.isEmpty { attributes[Attribute.actorKind] = actor.contains("@") ? "human" : "service" }
    attributes["priority"] = alert["priority"]?.string
    attributes["alias"] = alert["alias"]?.string.map { Prose.line($0) }
    attributes["occurrences"] = alert["count"]?.scalarText
    let entity = Prose.line(alert["entity"]?.string ?? "")
    batch.add(
      Event(
        time: time, kind: .page, severity: page == "trigger" ? severity(alert["priority"]?.string) : .notice,
        subject: entity.isEmpty ? .none : Subject(kind: "Service", name: entity), reason: page,
        message: "#\(number) \(Prose.line(alert["message"]?.string ?? "")): \(page)"
          + (actor.isEmpty ? "" : " by \(actor)"),
        attributes: attributes.filter { !$0.value.isEmpty },
        identity: id.isEmpty ? nil : EventIdentity(key: "opsgenie:\(id):\(page)")))
  }

  private func severity(_ priority: String?) -> Severity {
    switch priority {
    case "P1": .critical
    case "P2": .error
    case "P4", "P5": .notice
    default: .warning
    }
  }
}
