internal import DebriefModel
internal import DebriefParsing

/// What a collector or store says about a record beside the record itself.
struct RecordFrame {
  /// The time the collector or store keeps; nil when it keeps none.
  var time: EventTime?
  /// The collector's name for the stream.
  var tag = ""
  var identity: EventIdentity?
}

/// Reads the JSON records of collectors and stores: log lines with what the collector put around them; and API audit records,
/// Kubernetes Events and journal entries as what they are.
struct CollectedRecords: Sendable {
  /// Fields that say how a line was shipped, and nothing about what happened.
  private static let noise = [
    "stream", "logtag", "_p", "@version", "_tag", "ecs.version", "input.type", "time", "date", "tag",
  ]

  private var lines = CollectedLines()
  private var events = EventReading()
  private var audits = AuditLines()
  private var clock = LogClock()

  /// Reads a record; throws when it is nothing that happened.
  mutating func take(_ record: JSONValue, _ frame: RecordFrame, _ batch: inout EventBatch) throws(Rejection) {
    guard record.isObject else { throw Rejection("not a record: not a JSON object") }
    if record["auditID"] != nil, record["verb"] != nil {
      return audits.take(record, at: frame.time, batch.place, &batch)
    }
    if let involved = record["involvedObject"] ?? record["regarding"], involved.isObject {
      return try events.read(record, into: &batch)
    }
    // eventrouter puts the Event beside what happened to it: `{"verb":"ADDED","event":{…}}`.
    if let event = record["event"], event.isObject, event["involvedObject"] != nil || event["regarding"] != nil {
      return try events.read(event, into: &batch)
    }
    if record["MESSAGE"] != nil, record["message"] == nil, record["log"] == nil {
      return takeEntry(record, frame, &batch)
    }
    try takeLog(record, frame, &batch)
  }

  mutating func finish(_ batch: inout EventBatch) { lines.finish(&batch) }

  /// What Fluent Bit's systemd input and Fluentd's systemd plugin ship.
  private mutating func takeEntry(_ record: JSONValue, _ frame: RecordFrame, _ batch: inout EventBatch) {
    var entry = JournalEntry(record)
    entry.received = entry.received ?? frame.time
    guard let line = entry.line(at: batch.place, fallback: batch.context.subject) else { return }
    lines.take(line, &batch)
  }

  private mutating func takeLog(
    _ record: JSONValue, _ frame: RecordFrame, _ batch: inout EventBatch
  ) throws(Rejection) {
    let log = JSONLogLine(record, unwrapsArrays: true)
    guard log.hasMessage || frame.time != nil || !log.line.clock.isNone else {
      throw Rejection("not a log record: it has neither a message nor a time")
    }
    let labels = CollectorLabels(RecordLabels.of(record), fallback: batch.context.subject, keepsOthers: false)
    var origin = LogStream.Origin(place: batch.place, subject: labels.subject, isStderr: labels.isStderr)
    origin.facts = Self.facts(log.line, labels)
    origin.facts.identity = frame.identity
    let time = frame.time ?? clock.time(log.line.clock, &batch)
    if let outer = frame.time, let inner = InnerTime.disagreement(log.line.clock, outer: outer.start) {
      origin.facts.attributes["inner_time"] = inner
    }
    var text = log.hasMessage ? log.line.message : Self.summary(origin.facts.attributes)
    let stream = "\(frame.tag)|\(labels.subject)|\(labels.isStderr)|\(labels.facts.attributes["host"] ?? "")"
    let line = text.withUTF8 { unsafe CollectedLine($0.span, at: time, in: stream, origin) }
    lines.take(line, &batch)
  }

  private static func facts(_ line: LogLine, _ labels: CollectorLabels) -> LogFacts {
    var facts = LogFacts()
    facts.severity = line.severity == .unknown ? labels.facts.severity : line.severity
    facts.logger = line.logger
    let own = line.attributes.values.filter { !noise.contains($0.key) && !CollectorLabels.isKnown($0.key) }
    facts.attributes = own.merging(labels.facts.attributes) { own, _ in own }
    (facts.stack, facts.errorType) = (line.stack, line.errorType)
    return facts
  }

  /// A record without a message, as its first fields.
  private static func summary(_ attributes: [String: String]) -> String {
    attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }
}

/// The members of a record that say whose it is, by their full names: `kubernetes.pod.name`, `host.name`.
enum RecordLabels {
  /// Objects of metadata that are looked into.
  private static let nested: Set<String> = [
    "kubernetes", "k8s", "host", "service", "container", "orchestrator", "cluster", "resource", "attributes",
  ]
  private static let deepest = 4
  private static let most = 200

  static func of(_ record: JSONValue) -> [String: String] {
    var labels: [String: String] = [:]
    collect(record, "", depth: 0, &labels)
    return labels
  }

  private static func collect(_ object: JSONValue, _ prefix: String, depth: Int, _ labels: inout [String: String]) {
    for member in object.members {
      guard labels.count < most, let key = member.key.string else { return }
      let name = prefix.isEmpty ? key : prefix + "." + key
      let value = member.value.onlyElement
      if value.isObject {
        if depth > 0 ? depth < deepest : nested.contains(key) { collect(value, name, depth: depth + 1, &labels) }
      } else if let text = value.scalarText, text.utf8.count <= LineText.longestValue {
        labels[strip(name)] = text
      }
    }
  }

  /// OpenTelemetry's resource attributes keep their own names.
  private static func strip(_ name: String) -> String {
    for prefix in ["resource.attributes.", "resource.", "attributes."] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }
}

extension JSONValue {
  /// The one element of an array (the `fields` of Elasticsearch wrap each value), or the value itself.
  var onlyElement: JSONValue {
    guard isArray else { return self }
    var elements = elements
    guard let first = elements.next(), elements.next() == nil else { return self }
    return first
  }
}
