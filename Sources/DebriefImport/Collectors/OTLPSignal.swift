internal import DebriefModel
internal import DebriefParsing

/// One of OpenTelemetry's signals as the file exporter writes it: resources, and in them the lists of scopes.
struct OTLPSignal {
  /// Where the resources of a document stand, e.g. `resourceLogs`.
  let resources: StaticString
  /// The lists of a resource, the names of old versions too.
  let scopes: [StaticString]
  /// What its records are called, e.g. `logs`.
  let name: String

  static let logs = OTLPSignal(
    resources: "resourceLogs", scopes: ["scopeLogs", "instrumentationLibraryLogs"], name: "logs")
  static let metrics = OTLPSignal(
    resources: "resourceMetrics", scopes: ["scopeMetrics", "instrumentationLibraryMetrics"], name: "metrics")

  private static let lists: [StaticString] = ["resourceSpans", "resourceLogs", "resourceMetrics"]

  /// Whether a file holds documents of this signal.
  func claims(_ outline: ObjectOutline) -> Confidence {
    guard outline.isJSON else { return .no }
    for prefix in ["\(resources)[].", "[].\(resources)[]."]
    where outline.has(prefix + "resource") || scopes.contains(where: { outline.has(prefix + "\($0)") }) {
      return .certain
    }
    return .no
  }

  /// Hands over the resources of a record, which is a document or one of its resources. Throws for what is neither.
  func read(
    _ record: JSONValue, _ batch: inout EventBatch, _ body: (JSONValue, inout EventBatch) -> Void
  ) throws(Rejection) {
    guard record.isObject else { throw Rejection("not a JSON object") }
    let isEnvelope = batch.role == .envelope
    if let list = record[resources], !isEnvelope {
      for resource in list.elements { body(resource, &batch) }
    } else if record["resource"] != nil || scopes.contains(where: { record[$0] != nil }) {
      body(record, &batch)
    } else if Self.lists.contains(where: { "\($0)" != "\(resources)" && record[$0] != nil }) {
      batch.note(.warning, "other signals than \(name) in this file were not read")
    } else if !isEnvelope, record.members.contains(where: { _ in true }) {
      throw Rejection("not \(name) of a resource: it has no \(scopes[0])")
    }
  }
}
