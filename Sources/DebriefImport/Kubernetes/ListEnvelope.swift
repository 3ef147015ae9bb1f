internal import DebriefModel
internal import DebriefParsing

/// What stands around the items of a Kubernetes List.
enum ListEnvelope {
  /// Notes a list that was read in pages and ends early (`metadata.continue`, kubernetes.io "API Concepts").
  static func note(_ root: JSONValue, into batch: inout EventBatch) {
    guard let metadata = root["metadata"] else { return }
    if let more = metadata["remainingItemCount"]?.int {
      batch.note(.limit, "the list was read in pages and ends early: \(more) more items")
    } else if let token = metadata["continue"]?.string, !token.isEmpty {
      batch.note(.limit, "the list was read in pages and ends early")
    }
  }

  /// Whether this is a List without items: nothing in it, and no damage.
  static func isEmpty(_ root: JSONValue) -> Bool {
    guard root["items"] == nil, let kind = root["kind"]?.string else { return false }
    return kind == "List" || kind.hasSuffix("List")
  }

  /// The object inside a watch event (`{"type":"ADDED","object":{…}}`), or the object itself; nil for a bookmark.
  static func unwrapped(_ root: JSONValue) -> JSONValue? {
    guard let object = root["object"], let type = root["type"] else { return root }
    return type.equals("BOOKMARK") ? nil : object
  }
}
