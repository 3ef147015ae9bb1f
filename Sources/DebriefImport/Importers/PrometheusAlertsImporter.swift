public import DebriefModel
internal import DebriefParsing

/// Reads Prometheus' list of active alerts (`/api/v1/alerts`).
///
/// It does not say when an alert began to fire: `activeAt` is when its expression became true, and the rule's `for` is not there.
/// So each alert is one event in the state `pending` at `activeAt`, and a firing one is another, at the time of capture with
/// the doubt back to `activeAt`, undated when the capture time is not known. Source: prometheus docs/querying/api.md, "Alerts".
public struct PrometheusAlertsImporter: Importer {
  public static let description = ImporterDescription(
    id: "prometheus-alerts", title: "Prometheus alerts", framing: .objects(elements: [["data", "alerts"]]),
    summary: "Each alert becomes an alert event when its expression became true, and another one if it was firing.",
    origin: "curl http://prometheus:9090/api/v1/alerts")

  private var count = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON, outline.has("data.alerts") else { return .no }
    let inner = "data.alerts[]."
    if outline.has(inner + "activeAt") && outline.has(inner + "labels") { return .certain }
    return outline["status"] == "success" && !outline.has(inner + "labels") ? .likely : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard let active = ActiveAlert(root) else {
      if root["status"] != nil { return }
      throw Rejection("not an alert: no labels")
    }
    count += 1
    batch.add(active.event("pending", active.activeAt))
    if active.isFiring { batch.add(active.event("firing", firing(active, &batch))) }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if count == 0 { batch.note(.missing, "no alert was active when these were listed") }
  }

  private func firing(_ active: ActiveAlert, _ batch: inout EventBatch) -> EventTime? {
    guard let seen = batch.context.capturedAt else {
      batch.note(
        .missing, "since when these alerts fire is not stated, nor when they were listed: firing ones are undated")
      return nil
    }
    batch.note(
      .timeAssumption,
      "since when these alerts fire is not stated: at the time of capture they did, at the earliest since activeAt")
    let doubt = active.activeAt.map { max(seen - $0.start, .zero) } ?? .zero
    return EventTime(seen, early: doubt)
  }
}
