internal import DebriefModel
internal import DebriefParsing

/// Reads a rollout from the object that it left behind: a Deployment's ReplicaSet, or a ControllerRevision.
///
/// Its creation is when the version was rolled out first. Who did it is not recorded. A return to it later raises its revision
/// without a time. Annotations: k8s.io/kubernetes pkg/controller/deployment/util.
struct RolloutReading {
  /// Images told in a message.
  private static let mostImages = 5

  private let object: JSONValue
  private let kind: String
  private let identity: ObjectIdentity

  init(_ object: JSONValue, _ kind: String) throws(Rejection) {
    (self.object, self.kind) = (object, kind)
    identity = try ObjectIdentity(object)
  }

  func read(into batch: inout EventBatch) {
    if kind == "ControllerRevision" { OwnerReading.read(object, kind: kind, into: &batch) }
    guard let owner = controller, let revisions else { return }
    let first = revisions.first ?? ""
    let isFirst = first == "1"
    add(
      isFirst ? "create" : "rollout", at: Timestamp.rfc3339(object["metadata"]?["creationTimestamp"]), owner,
      "\(isFirst ? "first version" : "rollout of revision \(first)"): \(word) \(identity.name)\(images)",
      identity.fact("rollout"), first, &batch)
    guard let last = revisions.last, last != first else { return }
    add(
      "rollback", at: nil, owner,
      "return to \(word) \(identity.name) (revision \(first)) as revision \(last), time unknown",
      identity.fact("rollback", last), last, &batch)
  }

  private var word: String { kind == "ControllerRevision" ? "revision" : "replica set" }

  /// The workload whose version this is.
  private var controller: Subject? {
    for owner in object["metadata"]?["ownerReferences"]?.elements ?? JSONValue.none {
      guard let kind = owner["kind"]?.string, let name = owner["name"]?.string else { continue }
      return Subject(namespace: identity.namespace, kind: kind, name: name)
    }
    return nil
  }

  /// The revisions under which this version was rolled out, first to last; nil for an object that is no version.
  private var revisions: [String]? {
    if kind == "ControllerRevision" { return object["revision"]?.scalarText.map { [$0] } }
    let annotations = object["metadata"]?["annotations"]
    guard let now = annotations?["deployment.kubernetes.io/revision"]?.string else { return nil }
    let earlier = annotations?["deployment.kubernetes.io/revision-history"]?.string ?? ""
    return earlier.split(separator: ",").map(String.init) + [now]
  }

  private var images: String {
    var images: [String] = []
    for container in object["spec"]?["template"]?["spec"]?["containers"]?.elements ?? JSONValue.none {
      if let image = container["image"]?.string, images.count < Self.mostImages { images.append(image) }
    }
    return images.isEmpty ? "" : " with " + images.joined(separator: ", ")
  }

  private func add(
    _ change: String, at time: EventTime?, _ owner: Subject, _ message: String, _ identity: EventIdentity,
    _ revision: String, _ batch: inout EventBatch
  ) {
    batch.add(
      Event(
        time: time, kind: .change, severity: .notice, subject: owner, reason: change, message: message,
        attributes: [Attribute.change: change, "revision": revision, "version_object": self.identity.name],
        identity: identity))
  }
}
