internal import DebriefModel
internal import DebriefParsing

/// One alert as Alertmanager gives it away: in its API, through amtool, or in a webhook.
///
/// `endsAt` of an alert that fires lies in the future: it is when Alertmanager gives up waiting, not a resolution
/// (prometheus/prometheus#14830). It is one when it is not later than the last word from Prometheus (`updatedAt`).
struct AlertmanagerAlert {
  /// A record that knows the end beats every one that does not.
  private static let resolvedRank = 1 << 40

  let alert: AlertLabels
  private let fingerprint: String
  private let starts: EventTime?
  private let ends: Instant?
  private let updated: Instant?
  private var facts: [String: String] = [:]

  /// Reads an alert; nil for an object without labels.
  init?(_ value: JSONValue) {
    guard let labels = value["labels"], labels.isObject else { return nil }
    alert = AlertLabels(labels: labels.stringMap, annotations: value["annotations"]?.stringMap ?? [:])
    let stated = value["fingerprint"]?.string ?? ""
    fingerprint = stated.isEmpty ? alert.fingerprint : stated
    starts = Timestamp.rfc3339(value["startsAt"])
    ends = Timestamp.rfc3339(value["endsAt"])?.start
    updated = Timestamp.rfc3339(value["updatedAt"])?.start
    readStatus(value["status"])
    let receivers = (value["receivers"]?.elements ?? JSONValue.none).compactMap { $0["name"]?.string ?? $0.string }
    if !receivers.isEmpty { facts["receivers"] = receivers.sorted().joined(separator: ", ") }
  }

  private mutating func readStatus(_ status: JSONValue?) {
    guard let status, let state = status["state"]?.string else { return }
    facts["status"] = state
    let lists: [(key: StaticString, name: String)] = [
      ("silencedBy", "silenced_by"), ("inhibitedBy", "inhibited_by"), ("mutedBy", "muted_by"),
    ]
    for list in lists {
      let names = (status[list.key]?.elements ?? JSONValue.none).compactMap(\.scalarText)
      if !names.isEmpty { facts[list.name] = names.sorted().joined(separator: ", ") }
    }
  }

  /// The alert of an API answer: it fires from its start to the last word about it, or to its resolution.
  func event(capturedAt: Instant?) -> Event {
    if let updated, let ends, ends <= updated { return event(until: ends, isResolved: true) }
    return event(until: updated ?? capturedAt, isResolved: false)
  }

  /// The alert of a webhook, which says itself whether it is over and has no time of its own.
  func event(isResolved: Bool, more: [String: String]) -> Event {
    var event = event(until: isResolved ? ends : nil, isResolved: isResolved && ends != nil)
    if isResolved && ends == nil { event.message = alert.message("fired and resolved, when is not stated") }
    event.attributes.merge(more) { own, _ in own }
    return event
  }

  private func event(until end: Instant?, isResolved: Bool) -> Event {
    var attributes = alert.attributes.merging(facts) { _, new in new }
    attributes[Attribute.alertState] = "firing"
    if !isResolved { attributes[Attribute.openEnded] = "true" }
    return Event(
      time: time(until: end), kind: .alert, severity: alert.severity, subject: alert.subject, reason: alert.name,
      message: alert.message(words(isResolved)), attributes: attributes, identity: identity(isResolved))
  }

  private func time(until end: Instant?) -> EventTime? {
    starts.map { EventTime($0.start, through: max($0.start, end ?? $0.start), precision: $0.precision) }
  }

  private func words(_ isResolved: Bool) -> String {
    if isResolved { return "fired and resolved" }
    guard facts["status"] == "suppressed" else { return "firing" }
    let reasons = [("silenced_by", "silenced"), ("inhibited_by", "inhibited"), ("muted_by", "muted")]
    let why = reasons.filter { facts[$0.0] != nil }.map(\.1)
    return "firing, \(why.isEmpty ? "suppressed" : why.joined(separator: " and "))"
  }

  private func identity(_ isResolved: Bool) -> EventIdentity? {
    guard let starts else { return nil }
    let rank = isResolved ? Self.resolvedRank : Int(updated?.seconds ?? 0)
    return EventIdentity(key: "alertmanager:\(fingerprint):\(starts.start.nanoseconds)", rank: rank)
  }
}
