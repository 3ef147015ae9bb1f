public import DebriefModel
internal import DebriefParsing

/// Reads commits as JSON: what GitHub and GitLab answer, and what a `--format` of `git log` writes as objects.
///
/// A list or one object a line. Fields: GitHub REST "List commits" (`sha`, `commit.committer.date`, `commit.message`), GitLab REST
/// "Commits" (`id`, `committed_date`, `title`), else `commit`, `hash` or `sha` with `date` and `subject` or `message`.
public struct GitCommitsImporter: Importer {
  public static let description = ImporterDescription(
    id: "git-commits", title: "Commits as JSON", framing: .objects(elements: []),
    summary: "Each commit becomes a record with its author and subject; it changes nothing that runs by itself.",
    origin:
      "gh api 'repos/OWNER/REPO/commits?since=…'; git log --format='{\"commit\":\"%H\",\"author\":\"%an\",\"date\":\"%cI\",\"subject\":\"%f\"}'"
  )

  private static let ids = ["commit", "hash", "sha", "id"]
  private static let dates = ["date", "committed_date", "committer_date", "commit_date"]
  private static let subjects = ["subject", "title", "message"]
  private var count = 0

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    guard outline.isJSON else { return .no }
    for prefix in ["[].", ""] {
      let has = { (key: String) in outline.has(prefix + key) }
      if has("sha"), has("commit.message"), has("commit.author.date") || has("commit.committer.date") {
        return .certain
      }
      if has("short_id"), has("committed_date") || has("authored_date") { return .certain }
      if isOwn(outline, prefix) { return .likely }
    }
    return .no
  }

  /// An id of a commit, when it was made, by whom, and what it says.
  private static func isOwn(_ outline: ObjectOutline, _ prefix: String) -> Bool {
    guard ["commit", "hash", "sha"].contains(where: { CommitRecord.isID(outline[prefix + $0] ?? "") }) else {
      return false
    }
    let author = ["author", "author_name", "author.name", "committer"].contains { outline.has(prefix + $0) }
    return author && dates.contains { outline.has(prefix + $0) } && subjects.contains { outline.has(prefix + $0) }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    if batch.role == .envelope { return }
    guard root.isObject, let id = Self.first(Self.ids, root), CommitRecord.isID(id) else {
      throw Rejection("not a commit: no id of 7 to 64 hex digits")
    }
    count += 1
    let inner = root["commit"].flatMap { $0.isObject ? $0 : nil } ?? root
    var commit = CommitRecord(id: id)
    commit.author = Prose.line(author(root, inner))
    commit.authored = Self.first(["authored_date", "author_date"], inner, "author").flatMap {
      CommitRecord.time($0, &batch)
    }
    commit.committed = Self.first(Self.dates, inner, "committer").flatMap { CommitRecord.time($0, &batch) }
    commit.subject = Prose.line(Self.first(Self.subjects, inner) ?? "")
    commit.isMerge =
      (root["parents"] ?? root["parent_ids"]).map { $0.elements.reduce(0) { sum, _ in sum + 1 } > 1 } ?? false
    batch.add(commit.event(batch.place, &batch))
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    guard [20, 30, 100].contains(count) else { return }
    batch.note(.limit, "exactly \(count) commits, as many as a page holds: earlier ones may be missing")
  }

  private func author(_ root: JSONValue, _ inner: JSONValue) -> String {
    if let author = inner["author"], author.isObject { return author["name"]?.string ?? "" }
    return Self.first(["author", "author_name"], inner) ?? root["committer"]?.string ?? ""
  }

  /// The first of the keys that holds a text or a number; else the `date` of the object `person`.
  private static func first(_ keys: [String], _ value: JSONValue, _ person: String? = nil) -> String? {
    for key in keys {
      if let text = value[name: key]?.scalarText, !text.isEmpty { return text }
    }
    return person.flatMap { value[name: $0]?["date"]?.string }
  }
}
