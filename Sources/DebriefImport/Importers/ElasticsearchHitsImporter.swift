public import DebriefModel
internal import DebriefParsing

/// Reads what Elasticsearch and OpenSearch answer to `_search`: pages of a scroll one after the other, or one hit a line
/// (elasticdump).
///
/// Documents are log records, API audit records or Kubernetes Events; spans of Jaeger are not read here. Overlapping pages show a
/// document once. Format: Elasticsearch docs, "Search API".
public struct ElasticsearchHitsImporter: Importer {
  public static let description = ImporterDescription(
    id: "elasticsearch-hits", title: "Elasticsearch hits",
    framing: .objects(elements: [["hits", "hits"], ["rawResponse", "hits", "hits"], ["responses"]]),
    summary:
      "Each hit becomes one event about the pod, service or host its document names; its message is read as a log line.",
    origin: "curl 'http://elasticsearch:9200/logs-*/_search?size=10000&sort=@timestamp' -d '{\"query\":…}'")

  private var records = CollectedRecords()
  private var totals = SearchTotals()
  private var clock = StoreClock()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON, KubernetesAuditImporter.sniff(head) == .no else { return .no }
    for prefix in ["hits.", "rawResponse.hits.", "responses[].hits."] where outline.has(prefix + "hits") {
      if isHit(outline, prefix + "hits[].") { return .certain }
      // An answer of aggregations alone is a table of numbers.
      let isEmpty = outline[prefix + "hits"] == "" && !outline.has(prefix + "hits[]")
      let hasAnswer = outline.hasAny("took", "_shards", "rawResponse.took", "responses[].took")
      let isAggregation = outline.hasAny("aggregations", "rawResponse.aggregations", "responses[].aggregations")
      return isEmpty && hasAnswer && !isAggregation ? .likely : .no
    }
    return isHit(outline, "") || isHit(outline, "[].") ? .certain : .no
  }

  /// A document with a time or a message, that is no span.
  private static func isHit(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    guard outline.hasAny(prefix + "_index", prefix + "_id") else { return false }
    let times = ["@timestamp", "timestamp", "time", "ts", "date", "stageTimestamp", "lastTimestamp", "eventTime"]
    let texts = ["message", "log", "msg", "MESSAGE", "event.original", "body"]
    return ["_source.", "fields."].contains { body in
      let isSpan = outline.hasAny(prefix + body + "traceID", prefix + body + "references")
      return !isSpan && (times + texts).contains { outline.has(prefix + body + $0) }
    }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not a hit: not a JSON object") }
    if let answer = root["rawResponse"] { return try readAnswer(answer, &batch) }
    if batch.role == .envelope || root["hits"] != nil || root["error"] != nil { return try readAnswer(root, &batch) }
    guard root["_source"] != nil || root["fields"] != nil else {
      if root["responses"] != nil { return }
      throw Rejection("not a hit: it has no _source and no fields")
    }
    try readHit(root, &batch)
  }

  /// An answer whose hits were taken out, or one among the `responses` of `_msearch` with its hits inside.
  private mutating func readAnswer(_ root: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    guard root["responses"] == nil else { return }
    for hit in root["hits"]?["hits"]?.elements ?? JSONValue.none {
      do throws(Rejection) { try readHit(hit, &batch) } catch { batch.reject(error.reason, excerpt: "") }
    }
    totals.see(root, &batch)
  }

  private mutating func readHit(_ hit: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    totals.seeHit()
    let source = hit["_source"], fields = hit["fields"]
    guard let document = source?.members.first(where: { _ in true }) != nil ? source : fields ?? source else {
      throw Rejection("not a hit: it has no _source and no fields")
    }
    let stamp = document["@timestamp"] ?? fields?["@timestamp"]
    var frame = RecordFrame(time: stamp.flatMap { clock.time($0.onlyElement, "Elasticsearch", &batch) })
    if let id = hit["_id"]?.string, !id.isEmpty {
      frame.identity = EventIdentity(key: "elasticsearch:\(hit["_index"]?.string ?? "")/\(id)")
    }
    try records.take(document, frame, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    records.finish(&batch)
    totals.note(&batch)
  }
}
