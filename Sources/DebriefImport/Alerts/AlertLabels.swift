internal import DebriefModel

/// What the labels and annotations of an alert say: its name, about whom it is, how bad, in which words.
struct AlertLabels {
  var labels: [String: String]
  var annotations: [String: String] = [:]

  var name: String { labels["alertname"] ?? "" }

  /// Labels that name what an alert is about, the most precise first.
  private static let subjects: [(label: String, kind: String)] = [
    ("pod", "Pod"), ("pod_name", "Pod"), ("deployment", "Deployment"), ("statefulset", "StatefulSet"),
    ("daemonset", "DaemonSet"), ("job_name", "Job"), ("service", "Service"), ("node", "Node"),
  ]

  var subject: Subject {
    let namespace = labels["namespace"] ?? ""
    let cluster = labels["cluster"] ?? ""
    for (label, kind) in Self.subjects {
      guard let name = labels[label], !name.isEmpty else { continue }
      let container = kind == "Pod" ? labels["container"] ?? "" : ""
      return Subject(
        cluster: cluster, namespace: kind == "Node" ? "" : namespace, kind: kind, name: name, container: container)
    }
    return Subject(cluster: cluster, namespace: namespace, kind: "Alert", name: name)
  }

  /// The words teams use for severities; a word that is none of them only informs, no word is unknown.
  var severity: Severity {
    switch (labels["severity"] ?? labels["priority"] ?? "").lowercased() {
    case "critical", "page", "emergency", "fatal", "p1", "sev1": .critical
    case "error", "high", "major", "p2", "sev2": .error
    case "warning", "warn", "minor", "p3", "sev3": .warning
    case "": .unknown
    default: .notice
    }
  }

  /// `label.…` and `annotation.…` for the event, each value as the source has it.
  var attributes: [String: String] {
    var attributes: [String: String] = [:]
    for (label, value) in labels where label != "alertname" { attributes["label.\(label)"] = value }
    for (name, value) in annotations where !value.isEmpty { attributes["annotation.\(name)"] = value }
    return attributes
  }

  /// `HighErrorRate firing: Errors above 5 % (service=checkout, severity=page)`.
  func message(_ state: String) -> String {
    var text = "\(name.isEmpty ? "alert without a name" : name) \(state)"
    let summary = ["summary", "description", "message"].compactMap { annotations[$0] }.first { !$0.isEmpty }
    if let summary { text += ": " + summary.trimmedLine }
    let list = Self.list(labels.filter { $0.key != "alertname" }, separator: ", ")
    return list.isEmpty ? text : "\(text) (\(list))"
  }

  /// What exports of Prometheus agree on for one stretch of one alert: since when its expression is true, to the second.
  ///
  /// `ALERTS_FOR_STATE` knows whole seconds only, `activeAt` nanoseconds.
  func activation(_ state: String, since: Instant) -> String {
    let second = Instant(seconds: Int64(since.seconds.rounded(.down)))
    return "alert:\(state):\(second):\(Self.list(labels, separator: ","))"
  }

  /// `name=value` pairs in the order of the names.
  static func list(_ labels: [String: String], separator: String) -> String {
    labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: separator)
  }

  /// The fingerprint that Alertmanager gives these labels, for records that do not state it.
  ///
  /// FNV-1a over sorted names and values, each followed by a byte that is no UTF-8 (prometheus/common `model.LabelSet`).
  var fingerprint: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // By bytes, as Go sorts strings.
    for (name, value) in labels.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      for part in [name, value] {
        part.utf8.forEach(add)
        add(0xFF)
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension String {
  /// One line of at most 300 characters, white space runs as one space.
  fileprivate var trimmedLine: String {
    let words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 300 ? words.prefix(300) + "…" : words
  }
}
