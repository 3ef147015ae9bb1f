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

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    let prefixes = ["[].", "", "workflow_runs[].", "builds[]."]
    return prefixes.contains { CIShape(outline, $0) != nil } ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard root.isObject, let shape = CIShape(root) else {
      if root["total_count"] != nil || root["builds"] != nil { return }
      throw Rejection("neither a deployment nor a run of a known tool")
    }
    batch.add(CIRecord(root, shape, path: batch.context.path).event)
  }
}
