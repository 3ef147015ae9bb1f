public import DebriefModel
internal import DebriefParsing

/// Reads Pods and Nodes as the API gives them: what their status remembers of the past, and who owns and runs them.
///
/// A status is a snapshot: only the last termination of a container survives, earlier ones are known to exist and their
/// times are unknown (reason `Restarted`, undated, with their number). Environment variables and volumes are never copied.
/// Fields: k8s.io/api core/v1 `PodStatus`, `ContainerStatus`, `NodeStatus`.
public struct KubernetesPodsImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubernetes-pods", title: "Kubernetes pods and nodes", framing: .objects(elements: [["items"]]),
    summary:
      "Terminations, restarts, waiting reasons, evictions and conditions become states; owners and nodes become relations.",
    origin: "kubectl get pods,nodes -A -o json")

  private var others: [String: Int] = [:]

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    let kind = outline["kind"] ?? ""
    if (kind == "PodList" || kind == "NodeList"), (outline["apiVersion"] ?? "v1") == "v1" { return .certain }
    for prefix in ["", "items[].", "[].", "object."] {
      let kind = outline[prefix + "kind"]
      let isCore = (outline[prefix + "apiVersion"] ?? "v1") == "v1"
      let isObject = outline.hasAny(prefix + "metadata", prefix + "metadata.name", prefix + "spec", prefix + "status")
      if isCore, isObject, kind == "Pod" || kind == "Node" { return .certain }
      if outline.hasAny(prefix + "status.containerStatuses", prefix + "status.nodeInfo") { return .likely }
    }
    return .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not a JSON object") }
    if batch.role == .envelope || ListEnvelope.isEmpty(root) { return ListEnvelope.note(root, into: &batch) }
    guard let object = ListEnvelope.unwrapped(root) else { return }
    // The API leaves the kind out of the items of a typed list.
    let kind = object["kind"]?.string ?? Self.kind(byShape: object)
    switch kind {
    case "Pod": try PodReading(object).read(into: &batch)
    case "Node": try NodeReading(object).read(into: &batch)
    case "List", "PodList", "NodeList":
      for item in object["items"]?.elements ?? JSONValue.none { try readItem(item, &batch) }
    default:
      guard !kind.isEmpty else { throw Rejection("neither a Pod nor a Node: an object without kind") }
      countOther(kind)
      OwnerReading.read(object, kind: kind, into: &batch)
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    guard !others.isEmpty else { return }
    let list = others.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(10).map { "\($0.key) \($0.value)" }
    batch.note(.missing, "objects of other kinds were read for their owners only: " + list.joined(separator: ", "))
  }

  /// A list inside an element, as pages of lists in an array are.
  private mutating func readItem(_ item: JSONValue, _ batch: inout EventBatch) throws(Rejection) {
    switch item["kind"]?.string ?? Self.kind(byShape: item) {
    case "Pod": try PodReading(item).read(into: &batch)
    case "Node": try NodeReading(item).read(into: &batch)
    case let kind: countOther(kind)
    }
  }

  /// Counts an object that is neither; at most 1,000 kinds are told apart.
  private mutating func countOther(_ kind: String) {
    let name = others.count < 1000 ? String(kind.prefix(80)) : "further kinds"
    others[name, default: 0] += 1
  }

  private static func kind(byShape object: JSONValue) -> String {
    if object["spec"]?["containers"] != nil { return "Pod" }
    return object["status"]?["nodeInfo"] != nil ? "Node" : ""
  }
}
