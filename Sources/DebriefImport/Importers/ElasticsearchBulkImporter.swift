public import DebriefModel
internal import DebriefParsing

/// Reads the bodies of Elasticsearch's and OpenSearch's `_bulk`: an action, then its document.
///
/// Deletions have no document; updates hold it under `doc`. Format: Elasticsearch docs, "Bulk API".
public struct ElasticsearchBulkImporter: Importer {
  public static let description = ImporterDescription(
    id: "elasticsearch-bulk", title: "Elasticsearch bulk file", framing: .objects(elements: []),
    summary: "Each document becomes one event, as in a search's answer; actions without a document are passed over.",
    origin: "a file sent with curl 'http://elasticsearch:9200/_bulk' --data-binary @FILE")

  private static let actions = ["index", "create", "update", "delete"]

  private var records = CollectedRecords()
  private var clock = StoreClock()
  /// The action whose document comes next.
  private var identity: EventIdentity?
  private var isOpen = false

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    let keys = outline.topLevelKeys
    guard outline.isJSON, !outline.isArray, keys.count == 1, actions.contains(keys[0]), outline[keys[0]] == "" else {
      return .no
    }
    let isNamed = outline.hasAny(keys[0] + "._index", keys[0] + "._id")
    let isLog = ["\"@timestamp\"", "\"auditID\"", "\"message\"", "\"log\"", "\"timestamp\"", "\"msg\""].contains {
      var name = $0
      return name.withUTF8 { name in head.withSpan { contains($0, unsafe name.span) } }
    }
    return isNamed && isLog ? .certain : .no
  }

  private static func contains(_ head: Span<UInt8>, _ name: Span<UInt8>) -> Bool {
    guard head.count >= name.count else { return false }
    for start in 0...(head.count - name.count) where head[start] == name[0] {
      var i = 0
      while i < name.count, head[start + i] == name[i] { i += 1 }
      if i == name.count { return true }
    }
    return false
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not an action or a document: not a JSON object") }
    guard isOpen else { return try readAction(root) }
    isOpen = false
    let document = root["doc"] ?? root
    let stamp = document["@timestamp"]
    let time = stamp.flatMap { clock.time($0, "Elasticsearch", &batch) }
    try records.take(document, RecordFrame(time: time, identity: identity), &batch)
  }

  private mutating func readAction(_ root: JSONValue) throws(Rejection) {
    var members = root.members
    guard let action = members.next(), members.next() == nil, let name = action.key.string, Self.actions.contains(name)
    else { throw Rejection("a document without an action before it") }
    isOpen = name != "delete"
    identity = action.value["_id"]?.scalarText.map {
      EventIdentity(key: "elasticsearch:\(action.value["_index"]?.string ?? "")/\($0)")
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    records.finish(&batch)
    if isOpen { batch.note(.warning, "cut off: the last action has no document") }
  }
}
