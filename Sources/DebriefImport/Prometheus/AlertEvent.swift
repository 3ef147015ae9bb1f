internal import DebriefModel

/// An alert in one state for one stretch of time, from its labels.
struct AlertEvent {
  let labels: [String: String]
  let state: String
  let run: TimeRange
  let step: TimeSpan
  /// The last time of the whole file.
  let lastSample: Instant

  func event(activeSince: Instant?, place: Provenance) -> Event {
    let alert = AlertLabels(labels: labels)
    var attributes = alert.attributes
    attributes[Attribute.alertState] = state
    attributes["active_since"] = activeSince.map { "\($0)" }
    if lastSample - run.end <= step { attributes[Attribute.openEnded] = "true" }
    // Either end may lie up to a step outside what was sampled.
    let time = EventTime(run.start, through: run.end, early: step, late: step, precision: precision)
    // Exports that overlap tell of the same stretch when they know the same activation; the longer one is shown.
    let identity = activeSince.map {
      EventIdentity(key: alert.activation(state, since: $0), rank: Int(run.duration.seconds))
    }
    return Event(
      time: time, kind: .alert, severity: alert.severity, subject: alert.subject, reason: alert.name,
      message: alert.message(state), attributes: attributes, identity: identity, provenance: place)
  }

  private var precision: TimePrecision {
    run.start.nanoseconds % 1_000_000_000 == 0 && run.end.nanoseconds % 1_000_000_000 == 0 ? .second : .millisecond
  }
}
