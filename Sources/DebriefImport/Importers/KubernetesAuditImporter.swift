public import DebriefModel
internal import DebriefParsing

/// Reads the API server's audit log: each request once, and those that altered the system as changes.
///
/// One request leaves a record per stage; they share an identity, and the last stage is the one shown. Request bodies are
/// looked at for images, replicas and the like, and never copied. Fields: k8s.io/apiserver audit/v1 `Event`.
public struct KubernetesAuditImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubernetes-audit", title: "Kubernetes audit log", framing: .objects(elements: [["items"]]),
    summary:
      "Each request becomes one event; rollouts, scaling, cordons, configuration, policy, secrets and exec become changes.",
    origin: "the file named by kube-apiserver --audit-log-path")

  /// Where collectors put the record inside their own.
  private static let wrappers = [
    "object", "line", "log", "message", "textPayload", "jsonPayload", "_source", "audit", "event",
  ]

  private var images = KnownImages()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["", "items[].", "[]."] + wrappers.map({ $0 + "." }) {
      if (outline[prefix + "apiVersion"] ?? "").hasPrefix("audit.k8s.io") { return .certain }
      if outline.has(prefix + "auditID") && outline.has(prefix + "verb") && outline.has(prefix + "user.username") {
        return .likely
      }
    }
    // A record as text inside a collector's; docker's own files go to the importer of container logs.
    guard !outline.has("stream") else { return .no }
    let isWrapped = wrappers.contains { (outline[$0] ?? "").contains("\"audit.k8s.io") }
    return isWrapped ? .likely : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard root.isObject else { throw Rejection("not a JSON object") }
    if batch.role == .envelope || ListEnvelope.isEmpty(root) { return ListEnvelope.note(root, into: &batch) }
    guard let request = Self.unwrapped(root, &batch) else { throw Rejection("not an audit record: it has no auditID") }
    let reading = AuditReading(request)
    batch.add(reading.event(images))
    images.learn(from: reading)
  }

  /// The record itself, or the one inside a collector's record; nil where there is none.
  private static func unwrapped(_ root: JSONValue, _ batch: inout EventBatch) -> JSONValue? {
    if root["auditID"] != nil { return root }
    for key in wrappers {
      guard let inner = root[name: key] else { continue }
      if inner["auditID"] != nil { return inner }
      guard var text = inner.string, text.contains("auditID") else { continue }
      let parsed = text.withUTF8 { buffer in unsafe batch.parseInnerJSON(buffer.span) }
      if let parsed, parsed["auditID"] != nil { return parsed }
    }
    return nil
  }
}
