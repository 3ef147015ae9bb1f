public import DebriefModel
internal import DebriefParsing

/// Reads the CSV that Kibana's and OpenSearch Dashboards' Discover exports.
///
/// Times have no zone: they are in the zone of the space's settings. `-`, `{}` and empty are missing values.
public struct KibanaCSVImporter: Importer {
  public static let description = ImporterDescription(
    id: "kibana-csv", title: "Kibana CSV export", framing: .rows,
    summary:
      "Each row becomes one event about the pod, service or host of its columns; its message is read as a log line.",
    origin: "Kibana, Discover: Share, CSV Reports")

  private static let messages = ["message", "log", "msg", "MESSAGE", "event.original", "body", "_source"]
  private static let times = ["@timestamp", "timestamp", "Time", "time", "date"]
  private static let noise: Set<String> = ["_id", "_index", "_score", "_type", "_version", "highlight", "sort"]

  private var columns: [String] = []
  private var lines = CollectedLines()
  private var audits = AuditLines()
  private var clock = StoreClock()
  private var rows = 0

  public init() {}

  /// A column of times whose first value is written as Kibana does.
  public static func sniff(_ head: FileHead) -> Confidence {
    head.withSpan { bytes in
      guard let end = rowEnd(bytes, from: 0), let next = rowEnd(bytes, from: end + 1) else { return .no }
      let names = CSVRow.fields(bytes.extracting(0..<LineShape.withoutReturn(bytes, end)))
      let values = CSVRow.fields(bytes.extracting((end + 1)..<max(end + 1, LineShape.withoutReturn(bytes, next))))
      guard names.count > 1, names.count == values.count else { return .no }
      for (name, value) in zip(names, values) where times.contains(name) {
        var text = value
        if text.withUTF8({ unsafe KibanaTime.read($0.span) }) != nil { return .certain }
      }
      return .no
    }
  }

  /// The newline that ends the row at `start`, quoted ones passed over; the end of the head ends a row too.
  private static func rowEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    var isQuoted = false
    for i in start..<bytes.count {
      if bytes[i] == 0x22 { isQuoted.toggle() }
      if bytes[i] == 0x0A, !isQuoted { return i }
    }
    return bytes.count
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let fields = CSVRow.fields(record)
    guard !columns.isEmpty else {
      columns = fields
      return
    }
    guard fields.count == columns.count else {
      throw Rejection("\(fields.count) fields in a row, \(columns.count) in the header")
    }
    rows += 1
    var values: [String: String] = [:]
    for (name, value) in zip(columns, fields) where !["", "-", "{}", "(empty)"].contains(value) { values[name] = value }
    add(values, &batch)
  }

  private mutating func add(_ values: [String: String], _ batch: inout EventBatch) {
    var values = values
    let stamp = Self.times.first { values[$0] != nil }.flatMap { values.removeValue(forKey: $0) }
    let time = stamp.flatMap { clock.time($0, "Kibana", &batch) }
    if values["auditID"] != nil, values["verb"] != nil, takeAudit(values, time, &batch) { return }
    var text = Self.messages.first { values[$0] != nil }.flatMap { values.removeValue(forKey: $0) } ?? ""
    let id = values["_id"]
    let index = values["_index"] ?? ""
    values = values.filter { !Self.noise.contains($0.key) }
    let labels = CollectorLabels(values, fallback: batch.context.subject)
    var origin = LogStream.Origin(
      place: batch.place, subject: labels.subject, isStderr: labels.isStderr, facts: labels.facts)
    if let id { origin.facts.identity = EventIdentity(key: "elasticsearch:\(index)/\(id)") }
    if text.isEmpty { text = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
    let stream = "\(labels.subject)|\(labels.isStderr)|\(labels.facts.attributes["host"] ?? "")"
    let line = text.withUTF8 { unsafe CollectedLine($0.span, at: time, in: stream, origin) }
    lines.take(line, &batch)
  }

  /// A row whose columns are the fields of an audit record, `objectRef.resource`, becomes the record again.
  private mutating func takeAudit(_ values: [String: String], _ time: EventTime?, _ batch: inout EventBatch) -> Bool {
    var fields = values
    // Kibana writes times in its own way: the row's is used.
    for name in ["requestReceivedTimestamp", "stageTimestamp"] { fields[name] = nil }
    let json = DottedFields.json(fields)
    guard let record = batch.parseInnerJSON(json.span) else { return false }
    audits.take(record, at: time, batch.place, &batch)
    return true
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    lines.finish(&batch)
    if rows == 10_000 {
      batch.note(
        .limit, "exactly 10000 rows, the limit of OpenSearch Dashboards and of a search: others may be missing")
    }
  }
}
