internal import DebriefModel
internal import DebriefParsing

/// Reads one audit record.
struct AuditReading {
  /// A longer user agent or reason of a failure is cut: both come from clients.
  private static let longestText = 200
  /// The stages from first to last; the last one of a request is shown.
  private static let stages = ["RequestReceived", "ResponseStarted", "Panic", "ResponseComplete"]

  let record: JSONValue
  let verb: String
  let resource: String
  let subresource: String
  let user: String
  let userAgent: String
  let uri: String
  /// nil where the answer was not recorded (yet).
  let code: Int?
  let subject: Subject

  init(_ record: JSONValue) {
    self.record = record
    let object = record["objectRef"]
    verb = record["verb"]?.string ?? ""
    resource = object?["resource"]?.string ?? ""
    subresource = object?["subresource"]?.string ?? ""
    user = record["user"]?["username"]?.string ?? ""
    userAgent = record["userAgent"]?.string ?? ""
    uri = record["requestURI"]?.string ?? ""
    code = record["responseStatus"]?["code"]?.int
    subject = Self.subject(record, object, uri: uri)
  }

  /// What the request was about; requests that create name their object in the body only.
  private static func subject(_ record: JSONValue, _ object: JSONValue?, uri: String) -> Subject {
    guard let object else { return .none }
    let resource = object["resource"]?.string ?? ""
    let created = record["responseObject"]?["metadata"]?["name"] ?? record["requestObject"]?["metadata"]?["name"]
    let name = object["name"]?.string ?? created?.string ?? ""
    let namespace = object["namespace"]?.string ?? ""
    return Subject(
      namespace: resource == "namespaces" ? "" : namespace, kind: ResourceKinds.kind(of: resource), name: name,
      container: ["exec", "attach"].contains(object["subresource"]?.string ?? "") ? container(uri) : "")
  }

  /// `app` from `…/exec?command=sh&container=app`.
  private static func container(_ uri: String) -> String {
    guard let query = uri.split(separator: "?", maxSplits: 1).dropFirst().first else { return "" }
    for pair in query.split(separator: "&") where pair.hasPrefix("container=") { return String(pair.dropFirst(10)) }
    return ""
  }

  var stage: String { record["stage"]?.string ?? "" }

  /// Whether the API server carried it out; unknown counts as no.
  var succeeded: Bool { code.map { (100..<400).contains($0) } ?? false }

  /// The record as an event.
  func event(_ images: KnownImages) -> Event {
    let change = AuditChange.of(self, images)
    let what = [verb, [resource, subresource].filter { !$0.isEmpty }.joined(separator: "/")].filter { !$0.isEmpty }
    let plain = what.joined(separator: " ")
    return Event(
      time: time, kind: change == nil ? .audit : .change, severity: severity(change), subject: subject,
      reason: change?.reason ?? plain, message: change?.message ?? outcome(plain),
      attributes: attributes(change, plain),
      identity: identity)
  }

  private var time: EventTime? {
    let received = Timestamp.rfc3339(record["requestReceivedTimestamp"])
    let staged = Timestamp.rfc3339(record["stageTimestamp"])
    guard let received, let staged, received.start <= staged.start else {
      // Version v1beta1 and before had one `timestamp`.
      return received ?? staged ?? Timestamp.rfc3339(record["timestamp"])
        ?? Timestamp.rfc3339(record["metadata"]?["creationTimestamp"])
    }
    return EventTime(received.start, through: staged.start, precision: max(received.precision, staged.precision))
  }

  private func severity(_ change: AuditChange?) -> Severity {
    if let code, code >= 400 { return code >= 500 ? .error : .warning }
    if stage == "Panic" { return .error }
    return change == nil ? .info : .notice
  }

  private func outcome(_ plain: String) -> String {
    var text = plain.isEmpty ? uri.split(separator: "?").first.map(String.init) ?? "request" : plain
    if let code { text += ": \(code)" }
    if let code, code >= 400, let why = record["responseStatus"]?["message"]?.string {
      text += " \(why.prefix(Self.longestText))"
    }
    return text
  }

  private func attributes(_ change: AuditChange?, _ plain: String) -> [String: String] {
    var attributes = change?.attributes ?? [:]
    attributes[Attribute.actor] = user
    attributes["impersonated"] = record["impersonatedUser"]?["username"]?.string
    attributes["verb"] = verb
    attributes["resource"] = subresource.isEmpty ? resource : "\(resource)/\(subresource)"
    attributes[Attribute.code] = code.map { String($0) }
    attributes["user_agent"] = Self.cut(userAgent)
    attributes["stage"] = stage
    return attributes.filter { !$0.value.isEmpty }
  }

  private static func cut(_ text: String) -> String {
    var copy = text
    return copy.withUTF8 { buffer in unsafe Text.excerpt(buffer.span, limit: longestText) }
  }

  private var identity: EventIdentity? {
    guard let id = record["auditID"]?.string, !id.isEmpty else { return nil }
    return EventIdentity(key: "audit:\(id)", rank: Self.stages.firstIndex(of: stage) ?? -1)
  }
}
