internal import DebriefModel
internal import DebriefParsing

/// Reads an object of any kind, by its kind.
struct ObjectReading {
  /// Kinds that are claimed when they come from the API.
  static let kinds: Set<String> = [
    "Pod", "Node", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ControllerRevision", "Job",
    "ReplicationController", "HorizontalPodAutoscaler", "PersistentVolumeClaim", "PersistentVolume", "Endpoints",
    "EndpointSlice", "Application", "ClusterVersion",
  ]
  /// Lists inside elements are read, lists inside those are not.
  private static let deepest = 2

  private var others: [String: Int] = [:]
  private var events = EventReading()

  /// Whether the API server wrote the object at `prefix`: it alone gives an identity and fills a status.
  static func isLive(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    let marks = ["uid", "resourceVersion", "creationTimestamp", "selfLink"].map {
      outline[prefix + "metadata." + $0] ?? ""
    }
    return marks.contains { !$0.isEmpty && $0 != "null" } || outline.has(prefix + "status.conditions[].type")
      || outline.hasAny(prefix + "status.phase", prefix + "status.replicas", prefix + "status.readyReplicas")
  }

  mutating func read(_ object: JSONValue, depth: Int = 0, into batch: inout EventBatch) throws(Rejection) {
    // The API leaves the kind out of the items of a typed list.
    let kind = object["kind"]?.string ?? ItemShape.kind(of: object)
    if kind == "List" || kind.hasSuffix("List") {
      guard depth < Self.deepest else { throw Rejection("lists inside lists") }
      for item in object["items"]?.elements ?? JSONValue.none {
        do throws(Rejection) { try read(item, depth: depth + 1, into: &batch) } catch {
          batch.reject(error.reason, excerpt: item["metadata"]?["name"]?.string ?? "")
        }
      }
      return
    }
    let hasConditions = object["status"]?["conditions"]?.isArray ?? false
    guard !kind.isEmpty || hasConditions else { throw Rejection("an object without kind") }
    try read(object, kind, &batch)
  }

  /// Reads an element of a list of events; lists of `kubectl get events,pods` hold other objects, too.
  mutating func readEvent(_ object: JSONValue, into batch: inout EventBatch) throws(Rejection) {
    if let kind = object["kind"]?.string, kind != "Event", Self.kinds.contains(kind), object["metadata"] != nil {
      return try read(object, kind, &batch)
    }
    try events.read(object, into: &batch)
  }

  private mutating func read(_ object: JSONValue, _ kind: String, _ batch: inout EventBatch) throws(Rejection) {
    switch kind {
    case "Pod": try PodReading(object).read(into: &batch)
    case "Node": try NodeReading(object).read(into: &batch)
    case "Event": try events.read(object, into: &batch)
    case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController":
      try WorkloadReading(object, kind).read(into: &batch)
    case "ControllerRevision": try RolloutReading(object, kind).read(into: &batch)
    case "Job": try JobReading(object).read(into: &batch)
    case "HorizontalPodAutoscaler": try AutoscalerReading(object).read(into: &batch)
    case "PersistentVolumeClaim", "PersistentVolume": try VolumeReading(object, kind).read(into: &batch)
    case "Endpoints", "EndpointSlice": try EndpointsReading(object, kind).read(into: &batch)
    case "Application": try ApplicationReading(object).read(into: &batch)
    case "ClusterVersion": try ClusterVersionReading(object).read(into: &batch)
    default: try readOther(object, kind, &batch)
    }
  }

  /// Conditions mean the same everywhere; the rest of a foreign kind does not.
  private mutating func readOther(_ object: JSONValue, _ kind: String, _ batch: inout EventBatch) throws(Rejection) {
    let name = others.count >= 1000 ? "further kinds" : kind.isEmpty ? "without kind" : String(kind.prefix(80))
    others[name, default: 0] += 1
    OwnerReading.read(object, kind: kind, into: &batch)
    guard let conditions = object["status"]?["conditions"], conditions.isArray else { return }
    let identity = try ObjectIdentity(object)
    let subject = Subject(namespace: identity.namespace, kind: String(kind.prefix(80)), name: identity.name)
    ConditionReading(subject: subject, identity: identity, isBad: WorkloadConditions.isBad(kind: kind)).read(
      conditions, into: &batch)
  }

  func finish(into batch: inout EventBatch) {
    guard !others.isEmpty else { return }
    let list = others.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(10).map { "\($0.key) \($0.value)" }
    batch.note(
      .missing, "objects of other kinds were read for their owners and conditions only: " + list.joined(separator: ", ")
    )
  }
}
