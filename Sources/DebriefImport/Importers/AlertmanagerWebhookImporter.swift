public import DebriefModel
internal import DebriefParsing

/// Reads what Alertmanager and Grafana send to webhooks: alerts that began to fire, and alerts that are over.
///
/// A payload has no time of its own and is repeated while an alert fires; repetitions are told apart by fingerprint and start,
/// a resolved alert brings the end. Sources: prometheus.io/docs/alerting/latest/configuration/#webhook_config; Grafana,
/// "Configure webhook notifications" (unified alerting, and the legacy `ruleName` payload before version 9).
public struct AlertmanagerWebhookImporter: Importer {
  public static let description = ImporterDescription(
    id: "alertmanager-webhook", title: "Alertmanager or Grafana webhook", framing: .objects(elements: []),
    summary:
      "Each alert becomes an alert event; payloads about the same alert merge, and a resolved one gives the end.",
    origin: "the body of a webhook_configs receiver, one payload per file or one after the other")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["", "[]."] {
      let inner = prefix + "alerts[]."
      guard outline.has(prefix + "receiver"), outline.has(prefix + "status"), outline.has(prefix + "alerts") else {
        continue
      }
      if outline.has(inner + "labels") && outline.has(inner + "startsAt") { return .certain }
      if outline.hasAny(prefix + "groupKey", prefix + "groupLabels") { return .certain }
    }
    let isLegacy =
      outline.has("ruleName") && outline.has("ruleId") && outline.has("state") && outline.has("evalMatches")
    return isLegacy ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard let alerts = root["alerts"], alerts.isArray else { return try readLegacy(root, &batch) }
    if let left = root["truncatedAlerts"]?.int, left > 0 {
      batch.note(.limit, "a webhook left out \(left) more alerts of its group (max_alerts)")
    }
    let group = facts(root)
    for value in alerts.elements { readAlert(value, group, &batch) }
  }

  private func readAlert(_ value: JSONValue, _ group: [String: String], _ batch: inout EventBatch) {
    guard let alert = AlertmanagerAlert(value) else {
      return batch.reject("not an alert: no labels", excerpt: value.scalarText ?? "")
    }
    let status = value["status"]?.string
    var more = group
    for (name, number) in value["values"]?.stringMap ?? [:] { more["value.\(name)"] = number }
    if let text = value["valueString"]?.string, !text.isEmpty { more["value"] = text }
    if status == nil { batch.note(.assumption, Self.noStatus) }
    let isOver = status.map { $0 == "resolved" } ?? (Timestamp.rfc3339(value["endsAt"]) != nil)
    batch.add(alert.event(isResolved: isOver, more: more))
  }

  private static let noStatus =
    "an alert of a webhook does not say whether it fires: one with an end is taken as resolved, one without as firing"

  private func facts(_ root: JSONValue) -> [String: String] {
    var facts: [String: String] = [:]
    facts["receivers"] = root["receiver"]?.string
    facts["group"] = root["groupKey"]?.scalarText
    facts["org_id"] = root["orgId"]?.scalarText
    return facts.filter { !$0.value.isEmpty }
  }

  /// Grafana's own alerts before unified alerting: one panel's rule, a state, and no time at all.
  private func readLegacy(_ root: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    guard let name = root["ruleName"]?.string, let state = root["state"]?.string else {
      throw Rejection("not a webhook payload: no list of alerts")
    }
    batch.note(.missing, "Grafana's older webhooks state no time: their alerts are undated")
    var labels = root["tags"]?.stringMap ?? [:]
    labels["alertname"] = name
    let text = root["message"]?.string ?? ""
    let alert = AlertLabels(labels: labels, annotations: text.isEmpty ? [:] : ["message": text])
    let word = ["alerting": "firing", "ok": "resolved"][state] ?? state
    var attributes = alert.attributes
    attributes[Attribute.alertState] = word
    batch.add(
      Event(
        time: nil, kind: .alert, severity: alert.severity, subject: alert.subject, reason: name,
        message: alert.message(word), attributes: attributes))
  }
}
