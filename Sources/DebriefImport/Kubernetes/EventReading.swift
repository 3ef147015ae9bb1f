internal import DebriefModel
internal import DebriefParsing

/// Reads one Event of core/v1 or events.k8s.io/v1.
struct EventReading {
  /// The last source seen: most events of a list come from few components, and a dictionary costs more than the rest of an event.
  private var lastSource: (component: String, host: String, attributes: [String: String]) = ("", "", [:])

  mutating func read(_ event: JSONValue, into batch: inout EventBatch) throws(Rejection) {
    let involved = event["involvedObject"] ?? event["regarding"]
    guard involved != nil || (event["reason"] != nil && event["lastTimestamp"] != nil) else {
      throw Rejection("not an Event: \(event["kind"]?.string ?? "an object without kind") has no involvedObject")
    }
    let metadata = event["metadata"]
    let series = event["series"]
    let count = series?["count"]?.int ?? event["count"]?.int ?? event["deprecatedCount"]?.int ?? 1
    batch.add(
      Event(
        time: time(event, series, metadata), count: max(count, 1), kind: .kubernetes, severity: severity(event["type"]),
        subject: subject(involved, event), reason: event["reason"]?.string ?? "",
        message: event["message"]?.string ?? event["note"]?.string ?? "", attributes: attributes(event),
        identity: identity(metadata, count: max(count, 1))))
  }

  private func time(_ event: JSONValue, _ series: JSONValue?, _ metadata: JSONValue?) -> EventTime? {
    let first = Timestamp.rfc3339(event["firstTimestamp"] ?? event["deprecatedFirstTimestamp"])
    let eventTime = Timestamp.rfc3339(event["eventTime"])
    let last =
      Timestamp.rfc3339(series?["lastObservedTime"])
      ?? Timestamp.rfc3339(event["lastTimestamp"] ?? event["deprecatedLastTimestamp"]) ?? eventTime ?? first
    guard let last else {
      guard var created = Timestamp.rfc3339(metadata?["creationTimestamp"]) else { return nil }
      created.basis = .creationTime
      return created
    }
    let start = first ?? eventTime ?? last
    // A clock that went backwards leaves an instant at the later reading, never a negative interval.
    guard start.start <= last.start else { return last }
    return EventTime(start.start, through: last.start, precision: max(start.precision, last.precision))
  }

  private func severity(_ type: JSONValue?) -> Severity {
    guard let type else { return .unknown }
    return type.equals("Warning") ? .warning : type.equals("Normal") ? .info : .unknown
  }

  private func subject(_ involved: JSONValue?, _ event: JSONValue) -> Subject {
    guard let involved else { return Subject(namespace: event["namespace"]?.string ?? "") }
    return Subject(
      namespace: involved["namespace"]?.string ?? "", kind: involved["kind"]?.string ?? "",
      name: involved["name"]?.string ?? "", container: container(involved["fieldPath"]?.string ?? ""))
  }

  /// `app` from `spec.containers{app}`.
  private func container(_ fieldPath: String) -> String {
    guard fieldPath.hasSuffix("}"), let open = fieldPath.firstIndex(of: "{") else { return "" }
    return String(fieldPath[fieldPath.index(after: open)...].dropLast())
  }

  private mutating func attributes(_ event: JSONValue) -> [String: String] {
    let source = event["source"] ?? event["deprecatedSource"]
    let component =
      source?["component"]?.string ?? event["reportingController"]?.string ?? event["reportingComponent"]?.string ?? ""
    let host = source?["host"]?.string ?? ""
    if component == lastSource.component && host == lastSource.host { return lastSource.attributes }
    var attributes: [String: String] = [:]
    if !component.isEmpty { attributes["component"] = component }
    if !host.isEmpty { attributes["host"] = host }
    lastSource = (component, host, attributes)
    return attributes
  }

  private func identity(_ metadata: JSONValue?, count: Int) -> EventIdentity? {
    if let uid = metadata?["uid"]?.string, !uid.isEmpty { return EventIdentity(key: uid, rank: count) }
    guard let name = metadata?["name"]?.string, !name.isEmpty else { return nil }
    return EventIdentity(key: "event:\(metadata?["namespace"]?.string ?? "")/\(name)", rank: count)
  }
}
