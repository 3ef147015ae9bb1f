internal import DebriefModel
internal import DebriefParsing

/// Tells what an update of a Deployment, StatefulSet or DaemonSet changed, from its body: a whole object, a merge patch
/// or a JSON patch. kubectl names its command in `fieldManager` (kubectl/pkg/cmd/rollout: `kubectl-rollout`).
struct WorkloadPatch {
  private let reading: AuditReading
  private let body: JSONValue?

  init(_ reading: AuditReading) {
    self.reading = reading
    body = reading.record["requestObject"]
  }

  func change(_ images: KnownImages, _ name: String) -> AuditChange {
    let before = images.images(of: reading)
    let after = templateImages()
    let attributes = AuditChange.imageAttributes(after, before)
    if isRollback { return .rollback(name, attributes) }
    guard let body else {
      let command = isRolloutCommand ? "kubectl rollout on" : AuditChange.past(reading.verb)
      return .rollout("\(command) \(name)\(AuditChange.unrecorded)")
    }
    if body.isArray { return jsonPatch(body, name, attributes) }
    let spec = body["spec"]
    if let template = spec?["template"] {
      if template["metadata"]?["annotations"]?["kubectl.kubernetes.io/restartedAt"] != nil && after.isEmpty {
        return .rollout("restarted \(name)")
      }
      return .rollout(rolloutText(name, after, before), attributes)
    }
    if let replicas = spec?["replicas"]?.int { return AuditChange.scale(reading, replicas, name) }
    if let paused = spec?["paused"]?.bool { return .rollout("\(paused ? "paused" : "resumed") the rollout of \(name)") }
    return .config("\(AuditChange.past(reading.verb)) \(name)" + (spec == nil ? ": metadata only" : ""))
  }

  private func rolloutText(_ name: String, _ after: [String: String], _ before: [String: String]) -> String {
    let changed = after.filter { before[$0.key] != $0.value }.sorted { $0.key < $1.key }
    guard !changed.isEmpty else { return "changed the pod template of \(name)" }
    let list = changed.map { container, image in
      before[container].map { "image of \(container) from \($0) to \(image)" }
        ?? "image of \(container) set to \(image)"
    }
    return "\(name): " + list.joined(separator: ", ")
  }

  private func templateImages() -> [String: String] {
    guard let body else { return [:] }
    guard body.isArray else { return KnownImages.images(in: body["spec"]?["template"]) }
    for operation in body.elements where operation["path"]?.equals("/spec/template") ?? false {
      return KnownImages.images(in: operation["value"])
    }
    return [:]
  }

  private func jsonPatch(_ operations: JSONValue, _ name: String, _ attributes: [String: String]) -> AuditChange {
    for operation in operations.elements {
      let path = operation["path"]?.string ?? ""
      if path == "/spec/replicas" { return AuditChange.scale(reading, operation["value"]?.int, name) }
      if path.hasPrefix("/spec/template") {
        guard path.hasSuffix("/image"), let image = operation["value"]?.string else {
          return .rollout("changed the pod template of \(name)", attributes)
        }
        return .rollout("\(name): image set to \(image)", [Attribute.image: image])
      }
    }
    return .config("\(AuditChange.past(reading.verb)) \(name)")
  }

  private var isRolloutCommand: Bool { reading.uri.contains("fieldManager=kubectl-rollout") }

  /// `kubectl rollout undo` replaces the whole template by a JSON patch; older versions left an annotation.
  private var isRollback: Bool {
    let agent = reading.userAgent
    if agent.contains("rollout") && agent.contains("undo") { return true }
    guard let body else { return false }
    if body.isArray {
      return isRolloutCommand && body.elements.contains { $0["path"]?.equals("/spec/template") ?? false }
    }
    return body["metadata"]?["annotations"]?["deprecated.deployment.rollback.to"] != nil
  }
}
