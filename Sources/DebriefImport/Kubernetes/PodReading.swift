internal import DebriefModel
internal import DebriefParsing

/// Reads one Pod.
struct PodReading {
  private let pod: JSONValue
  private let identity: ObjectIdentity
  private let subject: Subject

  init(_ pod: JSONValue) throws(Rejection) {
    self.pod = pod
    identity = try ObjectIdentity(pod)
    subject = Subject(namespace: identity.namespace, kind: "Pod", name: identity.name)
  }

  func read(into batch: inout EventBatch) throws(Rejection) {
    readCreation(&batch)
    readDeletion(&batch)
    readPhase(&batch)
    ConditionReading(subject: subject, identity: identity, isBad: Self.isBad).read(
      pod["status"]?["conditions"], into: &batch)
    for status in ContainerStatus.all(of: pod) { status.read(subject, identity, into: &batch) }
    ContainerSpecReading(subject: subject, identity: identity).read(pod["spec"], into: &batch)
    OwnerReading.read(pod, kind: "Pod", into: &batch)
    if let node = pod["spec"]?["nodeName"]?.string, !node.isEmpty {
      batch.add(Relation(.runsOn, from: subject, to: Subject(kind: "Node", name: node)))
    }
  }

  private func readCreation(_ batch: inout EventBatch) {
    guard let created = Timestamp.rfc3339(pod["metadata"]?["creationTimestamp"]) else { return }
    batch.add(
      Event(
        time: created, kind: .state, severity: .info, subject: subject, reason: "PodCreated", message: "pod created",
        identity: identity.fact("created")))
  }

  /// `deletionTimestamp` is when the pod is to be gone: the request plus the grace period.
  private func readDeletion(_ batch: inout EventBatch) {
    guard let metadata = pod["metadata"], var time = Timestamp.rfc3339(metadata["deletionTimestamp"]) else { return }
    let grace = min(max(metadata["deletionGracePeriodSeconds"]?.int ?? 0, 0), 1 << 30)
    time.start = time.start - .seconds(Double(grace))
    time.end = time.start
    batch.add(
      Event(
        time: time, kind: .state, severity: .notice, subject: subject, reason: "Deleting",
        message: "deletion was requested, \(grace) s to finish",
        attributes: ["deletion_timestamp": metadata["deletionTimestamp"]?.string ?? ""],
        identity: identity.fact("deleting")))
  }

  private func readPhase(_ batch: inout EventBatch) {
    guard let status = pod["status"], let phase = status["phase"]?.string else { return }
    guard phase != "Running", phase != "Succeeded" else { return }
    let reason = status["reason"]?.string ?? "Pod\(phase)"
    let isFailed = phase == "Failed"
    batch.add(
      Event(
        time: isFailed ? failureTime(status) ?? batch.timeSeen : pendingSince(phase), kind: .state,
        severity: isFailed ? .error : .warning, subject: subject, reason: reason,
        message: status["message"]?.string ?? "pod is \(phase)", attributes: ["phase": phase],
        identity: identity.fact("phase", phase, reason)))
  }

  /// When a failed pod failed: its disruption, else the end of its last container. nil where the status tells neither.
  private func failureTime(_ status: JSONValue) -> EventTime? {
    for condition in status["conditions"]?.elements ?? JSONValue.none
    where condition["type"]?.equals("DisruptionTarget") ?? false {
      if let time = Timestamp.rfc3339(condition["lastTransitionTime"]) { return time }
    }
    var latest: EventTime?
    for container in status["containerStatuses"]?.elements ?? JSONValue.none {
      guard let time = Timestamp.rfc3339(container["state"]?["terminated"]?["finishedAt"]) else { continue }
      if time.start > latest?.start ?? Instant(nanoseconds: .min) { latest = time }
    }
    return latest
  }

  /// A pod is pending from its creation on.
  private func pendingSince(_ phase: String) -> EventTime? {
    guard phase == "Pending", var time = Timestamp.rfc3339(pod["metadata"]?["creationTimestamp"]) else { return nil }
    time.basis = .creationTime
    return time
  }

  /// Conditions of a pod are good when true, but for the one that announces its end.
  static func isBad(_ type: String, _ status: String, _ reason: String) -> Bool {
    if type == "DisruptionTarget" { return status == "True" }
    return status != "True" && reason != "PodCompleted"
  }
}
