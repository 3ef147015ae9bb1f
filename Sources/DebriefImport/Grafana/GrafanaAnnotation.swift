internal import DebriefModel
internal import DebriefParsing

/// One annotation of Grafana.
struct GrafanaAnnotation {
  let time: EventTime?
  /// The new state of an alert: `firing`, `pending`, `resolved` or Grafana's own word in lower case; empty for other annotations.
  let state: String
  let text: String
  /// What tells one alert, and one set of its labels, from others.
  let alertKey: String
  private let tags: [String]
  private let facts: [String: String]
  private let id: String?

  init(_ root: JSONValue) {
    time = Self.time(root)
    state = Self.state(root["newState"]?.string ?? "")
    text = root["text"]?.string ?? ""
    tags = (root["tags"]?.elements ?? JSONValue.none).compactMap(\.scalarText)
    id = root["id"]?.scalarText.flatMap { $0 == "0" ? nil : $0 }
    var facts: [String: String] = [:]
    facts[Attribute.actor] = root["login"]?.string ?? root["userName"]?.string
    facts["dashboard"] = root["dashboardUID"]?.scalarText ?? root["dashboardId"]?.scalarText
    facts["panel"] = root["panelId"]?.scalarText
    facts["previous_state"] = root["prevState"]?.string
    facts["alert_name"] = root["alertName"]?.string
    facts["tags"] = tags.joined(separator: ", ")
    self.facts = facts.filter { !$0.value.isEmpty && $0.value != "0" }
    let alert = root["alertId"]?.scalarText ?? ""
    alertKey = "\(alert)/\(self.facts["dashboard"] ?? "")/\(self.facts["panel"] ?? "")/\(Self.withoutState(text))"
  }

  private static func time(_ root: JSONValue) -> EventTime? {
    guard let start = root["time"]?.int.flatMap({ Timestamp.epoch($0) }) else { return nil }
    let end = root["timeEnd"]?.int.flatMap { Timestamp.epoch($0) }?.start ?? start.start
    return EventTime(start.start, through: max(start.start, end), precision: start.precision)
  }

  /// Grafana's words for states: the older `alerting`, `ok`, `no_data`, and `Normal (MissingSeries)` of unified alerting.
  private static func state(_ word: String) -> String {
    let first = word.lowercased().split(separator: " ").first.map(String.init) ?? ""
    return ["alerting": "firing", "ok": "resolved", "normal": "resolved"][first] ?? first
  }

  /// `High memory {pod=a} - Alerting` without its last part.
  private static func withoutState(_ text: String) -> String {
    guard let dash = text.ranges(of: " - ").last else { return text }
    return String(text[..<dash.lowerBound])
  }

  /// An annotation that is no state of an alert.
  var event: Event {
    let isDeployment = tags.contains { Self.deployments.contains($0.lowercased()) }
    var attributes = facts
    if isDeployment { attributes[Attribute.change] = "rollout" }
    return Event(
      time: time, kind: isDeployment ? .change : .annotation, severity: .info, subject: subject(tagLabels),
      reason: isDeployment ? "Deployment" : "Annotation", message: text, attributes: attributes, identity: identity)
  }

  private static let deployments: Set<String> = [
    "deploy", "deploys", "deployment", "deployments", "deployed", "release", "rollout", "rollback",
  ]

  /// The change of an alert's state, which lasts until `end`.
  func alert(until end: Instant?) -> Event {
    let name = facts["alert_name"] ?? Self.title(text)
    var labels = textLabels.merging(tagLabels) { own, _ in own }
    labels["alertname"] = name
    let alert = AlertLabels(labels: labels)
    var attributes = facts.merging(alert.attributes) { own, _ in own }
    attributes[Attribute.alertState] = state
    let isLasting = state == "firing" || state == "pending"
    if isLasting && end == nil { attributes[Attribute.openEnded] = "true" }
    var when = time
    if isLasting, let end, let start = time?.start, end > start { when?.end = end }
    return Event(
      time: when, kind: .alert, severity: alert.severity, subject: subject(labels), reason: name,
      message: text.isEmpty ? "\(name) \(state)" : text, attributes: attributes, identity: identity)
  }

  private var identity: EventIdentity? {
    id.map { EventIdentity(key: "grafana-annotation:\($0)", rank: Int(time?.range.duration.seconds ?? 0)) }
  }

  private func subject(_ labels: [String: String]) -> Subject {
    let subject = AlertLabels(labels: labels).subject
    return subject.name.isEmpty ? .none : subject
  }

  /// The alert's title: the text before its labels or its state.
  private static func title(_ text: String) -> String {
    let end = text.firstIndex(of: "{") ?? text.endIndex
    return withoutState(String(text[..<end])).trimmed
  }

  /// Labels in the text of an alert: `High memory {alertname=High memory, pod=a} - Alerting`.
  private var textLabels: [String: String] {
    guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else { return [:] }
    return Self.labels(text[text.index(after: open)..<close].split(separator: ",").map { String($0).trimmed }, "=")
  }

  /// Tags that are labels: `service:checkout`, `service=checkout`.
  private var tagLabels: [String: String] {
    Self.labels(tags, ":").merging(Self.labels(tags, "=")) { own, _ in own }
  }

  private static func labels(_ pairs: [String], _ separator: Character) -> [String: String] {
    var labels: [String: String] = [:]
    for pair in pairs {
      guard let at = pair.firstIndex(of: separator), at != pair.startIndex else { continue }
      labels[String(pair[..<at])] = String(pair[pair.index(after: at)...])
    }
    return labels
  }
}

/// Turns Grafana's state changes into stretches: an alert fires until its next state.
///
/// Changes are held back until the end of the file, at most 50,000 of them; later ones stand for themselves.
struct GrafanaAlertStates {
  static let mostHeld = 50_000
  private var held: [(note: GrafanaAnnotation, place: Provenance)] = []

  mutating func see(_ note: GrafanaAnnotation, at place: Provenance, into batch: inout EventBatch) {
    if held.count < Self.mostHeld { return held.append((note, place)) }
    batch.note(
      .limit, "more than \(Self.mostHeld) state changes of alerts: how long the later ones lasted was not worked out")
    batch.add(note.alert(until: nil))
  }

  mutating func finish(into batch: inout EventBatch) {
    // For each alert, its changes in the order of time.
    let order = held.indices.sorted { a, b in
      let times = (held[a].note.time?.start ?? .distantPast, held[b].note.time?.start ?? .distantPast)
      return times.0 == times.1 ? a < b : times.0 < times.1
    }
    var ends: [Int: Instant] = [:]
    var previous: [String: Int] = [:]
    for i in order {
      guard let start = held[i].note.time?.start else { continue }
      if let before = previous[held[i].note.alertKey] { ends[before] = start }
      previous[held[i].note.alertKey] = i
    }
    for (i, entry) in held.enumerated() {
      var event = entry.note.alert(until: ends[i])
      event.provenance = entry.place
      batch.add(event)
    }
    held = []
  }
}
