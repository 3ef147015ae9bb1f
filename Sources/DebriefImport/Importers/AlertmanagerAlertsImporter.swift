public import DebriefModel
internal import DebriefParsing

/// Reads the alerts that Alertmanager holds: its API (v2, groups, and v1) and `amtool -o json`.
///
/// Resolved alerts are not in these answers. Source: Alertmanager api/v2/openapi.yaml (`gettableAlert`, `alertGroup`).
public struct AlertmanagerAlertsImporter: Importer {
  public static let description = ImporterDescription(
    id: "alertmanager-alerts", title: "Alertmanager alerts", framing: .objects(elements: [["data"]]),
    summary:
      "Each alert becomes an alert event from its start to the last word about it, with what silences or inhibits it.",
    origin: "curl http://alertmanager:9093/api/v2/alerts (or /alerts/groups), or amtool alert query -o json")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["[].", "data[].", "[].alerts[].", "data[].alerts[]."] where isAlert(outline, prefix) {
      // A list of webhooks has alerts too, with the receiver as a word.
      return outline.hasAny("[].groupKey", "[].version") ? .no : .certain
    }
    return .no
  }

  private static func isAlert(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    outline.has(prefix + "labels") && outline.has(prefix + "startsAt") && outline.has(prefix + "endsAt")
      && outline.has(prefix + "status.state")
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard root.isObject else { throw Rejection("not an alert: not a JSON object") }
    guard let alerts = root["alerts"] else { return try readAlert(root, &batch) }
    for alert in alerts.elements {
      do throws(Rejection) { try readAlert(alert, &batch) } catch {
        batch.reject(error.reason, excerpt: alert.scalarText ?? "")
      }
    }
  }

  private func readAlert(_ value: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    guard let alert = AlertmanagerAlert(value) else { throw Rejection("not an alert: no labels") }
    batch.add(alert.event(capturedAt: batch.context.capturedAt))
  }
}
