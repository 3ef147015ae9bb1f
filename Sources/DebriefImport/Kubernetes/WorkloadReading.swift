internal import DebriefModel
internal import DebriefParsing

/// Reads one Deployment, StatefulSet, DaemonSet, ReplicaSet or ReplicationController: wanted and ready replicas, conditions.
struct WorkloadReading {
  private let object: JSONValue
  private let kind: String
  private let identity: ObjectIdentity
  private let subject: Subject

  init(_ object: JSONValue, _ kind: String) throws(Rejection) {
    (self.object, self.kind) = (object, kind)
    identity = try ObjectIdentity(object)
    subject = Subject(namespace: identity.namespace, kind: kind, name: identity.name)
  }

  func read(into batch: inout EventBatch) throws(Rejection) {
    OwnerReading.read(object, kind: kind, into: &batch)
    ConditionReading(subject: subject, identity: identity, isBad: WorkloadConditions.isBad(kind: kind)).read(
      object["status"]?["conditions"], into: &batch)
    if object["status"] != nil { readReplicas(&batch) }
    if kind == "ReplicaSet" || kind == "ReplicationController" {
      try RolloutReading(object, kind).read(into: &batch)
    } else {
      readProgress(&batch)
    }
  }

  /// Wanted and ready; kinds count in their own words. nil where nothing is wanted any more.
  private var replicas: (ready: Int, wanted: Int)? {
    let status = object["status"]
    if kind == "DaemonSet" {
      guard let wanted = status?["desiredNumberScheduled"]?.int, wanted > 0 else { return nil }
      return (status?["numberReady"]?.int ?? 0, wanted)
    }
    // The API leaves zero replicas out of the status, and one out of old specs.
    guard let wanted = object["spec"]?["replicas"]?.int ?? status?["replicas"]?.int, wanted > 0 else { return nil }
    return (status?["readyReplicas"]?.int ?? 0, wanted)
  }

  private func readReplicas(_ batch: inout EventBatch) {
    guard let replicas, replicas.ready < replicas.wanted else { return }
    add(
      "ReplicasUnavailable", .warning, "\(replicas.ready) of \(replicas.wanted) replicas ready",
      ["ready": String(replicas.ready), "wanted": String(replicas.wanted)], &batch)
  }

  /// A rollout that is on its way, or held.
  private func readProgress(_ batch: inout EventBatch) {
    if object["spec"]?["paused"]?.bool ?? false { add("Paused", .notice, "rollouts are paused", [:], &batch) }
    guard let status = object["status"] else { return }
    let current = status["currentRevision"]?.string ?? ""
    let update = status["updateRevision"]?.string ?? ""
    let updated = status["updatedReplicas"]?.int ?? status["updatedNumberScheduled"]?.int ?? 0
    let isRolling = !current.isEmpty && !update.isEmpty && current != update
    if let replicas, isRolling || kind != "StatefulSet" && updated < replicas.wanted {
      add(
        "RolloutInProgress", .notice, "\(updated) of \(replicas.wanted) replicas are of the current version", [:],
        &batch)
    }
  }

  private func add(
    _ reason: String, _ severity: Severity, _ message: String, _ attributes: [String: String], _ batch: inout EventBatch
  ) {
    batch.add(
      Event(
        time: batch.timeSeen, kind: .state, severity: severity, subject: subject, reason: reason, message: message,
        attributes: attributes, identity: identity.fact("state", reason)))
  }
}
