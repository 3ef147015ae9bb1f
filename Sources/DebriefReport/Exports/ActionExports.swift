public import DebriefModel

/// What the issue trackers get of an action item.
private struct Issue {
  let action: ActionItem
  let incident: IncidentAnalysis

  /// The text under the title: where it comes from and when it is done.
  var body: String {
    var lines = ["Follow-up of incident \(incident.incident.id): \(incident.incident.title)"]
    if action.suggested { lines.append("Suggested by the analysis" + (action.finding.map { " (\($0))" } ?? "") + ".") }
    if let doneWhen = action.doneWhen { lines.append("Done when: \(doneWhen)") }
    if let due = action.due { lines.append("Due: \(due)") }
    if let owner = action.owner { lines.append("Owner: \(owner)") }
    return VisibleText.of(lines.joined(separator: "\n\n"))
  }

  var labels: [String] { ["postmortem"] + (action.type.map { ["action:\($0)"] } ?? []) }

  /// The items that are still to be filed: not finished, and without a ticket.
  static func open(_ analysis: IncidentAnalysis) -> [Issue] {
    analysis.actions.filter { !$0.isFinished && ($0.ticket ?? "").isEmpty }.map {
      Issue(action: $0, incident: analysis)
    }
  }

  /// A table with one record for each open item.
  static func table(
    _ columns: [String], _ analysis: IncidentAnalysis, _ out: (String) throws -> Void, cells: (Issue) -> [String]
  ) throws -> [String] {
    try out(CSV.record(columns))
    for issue in open(analysis) { try out(CSV.record(cells(issue))) }
    return remarks(analysis)
  }

  var title: String { VisibleText.line(action.title) }

  static func remarks(_ analysis: IncidentAnalysis) -> [String] {
    let left = analysis.actions.count - open(analysis).count
    return left == 0 ? [] : ["left out: \(left) action \(left == 1 ? "item" : "items") finished or with a ticket"]
  }
}

/// A shell script that files the action items with GitHub's `gh`. Each text is one quoted word; nothing in it is expanded.
public struct GitHubIssuesExport: Export {
  public static let description = ExportDescription(
    id: "github", title: "the open action items as a script of gh issue create", fileName: "issues.sh")

  public private(set) var remarks: [String] = []

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    remarks = Issue.remarks(analysis)
    try out(
      "#!/bin/sh\n# Files the open action items as issues of the repository of the current folder. Read it, then run it.\n"
    )
    try out("set -eu\n")
    for issue in Issue.open(analysis) {
      let labels = issue.labels.map { " --label \(Self.quoted($0))" }.joined()
      try out(
        "\ngh issue create --title=\(Self.quoted(issue.title))\(labels) --body=\(Self.quoted(issue.body))\n")
    }
  }

  /// The text in single quotes, in which a shell expands nothing.
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// A CSV for Jira's importer: its columns are mapped by name. Source: Jira documentation, "Import data from a CSV file".
public struct JiraIssuesExport: Export {
  public static let description = ExportDescription(
    id: "jira", title: "the open action items as CSV for Jira's importer", fileName: "jira.csv")

  public private(set) var remarks: [String] = []

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    remarks = try Issue.table(
      ["Summary", "Issue Type", "Priority", "Assignee", "Due Date", "Labels", "Labels", "Description"], analysis, out
    ) { issue in
      [
        issue.title, "Task", issue.action.priority ?? "", issue.action.owner ?? "", issue.action.due ?? "",
        issue.labels.first ?? "", issue.labels.dropFirst().first ?? "", issue.body,
      ]
    }
  }
}

/// A CSV for GitLab's importer, which takes title, description and due date. Source: GitLab documentation, "Importing issues from CSV".
public struct GitLabIssuesExport: Export {
  public static let description = ExportDescription(
    id: "gitlab", title: "the open action items as CSV for GitLab's importer", fileName: "gitlab.csv")

  public private(set) var remarks: [String] = []

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    remarks = try Issue.table(["title", "description", "due_date"], analysis, out) { issue in
      [issue.title, issue.body, issue.action.due ?? ""]
    }
  }
}

/// A CSV for Linear's importer; the due date, which it does not take, stands in the description. Source: Linear documentation, "Import issues".
public struct LinearIssuesExport: Export {
  public static let description = ExportDescription(
    id: "linear", title: "the open action items as CSV for Linear's importer", fileName: "linear.csv")

  public private(set) var remarks: [String] = []

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    remarks = try Issue.table(["Title", "Description", "Priority", "Status", "Assignee", "Labels"], analysis, out) {
      issue in
      [
        issue.title, issue.body, issue.action.priority ?? "", "", issue.action.owner ?? "",
        issue.labels.joined(separator: ", "),
      ]
    }
  }
}
