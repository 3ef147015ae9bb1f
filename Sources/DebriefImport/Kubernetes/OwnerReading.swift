internal import DebriefModel
internal import DebriefParsing

/// Reads who owns an object.
enum OwnerReading {
  /// Adds a relation for each owner, and for a ReplicaSet the Deployment that its name gives away.
  static func read(_ object: JSONValue, kind: String, into batch: inout EventBatch) {
    guard let metadata = object["metadata"], let name = metadata["name"]?.string else { return }
    let namespace = metadata["namespace"]?.string ?? ""
    let subject = Subject(namespace: namespace, kind: kind, name: name)
    for owner in metadata["ownerReferences"]?.elements ?? JSONValue.none {
      guard let ownerKind = owner["kind"]?.string, let ownerName = owner["name"]?.string else { continue }
      // Static pods are owned by their Node, which has no namespace.
      let from = Subject(namespace: ownerKind == "Node" ? "" : namespace, kind: ownerKind, name: ownerName)
      batch.add(Relation(.owns, from: from, to: subject))
      guard ownerKind == "ReplicaSet", let deployment = deployment(of: ownerName, metadata["labels"]) else { continue }
      batch.add(Relation(.owns, from: Subject(namespace: namespace, kind: "Deployment", name: deployment), to: from))
    }
  }

  /// A Deployment names its ReplicaSets `<deployment>-<pod-template-hash>` and labels the pods with the hash.
  private static func deployment(of replicaSet: String, _ labels: JSONValue?) -> String? {
    guard let hash = labels?["pod-template-hash"]?.scalarText, !hash.isEmpty, replicaSet.hasSuffix("-" + hash) else {
      return nil
    }
    let name = replicaSet.dropLast(hash.count + 1)
    return name.isEmpty ? nil : String(name)
  }
}
