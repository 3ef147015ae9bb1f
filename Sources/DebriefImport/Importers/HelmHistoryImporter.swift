public import DebriefModel
internal import DebriefParsing

/// Reads `helm history RELEASE -o json` (or yaml): the revisions of one release.
///
/// The release and its namespace are not in it: they come from the path. Helm keeps the last ten revisions unless told
/// otherwise. Fields: helm.sh/helm/v3 cmd/helm/history.go `releaseInfo`; Helm 3.0 wrote times as Go's `time.String()`.
public struct HelmHistoryImporter: Importer {
  public static let description = ImporterDescription(
    id: "helm-history", title: "Helm history", framing: .objects(elements: []),
    summary: "Each revision becomes a change of its release, rollbacks told apart, failed and unfinished ones marked.",
    origin: "helm history RELEASE -n NAMESPACE -o json, kept as helm/NAMESPACE/RELEASE.json")

  private var fewest = Int.max

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    let keys = ["revision", "updated", "status", "chart", "description"]
    let isOwn = ["[].", ""].contains { prefix in
      keys.allSatisfy { outline.has(prefix + $0) } && !outline.has(prefix + "name")
    }
    return isOwn ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard root.isObject, let number = root["revision"]?.scalarText, !number.isEmpty else {
      throw Rejection("not a revision of a release")
    }
    let chart = root["chart"]?.string ?? ""
    let release = batch.release(HelmRelease(path: batch.context.path), chart: chart)
    HelmRevision(root, release).read(rank: 1, into: &batch)
    fewest = min(fewest, Int(number) ?? fewest)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if fewest > 1, fewest < Int.max {
      batch.note(.limit, "the history begins with revision \(fewest): earlier ones are not kept")
    }
  }
}
