public import DebriefModel
internal import DebriefParsing

/// Reads Jaeger's traces: what the UI and `/api/traces` give (whole traces with a table of processes), the documents that its
/// Elasticsearch storage keeps (one span each), and its protobuf model as JSON (RFC 3339 times, base64 ids).
///
/// Times and durations are microseconds. What becomes of the spans: `SpanLedger`. Fields: jaeger internal/uimodel/model.go.
public struct JaegerTracesImporter: Importer {
  public static let description = ImporterDescription(
    id: "jaeger-traces", title: "Jaeger traces", framing: .objects(elements: [["data"], ["hits", "hits"]]),
    summary:
      "Failed and slow spans become trace events, the others one event per operation; who calls whom becomes relations.",
    origin: "curl 'http://jaeger:16686/api/traces?service=payments&lookback=1h&limit=1500'")

  private var ledger = SpanLedger()
  private var warnings = WarningTally()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["data[].", "", "[]."] {
      if outline.has(prefix + "processes"), isSpan(outline, prefix + "spans[].") { return .certain }
      if isModel(outline, prefix + "spans[].") { return .certain }
    }
    for prefix in ["", "[].", "_source.", "hits.hits[]._source."] {
      if isModel(outline, prefix) { return .certain }
      if isSpan(outline, prefix), outline.hasAny(prefix + "process.serviceName", prefix + "process") { return .certain }
    }
    return .no
  }

  private static func isSpan(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    outline.has(prefix + "traceID") && outline.has(prefix + "spanID") && outline.has(prefix + "operationName")
  }

  private static func isModel(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    outline.has(prefix + "traceId") && outline.has(prefix + "spanId") && outline.has(prefix + "operationName")
      && outline.has(prefix + "process")
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return readEnvelope(root, &batch) }
    let value = root["_source"] ?? root
    guard let spans = value["spans"] else {
      // An answer without traces has neither.
      if value["data"] != nil || value["errors"] != nil { return readEnvelope(value, &batch) }
      guard value.isObject, value["spanID"] ?? value["spanId"] != nil, value["operationName"] != nil else {
        throw Rejection("neither a trace nor a span: it has no spans and no spanID")
      }
      return readSpan(value, nil, &batch)
    }
    warnings.see(value["warnings"])
    for span in spans.elements {
      guard span.isObject, span["spanID"] ?? span["spanId"] != nil else {
        batch.reject("not a span: it has no spanID", excerpt: "")
        continue
      }
      readSpan(span, value["processes"], &batch)
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    warnings.note(into: &batch)
    ledger.finish(into: &batch)
  }

  private func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    for error in root["errors"]?.elements ?? JSONValue.none {
      if let text = error["msg"]?.string { batch.note(.warning, "Jaeger answered: \(Prose.line(text))") }
    }
  }

  private mutating func readSpan(_ value: JSONValue, _ processes: JSONValue?, _ batch: inout EventBatch) {
    var span = TraceSpan()
    span.trace = TraceSpan.id((value["traceID"] ?? value["traceId"])?.string)
    span.id = TraceSpan.id((value["spanID"] ?? value["spanId"])?.string)
    span.parent = parent(value, span.trace)
    span.operation = Prose.line(value["operationName"]?.string ?? "")
    readTimes(value, &span)
    let process = value["process"] ?? value["processID"]?.string.flatMap { processes?[name: $0] }
    span.service.name = Prose.line(process?["serviceName"]?.string ?? "")
    readTags(process, &span)
    (span.isFailed, span.role, span.peer) = (false, .unstated, "")
    readTags(value, &span)
    for log in value["logs"]?.elements ?? JSONValue.none { readLog(log, &span) }
    warnings.see(value["warnings"])
    ledger.see(span, into: &batch)
  }

  private func readTimes(_ value: JSONValue, _ span: inout TraceSpan) {
    if let micros = value["startTime"]?.wholeNumber, micros > 0 {
      let nanos = Int64(micros).multipliedReportingOverflow(by: 1000)
      if !nanos.overflow { span.start = EventTime(Instant(nanoseconds: nanos.partialValue), precision: .microsecond) }
    } else {
      span.start = Timestamp.rfc3339(value["startTime"])
    }
    guard let duration = value["duration"] else { return }
    if let micros = duration.wholeNumber, micros >= 0, micros < Int.max / 1000 {
      span.duration = TimeSpan(nanoseconds: Int64(micros) * 1000)
    } else if let text = duration.string {
      span.duration = Self.duration(text)
    }
  }

  /// `5000ns` or `0.000005s`, as protobuf's JSON writes durations.
  private static func duration(_ text: String) -> TimeSpan? {
    if text.hasSuffix("ns") { return Int64(text.dropLast(2)).map { TimeSpan(nanoseconds: max($0, 0)) } }
    guard text.hasSuffix("s"), let seconds = Double(text.dropLast()), seconds >= 0, seconds < 1e9 else { return nil }
    return .seconds(seconds)
  }

  /// The span that caused this one and waits for it; a FOLLOWS_FROM is no call.
  private func parent(_ value: JSONValue, _ trace: String) -> String {
    if let stated = (value["parentSpanID"] ?? value["parentSpanId"])?.string { return TraceSpan.id(stated) }
    for reference in value["references"]?.elements ?? JSONValue.none {
      let other = TraceSpan.id((reference["traceID"] ?? reference["traceId"])?.string)
      guard reference["refType"]?.equals("FOLLOWS_FROM") != true, other == trace else { continue }
      return TraceSpan.id((reference["spanID"] ?? reference["spanId"])?.string)
    }
    return ""
  }

  /// `tags` as a list of keys and values, and `tag` as an object whose dots are written `@` (Elasticsearch).
  private func readTags(_ value: JSONValue?, _ span: inout TraceSpan) {
    for tag in value?["tags"]?.elements ?? JSONValue.none {
      guard let name = tag["key"]?.string, let text = Self.text(tag) else { continue }
      span.take(name, text)
    }
    guard let tags = value?["tag"], tags.isObject else { return }
    for member in tags.members {
      guard let name = member.key.string, let text = member.value.scalarText else { continue }
      span.take(name.replacing("@", with: "."), text)
    }
  }

  /// `value` of the UI and the documents; `vStr`, `vBool`, `vInt64` of the model.
  private static func text(_ tag: JSONValue) -> String? {
    (tag["value"] ?? tag["vStr"] ?? tag["vBool"] ?? tag["vInt64"])?.scalarText
  }

  /// What OpenTracing logs of an error: `event: error` with `message`, or `error.kind` and `error.object`.
  private func readLog(_ log: JSONValue, _ span: inout TraceSpan) {
    var isError = false
    var message = ""
    for field in log["fields"]?.elements ?? JSONValue.none {
      guard let name = field["key"]?.string, let text = Self.text(field) else { continue }
      switch name {
      case "event": isError = isError || text == "error" || text == "exception"
      case "message", "error.object": message = text
      case "exception.type", "exception.message", "error.kind": span.take(name, text)
      default: break
      }
    }
    if isError && span.status.isEmpty { span.status = message }
  }
}

/// What Jaeger says about spans that it had to adjust (clock skew) or could not place, told once per wording.
private struct WarningTally {
  private static let mostKept = 20
  private var counts: [String: Int] = [:]

  mutating func see(_ list: JSONValue?) {
    for warning in list?.elements ?? JSONValue.none {
      guard let text = warning.string, !text.isEmpty else { continue }
      // Each adjustment names its own amount and span.
      let words = Prose.line(text.contains("clock skew") ? "clock skew was adjusted, times are not as measured" : text)
      if counts[words] != nil || counts.count < Self.mostKept { counts[words, default: 0] += 1 }
    }
  }

  func note(into batch: inout EventBatch) {
    for (words, count) in counts.sorted(by: { $0.key < $1.key }) {
      batch.note(.warning, "Jaeger warned \(count)×: \(words)")
    }
  }
}
