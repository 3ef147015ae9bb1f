public import DebriefModel
internal import DebriefParsing

/// Reads Grafana's annotations: what people and pipelines marked, and the state changes of its alerts.
///
/// Times are milliseconds; `timeEnd` equals `time` for points. Text may be HTML and stays text. A hundred is the default limit
/// of the API, so exactly that many may be the beginning only. Source: Grafana HTTP API, "Annotations" (`GET /api/annotations`).
public struct GrafanaAnnotationsImporter: Importer {
  public static let description = ImporterDescription(
    id: "grafana-annotations", title: "Grafana annotations", framing: .objects(elements: []),
    summary: "Each annotation becomes one, a change when it is tagged as a deployment; alert states become alerts.",
    origin: "curl -H 'Authorization: Bearer …' 'https://grafana/api/annotations?from=…&to=…&limit=5000'")

  private static let defaultLimit = 100
  private var count = 0
  private var alerts = GrafanaAlertStates()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["[].", ""] where outline.has(prefix + "time") && outline.has(prefix + "text") {
      if outline.hasAny(prefix + "dashboardUID", prefix + "dashboardId", prefix + "panelId", prefix + "alertId") {
        return outline.has(prefix + "tags") || outline.has(prefix + "newState") ? .certain : .likely
      }
    }
    return .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard root.isObject, root["time"] != nil || root["text"] != nil else {
      throw Rejection("not an annotation: neither time nor text")
    }
    count += 1
    let note = GrafanaAnnotation(root)
    if note.state.isEmpty { return batch.add(note.event) }
    alerts.see(note, at: batch.place, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    alerts.finish(into: &batch)
    guard count == Self.defaultLimit else { return }
    batch.note(.limit, "exactly \(count) annotations, which is Grafana's default limit: there may be more")
  }
}
