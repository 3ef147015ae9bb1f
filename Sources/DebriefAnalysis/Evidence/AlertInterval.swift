import DebriefModel

/// One interval of one alert, pending or firing.
struct AlertInterval: Sendable {
  /// Alerts that fire all the time to show that alerting works.
  static let heartbeats: Set<String> = [
    "Watchdog", "DeadMansSwitch", "DeadMansSnitch", "InfoInhibitor", "AlwaysFiring",
  ]

  enum State: Sendable { case pending, firing }

  var name: String
  var subject: Subject
  var state: State
  var start: Instant
  var end: Instant
  /// The end is that of the export, not of the alert.
  var isOpenEnded: Bool
  var severity: Severity
  var hasRunbook: Bool
  /// Whether the source gives annotations at all: exports of series leave them out.
  var hasAnnotations: Bool
  /// Silenced, inhibited or muted: the condition was true and nobody was told.
  var isSuppressed: Bool
  /// Its labels, for silences.
  var labels: [String: String]
  var sighting: Sighting

  /// Reads an alert event; nil for other events, heartbeats, and alerts without a time.
  init?(_ event: Event) {
    guard event.kind == .alert, let time = event.time, !AlertInterval.heartbeats.contains(event.reason) else {
      return nil
    }
    switch event.attributes[Attribute.alertState] {
    case "pending": state = .pending
    case "firing": state = .firing
    default: return nil
    }
    (name, subject) = (event.reason, event.subject)
    (start, end) = (time.start, time.end)
    isOpenEnded = event.attributes[Attribute.openEnded] == "true"
    severity = event.severity
    hasRunbook = event.attributes.contains { $0.key.lowercased().contains("runbook") && !$0.value.isEmpty }
    hasAnnotations = event.attributes.contains { $0.key.hasPrefix("annotation.") }
    isSuppressed =
      event.attributes["status"] == "suppressed"
      || ["silenced_by", "inhibited_by", "muted_by"].contains { event.attributes[$0] != nil }
    labels = ["alertname": event.reason]
    for (key, value) in event.attributes where key.hasPrefix("label.") { labels[String(key.dropFirst(6))] = value }
    sighting = Sighting(event)
  }

  var range: TimeRange { TimeRange(start, end) }

  /// Whether someone should have been told: alerts whose severity says `none` or `info` only inform.
  var isUrgent: Bool { severity == .unknown || severity >= .warning }
}
