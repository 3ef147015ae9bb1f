internal import DebriefModel
internal import DebriefParsing

/// One row of a table of events, as `kubectl get events`, `kubectl events` and `kubectl describe` print it.
struct EventRow {
  var age: AgeRange
  var type: String
  var reason: String
  var message: String
  var namespace = ""
  /// As printed: `pod/web-1`, `Pod/web-1`, or a kind alone.
  var object = ""
  var subobject = ""
  var source = ""
  /// The Event's own name.
  var name = ""

  /// Reads a row below its headings; nil when it is none.
  init?(_ line: Span<UInt8>, _ table: TextTable) {
    guard let cells = table.cells(line) else { return nil }
    let last = cells["LAST SEEN"] ?? cells["LASTSEEN"] ?? cells["LastSeen"] ?? cells["Age"] ?? cells["AGE"] ?? ""
    guard var age = AgeRange(last), let type = cells["TYPE"] ?? cells["Type"],
      let reason = cells["REASON"] ?? cells["Reason"], !type.contains(" "), !reason.contains(" "), !reason.isEmpty
    else { return nil }
    if let first = cells["FIRST SEEN"] ?? cells["FIRSTSEEN"] ?? cells["FirstSeen"] { age.first = Age(first) }
    if let count = cells["COUNT"] ?? cells["Count"] { age.count = max(Int(count) ?? 1, 1) }
    (self.age, self.type, self.reason) = (age, type, reason)
    message = cells["MESSAGE"] ?? cells["Message"] ?? ""
    namespace = cells["NAMESPACE"] ?? ""
    subobject = cells["SUBOBJECT"] ?? cells["SubObjectPath"] ?? ""
    source = cells["SOURCE"] ?? cells["From"] ?? ""
    name = cells["NAME"] ?? ""
    object = cells["OBJECT"] ?? ""
    // Before Kubernetes 1.14 the kind and the Event's name stood apart; the name is the object's and a time in hex.
    if object.isEmpty, let kind = cells["KIND"], let dot = name.lastIndex(of: ".") {
      object = kind + "/" + name[..<dot]
    }
  }

  /// Reads a row without headings by its gaps; nil when it is none.
  init?(bare line: Span<UInt8>) {
    let parts = TextTable.gapped(line)
    let texts = parts.map { Text.string(line, $0) }
    guard let at = texts.prefix(3).firstIndex(where: { $0 == "Normal" || $0 == "Warning" }), at > 0,
      let age = AgeRange(texts[at - 1]), texts.count > at + 3, texts[at + 2].contains("/"), !texts[at + 1].contains(" ")
    else { return nil }
    (self.age, type, reason, object) = (age, texts[at], texts[at + 1], texts[at + 2])
    if at == 2 { namespace = texts[0] }
    var (first, last) = (at + 3, texts.count - 1)
    // Wide rows end in the first age, the count and the Event's name, and have the source ahead of the message.
    if last - first >= 4, let count = Int(texts[last - 1]), let since = Age(texts[last - 2]), texts[last].contains(".")
    {
      (self.age.count, self.age.first, name) = (max(count, 1), since, texts[last])
      last -= 3
      if texts[first].hasSuffix("}") {
        subobject = texts[first]
        first += 1
      }
      if first < last {
        source = texts[first]
        first += 1
      }
    }
    message = Text.string(line, parts[first].lowerBound..<parts[last].upperBound)
  }

  /// The headings of a table of events; nil for any other line.
  static func table(_ line: Span<UInt8>) -> TextTable? {
    guard Text.contains(line, "REASON"), Text.contains(line, "MESSAGE") else { return nil }
    let table = TextTable(line, free: "MESSAGE")
    let hasAge = ["LAST SEEN", "LASTSEEN", "AGE"].contains { table.index($0) != nil }
    let hasObject = table.index("OBJECT") != nil || table.index("KIND") != nil
    return hasAge && hasObject && table.index("TYPE") != nil && table.index("REASON") != nil ? table : nil
  }

  var severity: Severity { type == "Warning" ? .warning : type == "Normal" ? .info : .unknown }

  /// What the event is about; `namespace` is that of the whole table.
  func subject(namespace: String) -> Subject {
    let parts = object.split(separator: "/", maxSplits: 1).map(String.init)
    let kind = ResourceKinds.named(parts.first ?? "")
    let own = self.namespace.isEmpty ? namespace : self.namespace
    return Subject(
      namespace: kind == "Node" || kind == "Namespace" ? "" : own, kind: kind, name: parts.count > 1 ? parts[1] : "",
      container: container)
  }

  /// `app` from `spec.containers{app}`.
  private var container: String {
    guard subobject.hasSuffix("}"), let open = subobject.firstIndex(of: "{") else { return "" }
    return String(subobject[subobject.index(after: open)...].dropLast())
  }

  /// `kubelet, node-1` in its two parts.
  var attributes: [String: String] {
    let parts = source.split(separator: ",", maxSplits: 1).map { String($0.drop { $0 == " " }) }
    var attributes: [String: String] = [:]
    if let component = parts.first { attributes["component"] = component }
    if parts.count > 1, !parts[1].isEmpty { attributes["host"] = parts[1] }
    return attributes
  }
}

/// Makes events of rows, and gives each an identity under which other tables and descriptions name it, too.
struct EventRows {
  /// Rows told apart; further ones have no identity.
  private static let mostKeys = 100_000

  private var seen: [String: Int] = [:]

  /// The event of a row about `subject`.
  mutating func event(_ row: EventRow, _ subject: Subject, _ batch: inout EventBatch) -> Event {
    Event(
      time: batch.time(row.age.last, since: row.age.first), count: row.age.count, kind: .kubernetes,
      severity: row.severity, subject: subject, reason: row.reason, message: row.message, attributes: row.attributes,
      identity: identity(row, subject))
  }

  /// Two Events may say the same, so equal rows of one table are numbered.
  private mutating func identity(_ row: EventRow, _ subject: Subject) -> EventIdentity? {
    if row.name.contains(".") {
      return EventIdentity(key: "event:\(subject.namespace)/\(row.name)", rank: row.age.count)
    }
    guard seen.count < Self.mostKeys else { return nil }
    var text = row.message.split(separator: "\n").first.map(String.init) ?? ""
    if text.hasSuffix("...") { text.removeLast(3) }
    let key = "row:\(subject.object):\(row.reason):\(text)"
    let number = seen[key, default: 0]
    seen[key] = number + 1
    return EventIdentity(key: number == 0 ? key : "\(key)#\(number)", rank: row.age.count)
  }
}
