public import DebriefModel
internal import DebriefParsing

/// Reads OpenTelemetry traces as JSON: the collector's file exporter, Grafana Tempo, Jaeger's api_v3.
///
/// Ids come as hex in any case or as base64, 64-bit numbers as strings or numbers, kinds and status codes as numbers or names.
/// What becomes of the spans: `SpanLedger`. Format: opentelemetry-proto trace.proto; "JSON Protobuf Encoding" of the OTLP
/// specification.
public struct OTLPTracesImporter: Importer {
  public static let description = ImporterDescription(
    id: "otlp-traces", title: "OpenTelemetry traces (OTLP JSON)",
    framing: .objects(elements: [
      ["resourceSpans"], ["batches"], ["trace", "resourceSpans"], ["trace", "batches"], ["result", "resourceSpans"],
    ]),
    summary:
      "Failed and slow spans become trace events, the others one event per operation; who calls whom becomes relations.",
    origin: "curl http://tempo:3200/api/traces/ID; the collector's file exporter")

  private static let scopes: [StaticString] = ["scopeSpans", "instrumentationLibrarySpans", "ilSpans"]
  private var ledger = SpanLedger()
  private var damaged = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["", "trace.", "result.", "[]."] {
      for list in ["resourceSpans", "batches"] {
        let path = "\(prefix)\(list)[]."
        if outline.hasAny(path + "scopeSpans", path + "instrumentationLibrarySpans", path + "ilSpans") {
          return .certain
        }
      }
    }
    return outline.hasAny("scopeSpans[].spans", "[].scopeSpans[].spans") ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return readEnvelope(root, &batch) }
    guard root.isObject else { throw Rejection("not a JSON object") }
    if Self.scopes.contains(where: { root[$0] != nil }) { return readResource(root, &batch) }
    let list = root["resourceSpans"] ?? root["batches"]
    guard let list else {
      // The file exporter writes an empty object for an empty batch; a resource may have sent no spans.
      if root["resource"] != nil || root.members.first(where: { _ in true }) == nil { return }
      if root["resourceLogs"] != nil || root["resourceMetrics"] != nil {
        return batch.note(.warning, "logs or metrics among the traces were not read")
      }
      throw Rejection("not spans of a resource: it has no scopeSpans")
    }
    for resource in list.elements { readResource(resource, &batch) }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if damaged > 0 { batch.note(.warning, "spans that end before they begin or have no end: \(damaged)") }
    ledger.finish(into: &batch)
  }

  private func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    if let status = root["status"]?.string, status == "PARTIAL" {
      batch.note(.limit, "the trace is larger than the backend's limit and incomplete")
    }
    if root["resourceLogs"] != nil || root["resourceMetrics"] != nil {
      batch.note(.warning, "logs or metrics among the traces were not read")
    }
  }

  private mutating func readResource(_ element: JSONValue, _ batch: inout EventBatch) {
    var resource = TraceSpan()
    for attribute in element["resource"]?["attributes"]?.elements ?? JSONValue.none {
      guard let name = attribute["key"]?.string, let value = Self.text(attribute["value"]) else { continue }
      if name == "service.name" { resource.service.name = Prose.line(value) } else { resource.take(name, value) }
    }
    // What a resource is does not say how a span went.
    (resource.isFailed, resource.role) = (false, .unstated)
    for name in Self.scopes {
      for scope in element[name]?.elements ?? JSONValue.none {
        for span in scope["spans"]?.elements ?? JSONValue.none { readSpan(span, resource, &batch) }
      }
    }
  }

  private mutating func readSpan(_ value: JSONValue, _ resource: TraceSpan, _ batch: inout EventBatch) {
    guard value.isObject, value["spanId"] != nil || value["startTimeUnixNano"] != nil else {
      return batch.reject("not a span: it has neither spanId nor startTimeUnixNano", excerpt: "")
    }
    var span = resource
    span.trace = TraceSpan.id(value["traceId"]?.string)
    span.id = TraceSpan.id(value["spanId"]?.string)
    span.parent = TraceSpan.id(value["parentSpanId"]?.string)
    span.operation = Prose.line(value["name"]?.string ?? "")
    span.role = Self.role(value["kind"])
    readTimes(value, &span)
    for attribute in value["attributes"]?.elements ?? JSONValue.none { Self.take(attribute, &span) }
    for event in value["events"]?.elements ?? JSONValue.none where event["name"]?.equals("exception") ?? false {
      for attribute in event["attributes"]?.elements ?? JSONValue.none { Self.take(attribute, &span) }
    }
    readStatus(value["status"], &span)
    ledger.see(span, into: &batch)
  }

  private mutating func readTimes(_ value: JSONValue, _ span: inout TraceSpan) {
    guard let start = value["startTimeUnixNano"]?.wholeNumber, start > 0 else { return }
    span.start = EventTime(Instant(nanoseconds: Int64(start)), precision: .nanosecond)
    guard let end = value["endTimeUnixNano"]?.wholeNumber, end >= start else {
      damaged += 1
      return
    }
    span.duration = TimeSpan(nanoseconds: Int64(end - start))
  }

  private func readStatus(_ status: JSONValue?, _ span: inout TraceSpan) {
    guard let status else { return }
    if let message = status["message"]?.string, !message.isEmpty { span.status = message }
    guard let code = status["code"] else { return }
    if code.int == 2 || code.equals("STATUS_CODE_ERROR") || code.equals("ERROR") { span.isFailed = true }
  }

  private static func take(_ attribute: JSONValue, _ span: inout TraceSpan) {
    guard let name = attribute["key"]?.string, let value = text(attribute["value"]) else { return }
    span.take(name, value)
  }

  /// `{"stringValue":"x"}`, `{"intValue":"5"}`: the one member of an AnyValue; nil for lists and maps.
  private static func text(_ value: JSONValue?) -> String? {
    value?.members.first(where: { _ in true })?.value.scalarText
  }

  private static func role(_ kind: JSONValue?) -> TraceSpan.Role {
    switch kind?.scalarText {
    case "2", "SPAN_KIND_SERVER": .server
    case "3", "SPAN_KIND_CLIENT": .client
    case "4", "SPAN_KIND_PRODUCER": .producer
    case "5", "SPAN_KIND_CONSUMER": .consumer
    default: .unstated
    }
  }
}
