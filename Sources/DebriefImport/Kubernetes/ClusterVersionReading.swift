internal import DebriefModel
internal import DebriefParsing

/// Reads OpenShift's ClusterVersion: the updates of the cluster, each a change from its start to its completion.
///
/// Fields: config.openshift.io/v1 `ClusterVersionStatus`.
struct ClusterVersionReading {
  private let version: JSONValue
  private let identity: ObjectIdentity

  init(_ version: JSONValue) throws(Rejection) {
    self.version = version
    identity = try ObjectIdentity(version)
  }

  func read(into batch: inout EventBatch) {
    let subject = Subject(kind: "ClusterVersion", name: identity.name)
    ConditionReading(subject: subject, identity: identity, isBad: WorkloadConditions.isBad(kind: subject.kind)).read(
      version["status"]?["conditions"], into: &batch)
    for entry in version["status"]?["history"]?.elements ?? JSONValue.none {
      guard let started = Timestamp.rfc3339(entry["startedTime"]) else { continue }
      var time = started
      if let done = Timestamp.rfc3339(entry["completionTime"]), done.start > started.start { time.end = done.start }
      let state = entry["state"]?.string ?? "unknown"
      batch.add(
        Event(
          time: time, kind: .change, severity: .notice, subject: subject, reason: "rollout",
          message: "cluster update to \(entry["version"]?.string ?? "an unknown version"): \(state)",
          attributes: [Attribute.change: "rollout"], identity: identity.fact("update", "\(started.start)")))
    }
  }
}
