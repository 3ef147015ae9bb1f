public import DebriefModel
internal import DebriefParsing

/// Reads what Loki answers to `query_range`, its tail and its first API: each line under the labels of its stream.
///
/// Loki answers with the newest line first; lines are put in order. All lines of one stream share the stream's place in the file.
/// Format: Loki docs, HTTP API (`values` with structured metadata, categorised labels), `streams[].entries` before 1.0.
public struct LokiQueryImporter: Importer {
  public static let description = ImporterDescription(
    id: "loki-query", title: "Loki query result",
    framing: .objects(elements: [["data", "result"], ["streams"], ["result"]]),
    summary: "Each line becomes one event about the pod or app of its labels; the line itself is read as a log line.",
    origin: "curl -G http://loki:3100/loki/api/v1/query_range -d limit=5000 --data-urlencode 'query={app=\"shop\"}'")

  /// The default of the API, of logcli's batches and Grafana, and the server's default maximum.
  static let limits = [100, 1000, 5000]

  private var lines = CollectedLines()
  private var count = LineCount()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["data.", ""] {
      if outline[prefix + "resultType"] == "streams" { return .certain }
      if isStream(outline, prefix + "result[].") { return .certain }
    }
    if isStream(outline, "streams[].") || isStream(outline, "[].") { return .certain }
    let isOld = (outline["streams[].labels"] ?? "").hasPrefix("{") && outline.has("streams[].entries")
    return isOld ? .certain : .no
  }

  /// The labels of a stream are an object, its lines pairs.
  private static func isStream(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    outline[prefix + "stream"] == "" && outline.has(prefix + "values[][]")
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not a stream: not a JSON object") }
    if let entries = root["entries"] ?? root["values"], root["stream"] ?? root["labels"] != nil {
      return readStream(root, entries, &batch)
    }
    guard batch.role == .envelope || root["status"] != nil || root["data"] != nil || root["streams"] != nil else {
      throw Rejection("not a stream: an object without labels and values")
    }
    readEnvelope(root, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    count.endAnswer(limits: Self.limits, "Loki", &batch)
    lines.finish(&batch)
  }

  private mutating func readStream(_ stream: JSONValue, _ entries: JSONValue, _ batch: inout EventBatch) {
    let labels = Self.labels(stream)
    let hash = LokiLabels.hash(labels)
    let common = CollectorLabels(labels, fallback: batch.context.subject)
    var damaged = 0
    for entry in entries.elements {
      guard let read = LokiEntry(entry) else {
        damaged += 1
        continue
      }
      count.see(read.time.start)
      let own =
        read.labels.isEmpty
        ? common : CollectorLabels(labels.merging(read.labels) { _, new in new }, fallback: batch.context.subject)
      var origin = LogStream.Origin(place: batch.place, subject: own.subject, isStderr: own.isStderr, facts: own.facts)
      _ = read.text.withUTF8 { text in
        origin.facts.identity = LokiLabels.identity(hash, text, read.time.start)
        lines.take(CollectedLine(text, at: read.time, in: String(hash), origin), &batch)
      }
    }
    count.endStream()
    if damaged > 0 { batch.reject("\(damaged) entries of a stream are no pairs of a time and a line", excerpt: "") }
  }

  private static func labels(_ stream: JSONValue) -> [String: String] {
    if let labels = stream["stream"] { return labels.stringMap }
    return stream["labels"]?.withUTF8 { LokiLabels.read($0)?.labels ?? [:] } ?? stream["labels"]?.stringMap ?? [:]
  }

  private mutating func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    if root["status"]?.equals("error") ?? false {
      batch.note(.warning, "the query failed: \(root["error"]?.string ?? root["message"]?.string ?? "no reason given")")
    } else if count.lines == 0, (root["data"]?["result"] ?? root["streams"]) != nil {
      batch.note(.missing, "the query found no lines")
    }
    for warning in root["warnings"]?.elements ?? JSONValue.none {
      if let text = warning.string { batch.note(.warning, "Loki warned: \(text)") }
    }
    if let dropped = root["dropped_entries"], dropped.isArray, dropped.elements.contains(where: { _ in true }) {
      batch.note(.limit, "Loki dropped entries because its tail could not keep up")
    }
    // A tail writes one document per moment: its lines are no answer to a query.
    if root["data"] != nil || root["stats"] != nil { count.endAnswer(limits: Self.limits, "Loki", &batch) }
  }
}

/// One line of a stream: `["<ns>", "<line>", {metadata}]`, or `{"ts": …, "line": …}` of the first API.
private struct LokiEntry {
  var time: EventTime
  var text: JSONValue
  var labels: [String: String] = [:]

  init?(_ entry: JSONValue) {
    if entry.isArray {
      var parts = entry.elements
      guard let at = parts.next(), let text = parts.next(), text.kind == .string, let time = Self.time(at) else {
        return nil
      }
      (self.time, self.text) = (time, text)
      if let extra = parts.next() { labels = Self.extra(extra) }
    } else {
      guard let at = entry["ts"] ?? entry["timestamp"], let text = entry["line"], text.kind == .string,
        let time = Timestamp.rfc3339(at) ?? Self.time(at)
      else { return nil }
      (self.time, self.text) = (time, text)
    }
  }

  /// Nanoseconds as text; numbers are accepted.
  private static func time(_ value: JSONValue) -> EventTime? {
    let text = value.withUTF8 { Timestamp.number($0, 0, $0.count) ?? wide($0) }
    guard let nanoseconds = text ?? value.int, nanoseconds > 0 else { return nil }
    return EventTime(Instant(nanoseconds: Int64(nanoseconds)), precision: .nanosecond)
  }

  /// Nineteen digits are one more than `Timestamp.number` takes.
  private static func wide(_ text: Span<UInt8>) -> Int? { text.count == 19 ? Int(Text.string(text)) : nil }

  /// Structured metadata as it is, or sorted into `structuredMetadata` and `parsed`.
  private static func extra(_ value: JSONValue) -> [String: String] {
    guard let categorised = value["structuredMetadata"] ?? value["parsed"], categorised.isObject else {
      return value.stringMap
    }
    return (value["structuredMetadata"]?.stringMap ?? [:]).merging(value["parsed"]?.stringMap ?? [:]) { own, _ in own }
  }
}
