public import DebriefModel
internal import DebriefParsing

/// Reads what Prometheus scrapes (`/api/v1/targets`): which targets were down, and why.
///
/// Source: prometheus docs/querying/api.md, "Targets".
public struct PrometheusTargetsImporter: Importer {
  public static let description = ImporterDescription(
    id: "prometheus-targets", title: "Prometheus targets", framing: .objects(elements: [["data", "activeTargets"]]),
    summary:
      "Each target that was down becomes a state event at its last scrape, with the error; the others are counted.",
    origin: "curl http://prometheus:9090/api/v1/targets")

  private var targets = 0
  private var down = 0
  private var unknown = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON, outline.has("data.activeTargets") else { return .no }
    return outline.hasAny("data.activeTargets[].health", "data.droppedTargets", "status") ? .certain : .likely
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard let health = root["health"]?.string else {
      if root["status"] != nil { return }
      throw Rejection("not a target: no health")
    }
    targets += 1
    if health == "unknown" { unknown += 1 }
    guard health == "down" else { return }
    down += 1
    batch.add(event(root))
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if down == 0 {
      batch.note(.missing, targets > 0 ? "none of the \(targets) targets was down" : "no target was listed")
    }
    if unknown > 0 { batch.note(.missing, "\(unknown) of \(targets) targets had not been scraped yet") }
  }

  private func event(_ target: JSONValue) -> Event {
    let labels = AlertLabels(labels: target["labels"]?.stringMap ?? [:])
    let pool = target["scrapePool"]?.string ?? labels.labels["job"] ?? ""
    let instance = labels.labels["instance"] ?? ""
    let error = SecretMask.masked(target["lastError"]?.string ?? "")
    var attributes = labels.attributes
    attributes["scrape_pool"] = pool.isEmpty ? nil : pool
    attributes["error"] = error.isEmpty ? nil : error
    let subject = labels.subject
    let what = [pool, instance].filter { !$0.isEmpty }.joined(separator: " ")
    return Event(
      time: Timestamp.rfc3339(target["lastScrape"]), kind: .state, severity: .error,
      subject: subject.name.isEmpty ? Subject(kind: "Target", name: instance.isEmpty ? pool : instance) : subject,
      reason: "TargetDown", message: "Target \(what) was down: \(error.isEmpty ? "no error given" : error)",
      attributes: attributes)
  }
}
