internal import DebriefModel
internal import DebriefParsing

/// Reads one PersistentVolumeClaim or PersistentVolume: since when it waits, or that it was lost.
struct VolumeReading {
  private let volume: JSONValue
  private let kind: String
  private let identity: ObjectIdentity

  init(_ volume: JSONValue, _ kind: String) throws(Rejection) {
    (self.volume, self.kind) = (volume, kind)
    identity = try ObjectIdentity(volume)
  }

  func read(into batch: inout EventBatch) {
    OwnerReading.read(volume, kind: kind, into: &batch)
    let subject = Subject(namespace: identity.namespace, kind: kind, name: identity.name)
    let status = volume["status"]
    ConditionReading(subject: subject, identity: identity, isBad: { _, _, _ in false }).read(
      status?["conditions"], into: &batch)
    guard let phase = status?["phase"]?.string, !["Bound", "Available", "Released"].contains(phase) else { return }
    let word = kind == "PersistentVolume" ? "Volume" : "Claim"
    let storageClass = volume["spec"]?["storageClassName"]?.string.map { " (storage class \($0))" } ?? ""
    batch.add(
      Event(
        time: phase == "Pending" ? pendingSince : batch.timeSeen, kind: .state, severity: .warning, subject: subject,
        reason: "\(word)\(phase)",
        message: status?["message"]?.string ?? "\(word.lowercased()) is \(phase)\(storageClass)",
        identity: identity.fact("phase", phase)))
  }

  /// What is pending is so from its creation on.
  private var pendingSince: EventTime? {
    guard var time = Timestamp.rfc3339(volume["metadata"]?["creationTimestamp"]) else { return nil }
    time.basis = .creationTime
    return time
  }
}
