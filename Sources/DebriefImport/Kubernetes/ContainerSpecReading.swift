internal import DebriefModel
internal import DebriefParsing

/// Reads what a pod's containers are set up with, for the readiness check: an undated fact per container.
///
/// Reason `ContainerSpec`; attributes `image`, and `true` or `false` for `readiness_probe`, `liveness_probe`,
/// `startup_probe`, `memory_limit`, `cpu_limit`. Environment and commands may hold secrets and are not looked at.
struct ContainerSpecReading {
  let subject: Subject
  let identity: ObjectIdentity

  func read(_ spec: JSONValue?, into batch: inout EventBatch) {
    for container in spec?["containers"]?.elements ?? JSONValue.none { read(container: container, &batch) }
    // Init containers that are restarted always are sidecars (KEP-753).
    for container in spec?["initContainers"]?.elements ?? JSONValue.none
    where container["restartPolicy"]?.equals("Always") ?? false {
      read(container: container, &batch)
    }
  }

  private func read(container: JSONValue, _ batch: inout EventBatch) {
    guard let name = container["name"]?.string else { return }
    let limits = container["resources"]?["limits"]
    let facts: [(name: String, isSet: Bool)] = [
      ("readiness_probe", container["readinessProbe"] != nil), ("liveness_probe", container["livenessProbe"] != nil),
      ("startup_probe", container["startupProbe"] != nil), ("memory_limit", limits?["memory"] != nil),
      ("cpu_limit", limits?["cpu"] != nil),
    ]
    var attributes: [String: String] = [:]
    for fact in facts { attributes[fact.name] = fact.isSet ? "true" : "false" }
    if let image = container["image"]?.string { attributes[Attribute.image] = image }
    if let memory = limits?["memory"]?.scalarText { attributes["memory_limit_value"] = memory }
    var subject = subject
    subject.container = name
    let missing = facts.filter { !$0.isSet }.map { $0.name.split(separator: "_").joined(separator: " ") }
    batch.add(
      Event(
        time: nil, kind: .state, severity: .info, subject: subject, reason: "ContainerSpec",
        message: missing.isEmpty ? "probes and limits are set" : "not set: " + missing.joined(separator: ", "),
        attributes: attributes, identity: identity.fact("spec", name)))
  }
}
