internal import DebriefModel
internal import DebriefParsing

/// Reads one Node: its conditions, and since when it takes no pods.
struct NodeReading {
  private let node: JSONValue
  private let identity: ObjectIdentity
  private let subject: Subject

  init(_ node: JSONValue) throws(Rejection) {
    self.node = node
    identity = try ObjectIdentity(node)
    subject = Subject(kind: "Node", name: identity.name)
  }

  func read(into batch: inout EventBatch) throws(Rejection) {
    ConditionReading(subject: subject, identity: identity, isBad: Self.isBad).read(
      node["status"]?["conditions"], into: &batch)
    guard node["spec"]?["unschedulable"]?.bool ?? false else { return }
    batch.add(
      Event(
        time: cordoned() ?? batch.timeSeen, kind: .state, severity: .notice, subject: subject, reason: "Unschedulable",
        message: "node takes no new pods", identity: identity.fact("unschedulable")))
  }

  /// The node controller stamps the taint it adds for a cordoned node.
  private func cordoned() -> EventTime? {
    for taint in node["spec"]?["taints"]?.elements ?? JSONValue.none
    where taint["key"]?.equals("node.kubernetes.io/unschedulable") ?? false {
      return Timestamp.rfc3339(taint["timeAdded"])
    }
    return nil
  }

  /// `Ready` is good when true, every other condition of a node (pressures, unavailable network) when false.
  static func isBad(_ type: String, _ status: String, _ reason: String) -> Bool {
    type == "Ready" ? status != "True" : status == "True"
  }
}
