public import DebriefModel
internal import DebriefParsing

/// Reads Alertmanager's silences: who kept which alerts quiet, from when, until when, and why.
///
/// The end of a silence that has not expired is a plan, so only expired ones are intervals.
/// Source: Alertmanager api/v2/openapi.yaml (`gettableSilence`).
public struct AlertmanagerSilencesImporter: Importer {
  public static let description = ImporterDescription(
    id: "alertmanager-silences", title: "Alertmanager silences", framing: .objects(elements: [["data"]]),
    summary:
      "Each silence becomes an annotation with its matchers, author and comment; its planned end is kept as such.",
    origin: "curl http://alertmanager:9093/api/v2/silences, or amtool silence query -o json")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["[].", "data[].", ""] where outline.has(prefix + "matchers") && outline.has(prefix + "startsAt") {
      return outline.hasAny(prefix + "createdBy", prefix + "comment") ? .certain : .likely
    }
    return .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard let matchers = root["matchers"], matchers.isArray else { throw Rejection("not a silence: no matchers") }
    let state = root["status"]?["state"]?.string ?? root["status"]?.string ?? ""
    let updated = Timestamp.rfc3339(root["updatedAt"])?.start
    batch.add(
      Event(
        time: time(root, isOver: state == "expired"), kind: .annotation, severity: .info, subject: subject(matchers),
        reason: "Silence", message: message(root, matchers, state), attributes: attributes(root, matchers, state),
        identity: root["id"]?.string.map { EventIdentity(key: "silence:\($0)", rank: Int(updated?.seconds ?? 0)) }))
  }

  private func time(_ root: JSONValue, isOver: Bool) -> EventTime? {
    guard var time = Timestamp.rfc3339(root["startsAt"]) else { return nil }
    if isOver, let end = Timestamp.rfc3339(root["endsAt"])?.start, end > time.start { time.end = end }
    return time
  }

  private func subject(_ matchers: JSONValue) -> Subject {
    var labels: [String: String] = [:]
    for matcher in matchers.elements where isEqual(matcher) && !(matcher["isRegex"]?.bool ?? false) {
      if let name = matcher["name"]?.string { labels[name] = matcher["value"]?.string ?? "" }
    }
    let subject = AlertLabels(labels: labels).subject
    return subject.name.isEmpty ? .none : subject
  }

  /// Versions before 0.22 have no negative matchers and do not say so.
  private func isEqual(_ matcher: JSONValue) -> Bool { matcher["isEqual"]?.bool ?? true }

  /// The matchers as Prometheus writes a selector.
  private func selector(_ matchers: JSONValue) -> [String] {
    matchers.elements.map { matcher in
      let isRegex = matcher["isRegex"]?.bool ?? false
      let sign = (isEqual(matcher) ? (isRegex ? "=~" : "=") : (isRegex ? "!~" : "!="))
      return "\(matcher["name"]?.string ?? "?")\(sign)\"\(matcher["value"]?.string ?? "")\""
    }
  }

  private func message(_ root: JSONValue, _ matchers: JSONValue, _ state: String) -> String {
    let list = selector(matchers)
    let comment = root["comment"]?.string ?? ""
    let text =
      "Silence\(state.isEmpty ? "" : " (\(state))") for \(list.isEmpty ? "everything" : list.joined(separator: ", "))"
    return comment.isEmpty ? text : "\(text): \(comment)"
  }

  private func attributes(_ root: JSONValue, _ matchers: JSONValue, _ state: String) -> [String: String] {
    var attributes: [String: String] = [:]
    attributes["matchers"] = selector(matchers).joined(separator: ",")
    attributes["silence"] = root["id"]?.string
    attributes["status"] = state
    attributes[Attribute.actor] = root["createdBy"]?.string
    attributes["ends_at"] = root["endsAt"]?.string
    return attributes.filter { !$0.value.isEmpty }
  }
}
