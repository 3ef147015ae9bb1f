public import DebriefModel
internal import DebriefParsing

/// Reads commits as CSV: a header row, then one commit a row.
///
/// It claims a file only when the names of all its columns are known, an id, a time and a subject are among them, and the first
/// row's id is one of a commit.
public struct GitCommitsCSVImporter: Importer {
  public static let description = ImporterDescription(
    id: "git-commits-csv", title: "Commits as CSV", framing: .rows,
    summary: "Each row becomes a record with its author and subject; it changes nothing that runs by itself.",
    origin: "git log --format='%H,%an,%cI,\"%f\"' below a row of names: commit,author,date,subject")

  private static let vocabulary: [(meaning: String, names: Set<String>)] = [
    ("id", ["commit", "hash", "sha", "commit hash", "commit id", "revision"]),
    ("time", ["date", "commit date", "committed at", "committed date", "committer date", "timestamp", "time"]),
    ("authored", ["author date", "authored at", "authored date"]),
    ("subject", ["subject", "message", "title", "commit message", "summary"]),
    ("who", ["author", "author name", "committer", "user"]),
    ("link", ["email", "author email", "branch", "ref", "refs", "repository", "repo", "url", "body"]),
  ]

  private var columns: CSVColumns?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    guard let columns = CSVColumns.known(head, vocabulary, needed: ["id", "subject"]),
      let row = CSVColumns.firstRows(head)?.row
    else { return .no }
    let fields = CSVRow.fields(row.span, delimiter: columns.delimiter)
    return CommitRecord.isID(columns.field("id", fields)) ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    guard let columns else {
      columns = try CSVColumns.header(record, Self.vocabulary)
      return
    }
    let row = CSVRow.fields(record, delimiter: columns.delimiter)
    let id = columns.field("id", row)
    guard CommitRecord.isID(id) else { throw Rejection("a row without an id of 7 to 64 hex digits") }
    var commit = CommitRecord(id: id)
    commit.author = Prose.line(columns.field("who", row))
    commit.subject = Prose.line(columns.field("subject", row))
    commit.committed = CommitRecord.time(columns.field("time", row), &batch)
    commit.authored = CommitRecord.time(columns.field("authored", row), &batch)
    batch.add(commit.event(batch.place, &batch))
  }
}
