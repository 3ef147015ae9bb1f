public import DebriefModel
internal import DebriefParsing

/// Reads what GitHub, GitLab and Jenkins say about deployments and runs.
///
/// A deployment is a change. A run or a pipeline is one only when its name speaks of deploying, releasing or rolling back; the
/// others are kept as records that change nothing. Fields: GitHub REST "Deployments" and "Workflow runs", `gh run list --json`;
/// GitLab REST "Deployments" and "Pipelines"; Jenkins `…/api/json`.
public struct CIDeploymentsImporter: Importer {
  public static let description = ImporterDescription(
    id: "ci-deployments", title: "Deployments and runs of GitHub, GitLab and Jenkins",
    framing: .objects(elements: [["workflow_runs"], ["builds"]]),
    summary: "Each deployment becomes a change; runs that do not deploy are kept as records.",
    origin: "gh api repos/OWNER/REPO/deployments; gh run list --json …; GitLab GET /projects/ID/deployments")

  /// Records of the current document.
  private var count = 0
  private var hasEnvelope = false

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    let prefixes = ["[].", "", "workflow_runs[].", "builds[]."]
    return prefixes.contains { CIShape(outline, $0) != nil } ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return readEnvelope(root, &batch) }
    guard root.isObject, let shape = CIShape(root) else {
      if root["total_count"] != nil || root["builds"] != nil { return }
      throw Rejection("neither a deployment nor a run of a known tool")
    }
    count += 1
    batch.add(CIRecord(root, shape, path: batch.context.path).event)
  }

  /// GitHub tells how many there are of which this is a page.
  private mutating func readEnvelope(_ root: JSONValue, _ batch: inout EventBatch) {
    if let all = root["total_count"]?.int, all > count {
      batch.note(.limit, "\(count) of \(all) runs are on this page: the others are missing")
    }
    (count, hasEnvelope) = (0, true)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    // What gh, GitHub and GitLab give when they are not asked for more, and the most that they give.
    guard !hasEnvelope, [20, 30, 100].contains(count) else { return }
    batch.note(.limit, "exactly \(count) records, as many as a page holds: earlier ones may be missing")
  }
}
