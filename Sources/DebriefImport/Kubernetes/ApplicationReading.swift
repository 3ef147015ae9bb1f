internal import DebriefModel
internal import DebriefParsing

/// Reads one Argo CD Application: its deployments, the last operation where it failed, health, and what it manages.
///
/// `status.history` holds successful syncs, ten by default. Fields: argoproj.io/v1alpha1 `ApplicationStatus`.
struct ApplicationReading {
  private static let workloads: Set<String> = ["Deployment", "StatefulSet", "DaemonSet", "Rollout", "Job", "CronJob"]
  private static let mostResources = 1000
  private static let unknown = "an unknown revision"

  private let application: JSONValue
  private let identity: ObjectIdentity
  private let subject: Subject

  init(_ application: JSONValue) throws(Rejection) {
    self.application = application
    identity = try ObjectIdentity(application)
    subject = Subject(namespace: identity.namespace, kind: "Application", name: identity.name)
  }

  func read(into batch: inout EventBatch) {
    OwnerReading.read(application, kind: "Application", into: &batch)
    let status = application["status"]
    readHistory(status?["history"], &batch)
    readOperation(status?["operationState"], &batch)
    readHealth(status, &batch)
    var count = 0
    for resource in status?["resources"]?.elements ?? JSONValue.none {
      guard count < Self.mostResources, let kind = resource["kind"]?.string, Self.workloads.contains(kind),
        let name = resource["name"]?.string
      else { continue }
      count += 1
      let managed = Subject(namespace: resource["namespace"]?.string ?? "", kind: kind, name: name)
      batch.add(Relation(.owns, from: subject, to: managed))
    }
  }

  private func readHistory(_ history: JSONValue?, _ batch: inout EventBatch) {
    var earlier: [String] = []
    for entry in history?.elements ?? JSONValue.none {
      let revision = Self.revision(entry)
      guard let deployed = Timestamp.rfc3339(entry["deployedAt"]) else { continue }
      let isReturn = earlier.contains(revision) && earlier.last != revision && revision != Self.unknown
      if earlier.count < 1000 { earlier.append(revision) }
      let started = Timestamp.rfc3339(entry["deployStartedAt"])?.start ?? deployed.start
      var time = deployed
      time.start = min(started, deployed.start)
      let id = entry["id"]?.scalarText ?? "\(deployed.start)"
      let change = isReturn ? "rollback" : "rollout"
      addChange(
        change, "\(isReturn ? "return" : "sync") to \(revision)", at: time, Self.actor(entry["initiatedBy"]),
        identity.fact("sync", id), &batch)
    }
  }

  /// The last operation; a successful one is in the history already.
  private func readOperation(_ state: JSONValue?, _ batch: inout EventBatch) {
    guard let state, let phase = state["phase"]?.string, phase != "Succeeded",
      let started = Timestamp.rfc3339(state["startedAt"])
    else { return }
    var time = started
    if let finished = Timestamp.rfc3339(state["finishedAt"]), finished.start > started.start {
      time.end = finished.start
    }
    let sync = state["syncResult"] ?? state["operation"]?["sync"]
    let text = state["message"]?.string.map { ": \($0.prefix(500))" } ?? ""
    addChange(
      "rollout", "sync to \(sync.map(Self.revision) ?? Self.unknown) \(phase)\(text)", at: time,
      Self.actor(state["operation"]?["initiatedBy"]), identity.fact("operation", "\(started.start)"),
      severity: phase == "Running" ? .notice : .error, &batch)
  }

  private func readHealth(_ status: JSONValue?, _ batch: inout EventBatch) {
    let health = status?["health"]?["status"]?.string ?? ""
    if !health.isEmpty, health != "Healthy" {
      let time = Timestamp.rfc3339(status?["health"]?["lastTransitionTime"]) ?? batch.timeSeen
      let isBad = health == "Degraded" || health == "Missing"
      addState("Health=\(health)", isBad ? .warning : .notice, "application is \(health)", at: time, &batch)
    }
    guard status?["sync"]?["status"]?.equals("OutOfSync") ?? false else { return }
    addState("OutOfSync", .notice, "the cluster differs from the repository", at: batch.timeSeen, &batch)
  }

  /// The revision, or those of several sources.
  private static func revision(_ entry: JSONValue) -> String {
    // YAML takes a short hash of digits alone for a number.
    if let revision = entry["revision"]?.scalarText, !revision.isEmpty { return revision }
    let several = (entry["revisions"]?.elements ?? JSONValue.none).prefix(10).compactMap(\.scalarText)
    return several.isEmpty ? unknown : several.joined(separator: ", ")
  }

  private static func actor(_ by: JSONValue?) -> String? {
    if let user = by?["username"]?.string, !user.isEmpty { return user }
    return by?["automated"]?.bool ?? false ? "argocd automated sync" : nil
  }

  private func addChange(
    _ change: String, _ message: String, at time: EventTime, _ actor: String?, _ identity: EventIdentity,
    severity: Severity = .notice, _ batch: inout EventBatch
  ) {
    var attributes = [Attribute.change: change]
    attributes[Attribute.actor] = actor
    batch.add(
      Event(
        time: time, kind: .change, severity: severity, subject: subject, reason: change, message: message,
        attributes: attributes, identity: identity))
  }

  private func addState(
    _ reason: String, _ severity: Severity, _ message: String, at time: EventTime?, _ batch: inout EventBatch
  ) {
    batch.add(
      Event(
        time: time, kind: .state, severity: severity, subject: subject, reason: reason, message: message,
        identity: identity.fact("state", reason)))
  }
}
