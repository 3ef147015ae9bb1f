import DebriefModel

/// Collects the intervals of alerts.
struct AlertCollector {
  /// Alerts kept while streaming, and listed.
  static let limit = 60
  static let barLimit = 100

  private struct Key: Hashable, Comparable {
    var name: String
    var subject: Subject
    static func < (a: Key, b: Key) -> Bool { (a.name, a.subject) < (b.name, b.subject) }
  }
  private var alerts: [Key: Alerts.Alert] = [:]
  private var hidden = 0

  mutating func observe(_ event: Event) {
    guard event.kind == .alert, let time = event.time else { return }
    let key = Key(name: event.reason.isEmpty ? event.message : event.reason, subject: event.subject)
    guard alerts[key] != nil || alerts.count < AlertCollector.limit else {
      hidden += 1
      return
    }
    var alert =
      alerts[key]
      ?? Alerts.Alert(name: key.name, subject: event.subject.description, severity: event.severity, bars: [])
    alert.severity = max(alert.severity, event.severity)
    if alert.bars.count < AlertCollector.barLimit { alert.bars.append(bar(event, time)) } else { hidden += 1 }
    alerts[key] = alert
  }

  private func bar(_ event: Event, _ time: EventTime) -> Alerts.Bar {
    let state = event.attributes[Attribute.alertState].flatMap { Alerts.Bar.State(rawValue: $0) } ?? .firing
    return Alerts.Bar(
      state: state, start: time.start, end: time.end, isOpenEnded: event.attributes[Attribute.openEnded] == "true",
      event: event.id, message: VisibleText.excerpt(event.message, limit: TimelineRow.messageLimit))
  }

  func result() -> Alerts {
    var result = Alerts()
    let ordered = alerts.sorted { a, b in
      guard let first = a.value.bars.first?.start, let second = b.value.bars.first?.start, first != second else {
        return a.key < b.key
      }
      return first < second
    }
    result.alerts = ordered.map { $0.value }
    result.hidden = hidden
    return result
  }
}
