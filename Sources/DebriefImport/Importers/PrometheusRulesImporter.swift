public import DebriefModel
internal import DebriefParsing

/// Reads Prometheus' rules with their alerts (`/api/v1/rules`), as must-gather and others store them.
///
/// An alert fires from `activeAt` + the rule's `for`, at the latest one evaluation later, until at least the rule's last
/// evaluation. Source: prometheus docs/querying/api.md, "Rules".
public struct PrometheusRulesImporter: Importer {
  public static let description = ImporterDescription(
    id: "prometheus-rules", title: "Prometheus rules", framing: .objects(elements: [["data", "groups"], ["groups"]]),
    summary:
      "Each active alert becomes an alert event, firing from activeAt plus the rule's for; unhealthy rules are noted.",
    origin: "curl http://prometheus:9090/api/v1/rules, or Grafana's /api/prometheus/grafana/api/v1/rules")

  /// Alerting rules read, and alerts of theirs.
  private var alerting = 0
  private var active = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["data.groups[].", "groups[]."] where outline.has(prefix + "rules") {
      let rule = prefix + "rules[]."
      if outline.hasAny(rule + "health", rule + "lastEvaluation", rule + "state") { return .certain }
      // A rule file has the same keys, but `expr`, and nothing that happened.
      if outline.has(prefix + "file") && !outline.hasAny(rule + "expr") { return .likely }
    }
    if outline["status"] == "success" && outline["data.groups"] != nil && !outline.has("data.groups[]") {
      return .likely
    }
    return ToolCapture.holds(head, "\"groups\"", "\"rules\"", "\"lastEvaluation\"") ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return readEnvelope(root, &batch) }
    guard let list = root["rules"], list.isArray else {
      if ToolCapture.isHeader(root) { return }
      if root["status"] != nil { return readEnvelope(root, &batch) }
      throw Rejection("not a group of rules: no list of rules")
    }
    let interval = root["interval"]?.double.map { TimeSpan.seconds(max($0, 0)) } ?? .zero
    for rule in list.elements { readRule(rule, interval, &batch) }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    guard active == 0 else { return }
    batch.note(
      .missing, alerting > 0 ? "none of the \(alerting) alerting rules was active" : "no alerting rules were listed")
  }

  private mutating func readRule(_ rule: JSONValue, _ interval: TimeSpan, _ batch: inout EventBatch) {
    noteHealth(rule, &batch)
    guard rule["type"]?.equals("alerting") ?? (rule["alerts"] != nil) else { return }
    alerting += 1
    let state = rule["state"]?.string ?? ""
    if rule["alerts"] == nil && (state == "firing" || state == "pending") {
      active += 1
      batch.note(.limit, "the rule \(rule["name"]?.string ?? "") is \(state), its alerts were left out")
    }
    for element in rule["alerts"]?.elements ?? JSONValue.none {
      guard let alert = ActiveAlert(element) else {
        batch.reject("not an alert: no labels", excerpt: element.scalarText ?? "")
        continue
      }
      // Grafana lists the instances of a rule that are well, too.
      if alert.state.hasPrefix("normal") || alert.state == "inactive" { continue }
      active += 1
      batch.add(alert.event(alert.isFiring ? "firing" : alert.state, time(alert, rule, interval)))
    }
  }

  private func noteHealth(_ rule: JSONValue, _ batch: inout EventBatch) {
    guard let health = rule["health"]?.string, health != "ok" else { return }
    let error = rule["lastError"]?.string ?? ""
    let name = rule["name"]?.string ?? ""
    if health == "unknown" && error.isEmpty { return batch.note(.missing, "the rule \(name) was not yet evaluated") }
    batch.note(.warning, "the rule \(name) failed when last evaluated: \(error.isEmpty ? "no reason given" : error)")
  }

  private func time(_ alert: ActiveAlert, _ rule: JSONValue, _ interval: TimeSpan) -> EventTime? {
    guard var time = alert.activeAt else { return nil }
    if alert.isFiring {
      // Grafana's `activeAt` is the start of the state itself (pkg/services/ngalert/api/prometheus).
      let wait = alert.state == "firing" ? max(rule["duration"]?.double ?? 0, 0) : 0
      time.start = time.start + .seconds(wait)
      time.late = interval
    }
    time.end = max(time.start, Timestamp.rfc3339(rule["lastEvaluation"])?.start ?? time.start)
    return time
  }

  private func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    let token = root["data"]?["groupNextToken"]?.string ?? root["groupNextToken"]?.string ?? ""
    if !token.isEmpty { batch.note(.limit, "the rules were read in pages and end early (groupNextToken)") }
    if root["status"]?.equals("error") ?? false {
      batch.note(.warning, "the list of rules failed: \(root["error"]?.string ?? "no reason given")")
    }
  }
}
