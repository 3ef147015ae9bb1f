internal import DebriefModel

/// A deployment as a change to the running system.
struct DeployedChange {
  var service: String
  var version: String
  var before = ""
  var what = ""
  var status = ""
  var environment = ""
  var actor = ""
  var isByPerson: Bool?
  var namespace = ""
  var cluster = ""
  /// Unique within the tool that deployed.
  var identity: EventIdentity?

  private static let failing: Set<String> = ["failure", "failed", "error", "errored", "aborted", "timed_out"]

  private var isRollback: Bool {
    let text = what.lowercased()
    return text.contains("rollback") || text.contains("roll back") || text.contains("rolled back")
      || text.contains("revert")
  }

  /// The event of the change; `kind` is for tools that name another one than a rollout.
  func event(_ time: EventTime?) -> Event {
    let isFailed = Self.failing.contains(status.lowercased())
    let change = isRollback ? "rollback" : "rollout"
    var attributes = [Attribute.change: change, "version": version, "environment": environment, "status": status]
    attributes[Attribute.actor] = actor
    attributes[Attribute.actorKind] = isByPerson.map { $0 ? "human" : "service" }
    return Event(
      time: time, kind: .change, severity: isFailed ? .warning : .notice,
      subject: service.isEmpty
        ? .none : Subject(cluster: cluster, namespace: namespace, kind: "Service", name: service),
      reason: isRollback ? "Rollback" : "Deployment", message: message(isFailed),
      attributes: attributes.filter { !$0.value.isEmpty }, identity: identity)
  }

  private func message(_ isFailed: Bool) -> String {
    var text = "\(isRollback ? "rollback" : "deployment") of \(service.isEmpty ? "an unnamed service" : service)"
    if !version.isEmpty { text += " to \(version)" }
    if !before.isEmpty { text += " from \(before)" }
    if !environment.isEmpty { text += " in \(environment)" }
    if isFailed { text += " did not succeed (\(status))" }
    return what.isEmpty ? text : "\(text): \(what)"
  }
}
