internal import DebriefModel
internal import DebriefParsing

/// Who a Kubernetes object is: its name for people, and a key that stays the same from dump to dump.
struct ObjectIdentity {
  let namespace: String
  let name: String
  /// The uid; without one the namespace and name.
  let key: String

  /// Reads `metadata`; throws where there is no name, because nothing could be said about such an object.
  init(_ object: JSONValue) throws(Rejection) {
    let metadata = object["metadata"]
    guard let name = metadata?["name"]?.string, !name.isEmpty else {
      throw Rejection("\(object["kind"]?.string ?? "an object") without metadata.name")
    }
    self.name = name
    namespace = metadata?["namespace"]?.string ?? ""
    let uid = metadata?["uid"]?.string ?? ""
    key = uid.isEmpty ? "\(namespace)/\(name)" : uid
  }

  /// An object of which only namespace and name are known.
  init(namespace: String, name: String) {
    (self.namespace, self.name) = (namespace, name)
    key = "\(namespace)/\(name)"
  }

  /// An identity of one fact about the object.
  func fact(_ parts: String..., rank: Int = 0) -> EventIdentity {
    EventIdentity(key: ([parts[0], key] + parts.dropFirst()).joined(separator: ":"), rank: rank)
  }
}

extension EventBatch {
  /// When a state without a time of its own was seen: the capture time, where it is known.
  ///
  /// The state may have begun any time before, so the time is marked as that of the collector.
  var timeSeen: EventTime? { context.capturedAt.map { EventTime($0, basis: .received) } }
}
