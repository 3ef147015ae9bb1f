public import DebriefModel
internal import DebriefParsing

/// Reads objects as the API gives them, one by one or in lists: what their status remembers of the past, who owns and runs them.
///
/// A status is a snapshot: of a container only the last termination survives, of a condition the last transition, of a rollout
/// its ReplicaSet. Manifests have no status and are no evidence. Environment, data and annotations are never copied.
/// Fields: k8s.io/api core/v1, apps/v1, batch/v1, autoscaling/v2, discovery/v1; Argo CD `Application`.
public struct KubernetesObjectsImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubernetes-objects", title: "Kubernetes objects", framing: .mixed(elements: [["items"]]),
    summary:
      "Terminations, restarts, conditions and replicas become states, rollouts and scaling changes, owners and nodes relations.",
    origin: "kubectl get pods,nodes,deployments,replicasets,hpa,pvc -A -o json (or yaml)")

  private var reading = DumpReading()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    guard !ClusterInfoDumpImporter.hasLogs(head) else { return .no }
    return max(sniff(head.outline, head), head.capturedOutline.map { sniff($0, head) } ?? .no)
  }

  private static func sniff(_ outline: ObjectOutline, _ head: FileHead) -> Confidence {
    let kind = outline["kind"] ?? ""
    if (kind == "PodList" || kind == "NodeList"), (outline["apiVersion"] ?? "v1") == "v1" { return .certain }
    // The kind of a typed list in YAML follows its items, which do not always name theirs.
    for prefix in ["", "items[].", "[].", "object."] {
      let isList = kind.hasSuffix("List") && prefix == "items[]."
      let item = outline[prefix + "kind"] ?? (isList ? String(kind.dropLast(4)) : "")
      if outline.hasAny(prefix + "status.containerStatuses", prefix + "status.nodeInfo") {
        return item.isEmpty ? .likely : .certain
      }
      // A definition of a kind is no object of that kind.
      guard ObjectReading.isLive(outline, prefix), item != "Event", !outline.has(prefix + "spec.names") else {
        continue
      }
      if ObjectReading.kinds.contains(item) { return .certain }
      let hasConditions = outline.hasAny(
        prefix + "status.conditions[].lastTransitionTime", prefix + "status.conditions[].type")
      if hasConditions { return .likely }
    }
    // `kubectl get services,pods` begins with what nobody reads.
    let isMixed = kind == "List" && outline["items[].kind"] != "Event" && ObjectReading.isLive(outline, "items[].")
    return isMixed && mentions.contains(where: { head.contains($0) }) ? .likely : .no
  }

  private static let mentions: [StaticString] = [
    "\"kind\": \"Pod\"", "\"kind\":\"Pod\"", "kind: Pod\n", "\"kind\": \"ReplicaSet\"", "\"kind\":\"ReplicaSet\"",
    "kind: ReplicaSet\n", "\"kind\": \"Deployment\"", "\"kind\":\"Deployment\"", "kind: Deployment\n",
  ]

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reading.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reading.finish(into: &batch) }
}
