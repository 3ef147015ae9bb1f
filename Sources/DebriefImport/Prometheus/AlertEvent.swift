internal import DebriefModel

/// An alert in one state for one stretch of time, from its labels.
struct AlertEvent {
  let labels: [String: String]
  let state: String
  let run: TimeRange
  let step: TimeSpan
  /// The last time of the whole file.
  let lastSample: Instant

  /// Labels that name what an alert is about, the most precise first.
  private static let subjects: [(label: String, kind: String)] = [
    ("pod", "Pod"), ("pod_name", "Pod"), ("deployment", "Deployment"), ("statefulset", "StatefulSet"),
    ("daemonset", "DaemonSet"),
    ("job_name", "Job"), ("service", "Service"), ("node", "Node"),
  ]

  func event(activeSince: Instant?, place: Provenance) -> Event {
    let name = labels["alertname"] ?? ""
    var attributes: [String: String] = [Attribute.alertState: state]
    for (label, value) in labels where label != "alertname" { attributes["label.\(label)"] = value }
    attributes["active_since"] = activeSince.map { "\($0)" }
    if lastSample - run.end <= step { attributes[Attribute.openEnded] = "true" }
    // Either end may lie up to a step outside what was sampled.
    let time = EventTime(run.start, through: run.end, early: step, late: step, precision: precision)
    return Event(
      time: time, kind: .alert, severity: severity, subject: subject, reason: name, message: message(name),
      attributes: attributes, identity: identity(activeSince), provenance: place)
  }

  private var precision: TimePrecision {
    run.start.nanoseconds % 1_000_000_000 == 0 && run.end.nanoseconds % 1_000_000_000 == 0 ? .second : .millisecond
  }

  private var severity: Severity {
    switch labels["severity"]?.lowercased() {
    case "critical", "page": .critical
    case "warning": .warning
    default: .notice
    }
  }

  private var subject: Subject {
    let namespace = labels["namespace"] ?? ""
    let cluster = labels["cluster"] ?? ""
    for (label, kind) in Self.subjects {
      guard let name = labels[label], !name.isEmpty else { continue }
      let container = kind == "Pod" ? labels["container"] ?? "" : ""
      return Subject(
        cluster: cluster, namespace: kind == "Node" ? "" : namespace, kind: kind, name: name, container: container)
    }
    return Subject(cluster: cluster, namespace: namespace, kind: "Alert", name: labels["alertname"] ?? "")
  }

  private func message(_ name: String) -> String {
    let list = labels.filter { $0.key != "alertname" }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let text = "\(name.isEmpty ? "alert without a name" : name) \(state)"
    return list.isEmpty ? text : "\(text) (\(list.joined(separator: ", ")))"
  }

  /// Exports that overlap tell of the same stretch when they know the same activation; the longer one is shown.
  private func identity(_ activeSince: Instant?) -> EventIdentity? {
    guard let activeSince else { return nil }
    let list = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    return EventIdentity(key: "alert:\(state):\(activeSince):\(list)", rank: Int(run.duration.seconds))
  }
}
