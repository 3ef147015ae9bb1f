public import DebriefModel
internal import DebriefParsing

/// Reads OpenTelemetry logs as JSON: the collector's file exporter, one document a line, and whole documents.
///
/// A record without a time of its own has the one at which the collector saw it. All records of one resource share its place in the
/// file. Format: opentelemetry-proto logs.proto; `instrumentationLibraryLogs` of versions before 0.15 too.
public struct OTLPLogsImporter: Importer {
  public static let description = ImporterDescription(
    id: "otlp-logs", title: "OpenTelemetry logs (OTLP JSON)", framing: .objects(elements: [["resourceLogs"]]),
    summary:
      "Each record becomes one event about the pod, service or host of its resource; its body is read as a log line.",
    origin: "the collector's file exporter with format: json")

  /// Attributes of a resource that are kept beside its name.
  private static let kept: Set<String> = ["service.version", "deployment.environment", "deployment.environment.name"]

  private var lines = CollectedLines()
  private var clock = LogClock()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { OTLPSignal.logs.claims(head.outline) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try OTLPSignal.logs.read(batch.parseJSON(record), &batch) { readResource($0, &$1) }
  }

  private mutating func readResource(_ element: JSONValue, _ batch: inout EventBatch) {
    let resource = OTLPValue.attributes(element["resource"]).filter {
      Self.kept.contains($0.key) || CollectorLabels.isKnown($0.key)
    }
    for name in OTLPSignal.logs.scopes {
      for scope in element[name]?.elements ?? JSONValue.none {
        let logger = scope["scope"]?["name"]?.string ?? scope["instrumentationLibrary"]?["name"]?.string ?? ""
        for record in (scope["logRecords"] ?? scope["logs"])?.elements ?? JSONValue.none {
          readRecord(record, resource, logger, &batch)
        }
      }
    }
  }

  private mutating func readRecord(
    _ record: JSONValue, _ resource: [String: String], _ logger: String, _ batch: inout EventBatch
  ) {
    guard record.isObject else { return batch.reject("not a log record: not a JSON object", excerpt: "") }
    var attributes = OTLPValue.attributes(record)
    var facts = Self.errors(&attributes)
    let error = attributes.removeValue(forKey: "exception.message") ?? ""
    let labels = CollectorLabels(resource.merging(attributes) { _, own in own }, fallback: batch.context.subject)
    facts.severity = Self.severity(record) ?? labels.facts.severity
    facts.logger = labels.facts.logger.isEmpty ? logger : labels.facts.logger
    facts.attributes = labels.facts.attributes
    facts.attributes["trace_id"] = OTLPValue.id(record["traceId"])
    facts.attributes["span_id"] = OTLPValue.id(record["spanId"])
    if !error.isEmpty { facts.attributes["error"] = error }
    let name = record["eventName"]?.string ?? ""
    if !name.isEmpty { facts.attributes["event"] = name }
    let origin = LogStream.Origin(
      place: batch.place, subject: labels.subject, isStderr: labels.isStderr, facts: facts)
    var text = Self.text(record, name, labels.facts.attributes)
    let stream = "\(labels.subject)|\(labels.isStderr)|\(logger)|\(labels.facts.attributes["host"] ?? "")"
    let time = time(record, &batch)
    let line = text.withUTF8 { unsafe CollectedLine($0.span, at: time, in: stream, origin) }
    lines.take(line, &batch)
  }

  /// The body; without one the event's name, else the attributes.
  private static func text(_ record: JSONValue, _ name: String, _ attributes: [String: String]) -> String {
    let body = record["body"].map { OTLPValue.text($0) } ?? ""
    if body.contains(where: { !$0.isWhitespace }) { return name.isEmpty ? body : "\(name): \(body)" }
    if !name.isEmpty { return name }
    let pairs = attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return pairs.isEmpty ? "(a record without a body)" : pairs.joined(separator: " ")
  }

  /// Takes out what the conventions for exceptions name.
  private static func errors(_ attributes: inout [String: String]) -> LogFacts {
    var facts = LogFacts()
    facts.errorType = attributes.removeValue(forKey: "exception.type") ?? ""
    facts.stack = attributes.removeValue(forKey: "exception.stacktrace") ?? ""
    return facts
  }

  private static func severity(_ record: JSONValue) -> Severity? {
    let number = record["severityNumber"]
    if let known = LogSeverity.openTelemetry(number?.int) { return known }
    let named = number?.withUTF8 { name -> Severity? in
      // `SEVERITY_NUMBER_ERROR2`
      guard Text.matches(name, at: 0, "SEVERITY_NUMBER_") else { return nil }
      return LogSeverity.field(name.extracting(16..<name.count))
    }
    return named ?? record["severityText"]?.withUTF8 { LogSeverity.field($0) } ?? nil
  }

  private func time(_ record: JSONValue, _ batch: inout EventBatch) -> EventTime? {
    if let own = OTLPValue.time(record["timeUnixNano"]) { return own }
    guard var observed = OTLPValue.time(record["observedTimeUnixNano"]) else { return nil }
    batch.note(.timeAssumption, "records without a time of their own have the one at which the collector saw them")
    observed.basis = .received
    return observed
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { lines.finish(&batch) }
}
