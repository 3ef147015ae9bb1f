public import DebriefModel
internal import DebriefParsing

/// Reads Zipkin's spans, version 2 and 1: a list of spans, or of traces, as `/api/v2/traces` and `/api/v1/traces` give them.
///
/// Times and durations are microseconds. Both ends of a call may share one id (`shared`). What becomes of the spans:
/// `SpanLedger`. Format: zipkin-api zipkin2-api.yaml and zipkin-api.yaml.
public struct ZipkinTracesImporter: Importer {
  public static let description = ImporterDescription(
    id: "zipkin-traces", title: "Zipkin traces", framing: .objects(elements: []),
    summary:
      "Failed and slow spans become trace events, the others one event per operation; who calls whom becomes relations.",
    origin: "curl 'http://zipkin:9411/api/v2/traces?serviceName=payments&limit=1000'")

  private var ledger = SpanLedger()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["[].", "[][].", ""] where outline.has(prefix + "traceId") && outline.has(prefix + "id") {
      if outline.hasAny(prefix + "localEndpoint", prefix + "remoteEndpoint") { return .certain }
      if outline.hasAny(prefix + "annotations[].endpoint", prefix + "binaryAnnotations[].endpoint") { return .certain }
      if outline.has(prefix + "timestamp") && outline.has(prefix + "name") && !outline.has(prefix + "level") {
        return .likely
      }
    }
    return .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isArray else { return try readSpan(root, &batch) }
    for span in root.elements {
      do throws(Rejection) {
        try readSpan(span, &batch)
      } catch {
        batch.reject(error.reason, excerpt: "")
      }
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { ledger.finish(into: &batch) }

  private mutating func readSpan(_ value: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    guard value.isObject, let id = value["id"]?.string, let trace = value["traceId"]?.string else {
      throw Rejection("not a span: it has no id or no traceId")
    }
    var span = TraceSpan()
    (span.trace, span.id) = (trace.lowercased(), id.lowercased())
    span.parent = value["parentId"]?.string?.lowercased() ?? ""
    span.operation = Prose.line(value["name"]?.string ?? "")
    span.role = TraceSpan.Role(rawValue: value["kind"]?.string?.lowercased() ?? "") ?? .unstated
    span.service.name = Self.name(value["localEndpoint"])
    span.peer = Self.name(value["remoteEndpoint"])
    span.isShared = value["shared"]?.bool ?? false
    Self.readTimes(value, &span)
    if let tags = value["tags"] { readTags(tags, &span) }
    readFirstVersion(value, &span)
    ledger.see(span, into: &batch)
  }

  private static func name(_ endpoint: JSONValue?) -> String { Prose.line(endpoint?["serviceName"]?.string ?? "") }

  private static func readTimes(_ value: JSONValue, _ span: inout TraceSpan) {
    if let micros = value["timestamp"]?.wholeNumber, micros > 0 {
      let nanos = Int64(micros).multipliedReportingOverflow(by: 1000)
      if !nanos.overflow { span.start = EventTime(Instant(nanoseconds: nanos.partialValue), precision: .microsecond) }
    }
    if let micros = value["duration"]?.wholeNumber, micros >= 0, micros < Int.max / 1000 {
      span.duration = TimeSpan(nanoseconds: Int64(micros) * 1000)
    }
  }

  private func readTags(_ tags: JSONValue, _ span: inout TraceSpan) {
    for member in tags.members {
      guard let name = member.key.string, let text = member.value.scalarText else { continue }
      if name == "error" { Self.fail(&span, text) } else { span.take(name, text) }
    }
  }

  /// In Zipkin the presence of `error` says that the span failed; its value may say why.
  private static func fail(_ span: inout TraceSpan, _ text: String) {
    guard text != "false" else { return }
    span.isFailed = true
    if text != "true" && span.status.isEmpty { span.status = text }
  }

  /// Version 1: `cs`, `cr`, `sr` and `ss` say who and which end; binary annotations are the tags.
  private func readFirstVersion(_ value: JSONValue, _ span: inout TraceSpan) {
    for annotation in value["annotations"]?.elements ?? JSONValue.none {
      guard let endpoint = annotation["endpoint"], let word = annotation["value"]?.string else { continue }
      if span.service.name.isEmpty { span.service.name = Self.name(endpoint) }
      switch word {
      case "cs", "cr": span.role = .client
      case "sr", "ss": span.role = .server
      case "error": span.isFailed = true
      default: break
      }
    }
    for annotation in value["binaryAnnotations"]?.elements ?? JSONValue.none {
      guard let key = annotation["key"]?.string else { continue }
      let endpoint = Self.name(annotation["endpoint"])
      if span.service.name.isEmpty && key != "sa" && key != "ca" { span.service.name = endpoint }
      switch key {
      case "sa", "ca": if span.peer.isEmpty { span.peer = endpoint }
      case "error": Self.fail(&span, annotation["value"]?.scalarText ?? "true")
      default: if let text = annotation["value"]?.scalarText { span.take(key, text) }
      }
    }
  }
}
