internal import DebriefModel
internal import DebriefParsing

/// What `kubectl describe` printed about one object, collected until the next one begins.
struct DescribedObject {
  /// Containers, conditions, events and pods kept of one object, each.
  static let most = 10_000

  struct Container {
    var status: ContainerStatus
    var spec: ContainerSpec
    var place: Provenance
  }

  struct Condition {
    var type: String
    var status: String
    var reason: String
    var message: String
    var time: EventTime?
    var place: Provenance
  }

  var place: Provenance
  /// The fields at the left margin.
  var fields: [String: String] = [:]
  var containers: [Container] = []
  var conditions: [Condition] = []
  var events: [(row: EventRow, place: Provenance)] = []
  /// Namespace and name of the pods on a node.
  var pods: [Subject] = []

  /// The value of a field; nil for `<none>` and its relatives.
  func field(_ name: String) -> String? {
    guard let value = fields[name], !value.isEmpty, !value.hasPrefix("<") else { return nil }
    return value
  }

  /// The kind, which describe does not print: by the fields that only this kind has; empty where none gives it away.
  var kind: String {
    if let kind = field("Kind"), field("API Version") != nil { return kind }
    if fields["Containers"] != nil, fields["Pod Template"] == nil { return "Pod" }
    return Self.marks.first { fields[$0.field] != nil }?.kind ?? ""
  }

  /// Fields of k8s.io/kubectl/pkg/describe that one kind alone has, in the order in which they are asked.
  private static let marks: [(field: String, kind: String)] = [
    ("QoS Class", "Pod"), ("Non-terminated Pods", "Node"), ("System Info", "Node"), ("Allocatable", "Node"),
    ("StrategyType", "Deployment"), ("NewReplicaSet", "Deployment"),
    ("Desired Number of Nodes Scheduled", "DaemonSet"), ("Schedule", "CronJob"), ("Parallelism", "Job"),
    ("Update Strategy", "StatefulSet"), ("Volume Claims", "StatefulSet"), ("Pods Status", "ReplicaSet"),
    ("Reclaim Policy", "PersistentVolume"), ("Used By", "PersistentVolumeClaim"),
    ("Mounted By", "PersistentVolumeClaim"),
    ("Min replicas", "HorizontalPodAutoscaler"), ("Session Affinity", "Service"), ("Default backend", "Ingress"),
    ("Subsets", "Endpoints"), ("AddressType", "EndpointSlice"), ("Provisioner", "StorageClass"),
    ("Mountable secrets", "ServiceAccount"),
  ]

  /// Whether the API keeps objects of this kind outside of namespaces.
  private static let clusterWide: Set<String> = ["Node", "PersistentVolume", "StorageClass", "Namespace"]

  /// Adds all that was printed; `around` knows what the command asked for.
  func read(_ around: CapturedText, _ rows: inout EventRows, into batch: inout EventBatch) {
    let own = kind
    let kind = own.isEmpty ? around.kind : own
    let namespace = Self.clusterWide.contains(kind) ? "" : field("Namespace") ?? around.namespace
    let subject = Subject(namespace: namespace, kind: kind, name: field("Name") ?? around.name)
    let identity = ObjectIdentity(namespace: namespace, name: subject.name)
    let last = batch.place
    batch.place = place
    readState(subject, identity, &batch)
    readConditions(subject, identity, &batch)
    for container in containers {
      batch.place = container.place
      container.status.read(subject, identity, into: &batch)
      ContainerSpecReading(subject: subject, identity: identity).add(container.spec, into: &batch)
    }
    for (row, place) in events {
      batch.place = place
      batch.add(rows.event(row, subject, &batch))
    }
    batch.place = last
  }

  private func readState(_ subject: Subject, _ identity: ObjectIdentity, _ batch: inout EventBatch) {
    if let owner = field("Controlled By")?.split(separator: "/", maxSplits: 1), owner.count == 2 {
      let from = Subject(namespace: subject.namespace, kind: String(owner[0]), name: String(owner[1]))
      batch.add(Relation(.owns, from: from, to: subject))
    }
    switch subject.kind {
    case "Pod": readPod(subject, identity, &batch)
    case "Node": readNode(subject, identity, &batch)
    case "PersistentVolumeClaim":
      guard let status = field("Status"), status != "Bound" else { break }
      add("Claim\(status)", "claim is \(status)", .warning, subject, identity, &batch)
    default: readReplicas(subject, identity, &batch)
    }
  }

  private func readPod(_ subject: Subject, _ identity: ObjectIdentity, _ batch: inout EventBatch) {
    if let node = field("Node")?.split(separator: "/").first {
      batch.add(Relation(.runsOn, from: subject, to: Subject(kind: "Node", name: String(node))))
    }
    if let time = field("Start Time").flatMap(DescribeLine.time) {
      batch.add(
        Event(
          time: time, kind: .state, severity: .info, subject: subject, reason: "PodStarted",
          message: "the kubelet took the pod", identity: identity.fact("started")))
    }
    guard let phase = field("Status")?.split(separator: " ").first, phase != "Running", phase != "Succeeded" else {
      return
    }
    let reason = field("Reason") ?? (phase == "Terminating" ? "Deleting" : "Pod\(phase)")
    let message = field("Message") ?? "pod is \(phase)"
    add(reason, message, phase == "Failed" ? .error : .warning, subject, identity, &batch)
  }

  private func readNode(_ subject: Subject, _ identity: ObjectIdentity, _ batch: inout EventBatch) {
    if field("Unschedulable") == "true" {
      add("Unschedulable", "node takes no new pods", .notice, subject, identity, &batch)
    }
    for pod in pods { batch.add(Relation(.runsOn, from: pod, to: subject)) }
  }

  /// `Replicas: 2 desired | 2 updated | 2 total | 1 available | 1 unavailable`.
  private func readReplicas(_ subject: Subject, _ identity: ObjectIdentity, _ batch: inout EventBatch) {
    guard let replicas = field("Replicas") else { return }
    for part in replicas.split(separator: "|") {
      let words = part.split(separator: " ")
      guard words.count == 2, words[1] == "unavailable", let count = Int(words[0]), count > 0 else { continue }
      add("ReplicasUnavailable", replicas, .warning, subject, identity, &batch)
    }
  }

  private func add(
    _ reason: String, _ message: String, _ severity: Severity, _ subject: Subject,
    _ identity: ObjectIdentity, _ batch: inout EventBatch
  ) {
    batch.add(
      Event(
        time: batch.timeSeen, kind: .state, severity: severity, subject: subject, reason: reason, message: message,
        identity: identity.fact("state", reason)))
  }

  private func readConditions(_ subject: Subject, _ identity: ObjectIdentity, _ batch: inout EventBatch) {
    let isBad = subject.kind == "Node" ? NodeReading.isBad : WorkloadConditions.isBad(kind: subject.kind)
    let reading = ConditionReading(subject: subject, identity: identity, isBad: isBad)
    for condition in conditions {
      batch.place = condition.place
      reading.add(
        condition.type, condition.status, reason: condition.reason, message: condition.message,
        at: condition.time ?? batch.timeSeen, into: &batch)
    }
    batch.place = place
  }
}
