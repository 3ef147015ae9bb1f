import DebriefModel

/// The silences of Alertmanager: while one matches an alert, nobody is told of it.
struct Silences: Sendable {
  /// How many are kept.
  static let limit = 1000

  private struct Silence: Sendable {
    var selector: SeriesSelector
    var range: TimeRange
  }
  private var silences: [Silence] = []
  /// How many have matchers that are no plain words, or did not fit: which alerts they kept quiet is unknown.
  private(set) var unread = 0

  /// Whether an annotation is a silence, which nobody wrote about an incident.
  static func isOne(_ event: Event) -> Bool { event.kind == .annotation && event.attributes["silence"] != nil }

  mutating func observe(_ event: Event) {
    guard let time = event.time, event.attributes["status"] != "pending" else { return }
    guard let matchers = event.attributes["matchers"], let selector = SeriesSelector("{\(matchers)}"),
      silences.count < Self.limit
    else {
      unread += 1
      return
    }
    // One that has not expired was in force to the end of the evidence.
    let isOver = event.attributes["status"] == "expired" || !time.isInstant
    silences.append(
      Silence(selector: selector, range: TimeRange(time.start, isOver ? time.end : Instant(nanoseconds: .max))))
  }

  /// The alert as people heard of it: suppressed while it was silenced, and from the end of the silence on where that was earlier.
  func applied(to alert: AlertInterval) -> [AlertInterval] {
    guard alert.state == .firing, !alert.isSuppressed else { return [alert] }
    let labels = Series(metric: "", labels: alert.labels)
    let ends = silences.filter { $0.range.contains(alert.start) && $0.selector.matches(labels) }.map(\.range.end)
    guard let heard = ends.max() else { return [alert] }
    var quiet = alert
    quiet.isSuppressed = true
    guard heard < alert.end else { return [quiet] }
    quiet.end = heard
    var loud = alert
    loud.start = heard
    loud.sighting.at = heard
    return [quiet, loud]
  }
}
