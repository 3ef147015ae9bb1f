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
    add(
      ContainerSpec(
        name: name, image: container["image"]?.string, hasReadiness: container["readinessProbe"] != nil,
        hasLiveness: container["livenessProbe"] != nil, hasStartup: container["startupProbe"] != nil,
        memoryLimit: limits?["memory"]?.scalarText, cpuLimit: limits?["cpu"]?.scalarText), into: &batch)
  }

  /// Adds what one container is set up with.
  func add(_ spec: ContainerSpec, into batch: inout EventBatch) {
    let facts: [(name: String, isSet: Bool)] = [
      ("readiness_probe", spec.hasReadiness), ("liveness_probe", spec.hasLiveness), ("startup_probe", spec.hasStartup),
      ("memory_limit", spec.memoryLimit != nil), ("cpu_limit", spec.cpuLimit != nil),
    ]
    var attributes: [String: String] = [:]
    for fact in facts { attributes[fact.name] = fact.isSet ? "true" : "false" }
    attributes[Attribute.image] = spec.image
    attributes["memory_limit_value"] = spec.memoryLimit
    var subject = subject
    subject.container = spec.name
    let missing = facts.filter { !$0.isSet }.map { $0.name.split(separator: "_").joined(separator: " ") }
    batch.add(
      Event(
        time: nil, kind: .state, severity: .info, subject: subject, reason: "ContainerSpec",
        message: missing.isEmpty ? "probes and limits are set" : "not set: " + missing.joined(separator: ", "),
        attributes: attributes, identity: identity.fact("spec", spec.name)))
  }
}

/// What a container is set up with.
struct ContainerSpec {
  var name: String
  var image: String?
  var hasReadiness = false
  var hasLiveness = false
  var hasStartup = false
  var memoryLimit: String?
  var cpuLimit: String?
}
