internal import DebriefModel
internal import DebriefParsing

/// What a request changed, when it altered the system and was not the routine of a controller.
///
/// Kinds: rollout, rollback, scale, cordon, config, policy, secret, exec, create, delete (`Attribute.change`). Where the
/// body was not recorded the message says so instead of guessing.
struct AuditChange {
  var kind: String
  /// The kind, but for `uncordon`.
  var reason: String
  var message: String
  var attributes: [String: String]

  static let workloads = ["deployments", "statefulsets", "daemonsets"]
  private static let mutating = ["create", "update", "patch", "delete", "deletecollection"]
  /// Written all the time by controllers and kubelets, whoever they are.
  private static let routine = [
    "leases", "endpoints", "endpointslices", "events", "tokenreviews", "subjectaccessreviews",
    "localsubjectaccessreviews",
    "selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews", "csinodes", "controllerrevisions",
    "podmetrics",
    "componentstatuses",
  ]
  private static let policies = [
    "networkpolicies", "roles", "rolebindings", "clusterroles", "clusterrolebindings", "resourcequotas", "limitranges",
    "poddisruptionbudgets", "mutatingwebhookconfigurations", "validatingwebhookconfigurations",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings", "podsecuritypolicies", "securitycontextconstraints", "priorityclasses",
  ]

  private init(_ kind: String, reason: String? = nil, _ message: String, _ attributes: [String: String] = [:]) {
    (self.kind, self.reason, self.message) = (kind, reason ?? kind, message)
    self.attributes = attributes
    self.attributes[Attribute.change] = kind
  }

  /// The change that a record tells of; nil for reads, failures, dry runs and routine.
  static func of(_ reading: AuditReading, _ images: KnownImages) -> AuditChange? {
    guard reading.succeeded, !reading.uri.contains("dryRun=") else { return nil }
    if ["exec", "attach", "portforward"].contains(reading.subresource) { return exec(reading) }
    guard mutating.contains(reading.verb), !isRoutine(reading) else { return nil }
    let name = name(reading.subject)
    switch reading.resource {
    case "secrets": return AuditChange("secret", "\(past(reading.verb)) \(name)")
    case "nodes": return node(reading, name)
    case let resource where policies.contains(resource): return AuditChange("policy", "\(past(reading.verb)) \(name)")
    case "configmaps": return AuditChange("config", "\(past(reading.verb)) \(name)")
    default: return other(reading, images, name)
    }
  }

  /// Controllers of the cluster and kubelets at work. Scaling by the autoscaler does alter the system and is not routine.
  private static func isRoutine(_ reading: AuditReading) -> Bool {
    let user = reading.user
    if user == "system:serviceaccount:kube-system:horizontal-pod-autoscaler" && reading.subresource == "scale" {
      return false
    }
    if routine.contains(reading.resource) || ["status", "token", "finalizers", "binding"].contains(reading.subresource)
    {
      return true
    }
    if user.hasPrefix("system:node:") || user.hasPrefix("system:kube-") || user == "system:apiserver"
      || user.hasPrefix("system:serviceaccount:kube-system:")
    {
      return true
    }
    let annotations = (reading.record["requestObject"] ?? reading.record["responseObject"])?["metadata"]?["annotations"]
    return annotations?["control-plane.alpha.kubernetes.io/leader"] != nil
  }

  /// The command of an exec may hold a password and is not copied.
  private static func exec(_ reading: AuditReading) -> AuditChange {
    let target = reading.subject.container.isEmpty ? "" : ", container \(reading.subject.container)"
    return AuditChange("exec", "\(reading.subresource) on \(name(reading.subject))\(target)")
  }

  private static func node(_ reading: AuditReading, _ name: String) -> AuditChange {
    guard reading.verb == "patch" || reading.verb == "update" else {
      return AuditChange(reading.verb == "create" ? "create" : "delete", "\(past(reading.verb)) \(name)")
    }
    let body = reading.record["requestObject"]
    if let spec = body?["spec"], let cordon = spec.member("unschedulable") {
      let isOn = cordon.bool ?? false
      if isOn { return AuditChange("cordon", "cordoned \(name): it takes no new pods") }
      if reading.verb == "patch" { return AuditChange("cordon", reason: "uncordon", "uncordoned \(name)") }
    }
    return AuditChange("config", "\(past(reading.verb)) \(name)" + (body == nil ? unrecorded : ""))
  }

  private static func other(_ reading: AuditReading, _ images: KnownImages, _ name: String) -> AuditChange {
    if reading.subresource == "scale" {
      return scale(reading, reading.record["requestObject"]?["spec"]?["replicas"]?.int, name)
    }
    if reading.subresource == "eviction" { return AuditChange("delete", "evicted \(name)") }
    switch reading.verb {
    case "create" where reading.subresource == "rollback": return AuditChange("rollback", "rolled back \(name)")
    case "create": return AuditChange("create", "created \(name)", imageAttributes(createdImages(reading), [:]))
    case "delete", "deletecollection": return AuditChange("delete", "\(past(reading.verb)) \(name)")
    default:
      guard workloads.contains(reading.resource) else { return AuditChange("config", "\(past(reading.verb)) \(name)") }
      return WorkloadPatch(reading).change(images, name)
    }
  }

  private static func createdImages(_ reading: AuditReading) -> [String: String] {
    let body = reading.record["requestObject"]
    return KnownImages.images(in: body?["spec"]?["template"] ?? (reading.resource == "pods" ? body : nil))
  }

  static let unrecorded = "; what changed was not recorded"

  static func scale(_ reading: AuditReading, _ replicas: Int?, _ name: String) -> AuditChange {
    guard let replicas else { return AuditChange("scale", "scaled \(name)\(unrecorded)") }
    return AuditChange("scale", "scaled \(name) to \(replicas) replicas", ["replicas": String(replicas)])
  }

  static func rollback(_ name: String, _ attributes: [String: String]) -> AuditChange {
    AuditChange("rollback", "rolled back \(name)", attributes)
  }

  static func rollout(_ text: String, _ attributes: [String: String] = [:]) -> AuditChange {
    AuditChange("rollout", text, attributes)
  }

  static func config(_ text: String) -> AuditChange { AuditChange("config", text) }

  /// The images after a change, and those before it where known.
  static func imageAttributes(_ after: [String: String], _ before: [String: String]) -> [String: String] {
    let changed = after.filter { before[$0.key] != $0.value }.sorted { $0.key < $1.key }
    guard !changed.isEmpty else { return [:] }
    var attributes = [Attribute.image: changed.map(\.value).joined(separator: ", ")]
    let old = changed.compactMap { before[$0.key] }
    if !old.isEmpty { attributes["image_before"] = old.joined(separator: ", ") }
    return attributes
  }

  /// `Deployment shop/payments`, as far as known.
  static func name(_ subject: Subject) -> String {
    let path = [subject.namespace, subject.name].filter { !$0.isEmpty }.joined(separator: "/")
    return path.isEmpty ? subject.kind : "\(subject.kind) \(path)"
  }

  static func past(_ verb: String) -> String {
    [
      "create": "created", "update": "updated", "patch": "patched", "delete": "deleted",
      "deletecollection": "deleted all",
    ][verb] ?? verb
  }
}
