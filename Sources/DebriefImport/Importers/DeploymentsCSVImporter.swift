public import DebriefModel
internal import DebriefParsing

/// Reads a list of deployments kept as CSV: when, which service, which version, by whom.
///
/// It claims a file only when the names of all its columns are known, and time, service and version are among them.
public struct DeploymentsCSVImporter: Importer {
  public static let description = ImporterDescription(
    id: "deployments-csv", title: "Deployments as CSV", framing: .rows,
    summary: "Each row becomes a change of its service to its version, with who deployed it.",
    origin: "an export of a deployment tool or a query, with the columns time, service, version and who")

  private static let vocabulary: [(meaning: String, names: Set<String>)] = [
    ("date", ["date", "day"]),
    (
      "time",
      [
        "time", "timestamp", "datetime", "deployed at", "deployedat", "created at", "started at", "when", "deploy time",
        "deployment time", "finished at",
      ]
    ),
    (
      "service",
      ["service", "app", "application", "component", "deployment", "workload", "project", "repository", "repo"]
    ),
    (
      "version",
      ["version", "tag", "image", "release", "build", "revision", "sha", "commit", "to version", "new version"]
    ),
    ("before", ["from", "from version", "old version", "previous version", "previous"]),
    (
      "who", ["who", "user", "author", "deployer", "deployed by", "deployedby", "by", "actor", "triggered by", "owner"]
    ),
    ("environment", ["environment", "env", "stage"]),
    ("namespace", ["namespace", "ns"]),
    ("cluster", ["cluster", "region"]),
    ("status", ["status", "state", "result", "outcome"]),
    ("what", ["description", "message", "comment", "notes", "note", "change", "type", "action", "title"]),
    ("link", ["link", "url", "ticket", "id", "pipeline", "duration", "branch", "ref"]),
  ]

  private var columns: CSVColumns?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    CSVColumns.known(head, vocabulary, needed: ["service", "version"]) == nil ? .no : .certain
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    guard let columns else {
      columns = try CSVColumns.header(record, Self.vocabulary)
      return
    }
    let row = CSVRow.fields(record, delimiter: columns.delimiter)
    let field = { (meaning: String) in Prose.line(columns.field(meaning, row)) }
    guard !field("service").isEmpty else { throw Rejection("a row without a service") }
    var change = DeployedChange(service: field("service"), version: field("version"))
    (change.before, change.what, change.status) = (field("before"), field("what"), field("status"))
    (change.environment, change.actor) = (field("environment"), field("who"))
    (change.namespace, change.cluster) = (field("namespace"), field("cluster"))
    batch.add(change.event(columns.notedTime(row, &batch)))
  }
}
