public import DebriefModel
internal import DebriefParsing

/// Reads `helm list -o json` (or yaml): the latest revision of each release.
///
/// It is the same change as in the history of the release, which tells more. Fields: helm.sh/helm/v3 cmd/helm/list.go
/// `releaseElement`; `updated` is Go's `time.String()`.
public struct HelmListImporter: Importer {
  public static let description = ImporterDescription(
    id: "helm-list", title: "Helm releases", framing: .objects(elements: []),
    summary: "The latest revision of each release becomes a change; together with a history it is one change.",
    origin: "helm list -A -o json")

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    let keys = ["name", "namespace", "revision", "updated", "status", "chart"]
    return ["[].", ""].contains { prefix in keys.allSatisfy { outline.has(prefix + $0) } } ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard root.isObject, let name = root["name"]?.string, !name.isEmpty else {
      throw Rejection("a release without a name")
    }
    let release = HelmRelease(namespace: root["namespace"]?.string ?? "", name: name)
    HelmRevision(root, release).read(rank: 0, into: &batch)
  }
}
