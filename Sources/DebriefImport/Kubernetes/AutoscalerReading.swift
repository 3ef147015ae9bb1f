internal import DebriefModel
internal import DebriefParsing

/// Reads one HorizontalPodAutoscaler: its last scaling, whether it is at its limit, what keeps it from scaling.
struct AutoscalerReading {
  private let autoscaler: JSONValue
  private let identity: ObjectIdentity
  private let subject: Subject

  init(_ autoscaler: JSONValue) throws(Rejection) {
    self.autoscaler = autoscaler
    identity = try ObjectIdentity(autoscaler)
    subject = Subject(namespace: identity.namespace, kind: "HorizontalPodAutoscaler", name: identity.name)
  }

  func read(into batch: inout EventBatch) {
    OwnerReading.read(autoscaler, kind: subject.kind, into: &batch)
    let status = autoscaler["status"]
    ConditionReading(subject: subject, identity: identity, isBad: WorkloadConditions.isBad(kind: subject.kind)).read(
      status?["conditions"], into: &batch)
    if let time = Timestamp.rfc3339(status?["lastScaleTime"]) { addScaling(time, status, &batch) }
    let wanted = status?["desiredReplicas"]?.int ?? 0
    guard let most = autoscaler["spec"]?["maxReplicas"]?.int, most > 0, wanted >= most else { return }
    batch.add(
      Event(
        time: batch.timeSeen, kind: .state, severity: .notice, subject: subject, reason: "AtMaximum",
        message: "\(wanted) replicas wanted, which is the maximum", identity: identity.fact("state", "AtMaximum")))
  }

  private func addScaling(_ time: EventTime, _ status: JSONValue?, _ batch: inout EventBatch) {
    let target = autoscaler["spec"]?["scaleTargetRef"]
    let workload = Subject(
      namespace: identity.namespace, kind: target?["kind"]?.string ?? "", name: target?["name"]?.string ?? "")
    let now = status?["desiredReplicas"]?.int.map { "; \($0) replicas wanted when this was read" } ?? ""
    batch.add(
      Event(
        time: time, kind: .change, severity: .info, subject: workload.name.isEmpty ? subject : workload,
        reason: "scale", message: "last scaled by the horizontal pod autoscaler \(identity.name)\(now)",
        attributes: [Attribute.change: "scale"], identity: identity.fact("scaled", "\(time.start)")))
  }
}
