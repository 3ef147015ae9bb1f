internal import GRDB

/// What the store looks like to those who ask it in SQL: the stable views, then the tables behind them.
public struct SchemaDocument: Sendable {
  /// A column of a view or table.
  public struct Column: Hashable, Sendable {
    public let name: String
    /// An SQLite type.
    public let type: String
    /// What it holds; empty for tables.
    public let meaning: String

    init(_ name: String, _ type: String, _ meaning: String) {
      (self.name, self.type, self.meaning) = (name, type, meaning)
    }
  }

  /// A view or table.
  public struct Relation: Hashable, Sendable {
    public let name: String
    public let purpose: String
    public let columns: [Column]
  }

  /// The tables, full-text indexes included, their shadow tables left out.
  public let tables: [Relation]
  /// The views' columns as the store has them, by view: what the documented ones are checked against.
  public let viewColumns: [String: [String]]

  /// Reads the schema of the current version.
  public init() throws {
    let store = try Store.inMemory()
    (tables, viewColumns) = try store.queue.read { db in
      let tables = try (Migration001Events.tables + Migration005Summaries.tables).compactMap { sql in
        try Self.table(sql, db)
      }
      var columns: [String: [String]] = [:]
      for view in Self.views { columns[view.name] = try Self.columns(of: view.name, db).map { $0.name } }
      return (tables, columns)
    }
  }

  private static func table(_ sql: String, _ db: Database) throws -> Relation? {
    let lines = sql.split(separator: "\n").map { $0.drop { $0 == " " } }
    let comment = lines.prefix { $0.hasPrefix("-- ") }.map { $0.dropFirst(3) }.joined(separator: " ")
    guard let create = lines.first(where: { $0.hasPrefix("CREATE TABLE ") || $0.hasPrefix("CREATE VIRTUAL TABLE ") })
    else { return nil }
    let words = create.split(separator: " ")
    guard let position = words.firstIndex(of: "TABLE"), position + 1 < words.count else { return nil }
    let name = String(words[position + 1])
    return Relation(name: name, purpose: comment, columns: try columns(of: name, db))
  }

  private static func columns(of name: String, _ db: Database) throws -> [Column] {
    try Row.fetchAll(db, sql: "SELECT name, type FROM pragma_table_info(?)", arguments: [name]).map { row in
      Column(row["name"], row["type"], "")
    }
  }
}

extension SchemaDocument {
  private static let time = "RFC 3339 in UTC, with the decimals the source stated"

  /// The stable views: what queries may rely on.
  public static let views = [
    Relation(
      name: "sources", purpose: "One row for each imported file or stream.",
      columns: [
        Column("id", "INTEGER", "number of the source, as `events.source` refers to it"),
        Column("incident", "TEXT", "id of the incident"),
        Column("path", "TEXT", "path below the incident's folder"),
        Column("format", "TEXT", "id of the importer; empty when none claims the file"),
        Column("sha256", "TEXT", "hash of the content, 64 hex digits"),
        Column("bytes", "INTEGER", "size"),
        Column("events", "INTEGER", "events read, those merged into others included"),
        Column("samples", "INTEGER", "samples read"),
        Column("rejected", "INTEGER", "records that could not be read"),
      ]),
    Relation(
      name: "events", purpose: "One row for each thing that happened; records of one identity are merged.",
      columns: [
        Column("id", "TEXT", "derived from content and place, stable over re-imports"),
        Column("incident", "TEXT", "id of the incident"),
        Column("source", "INTEGER", "`sources.id`"),
        Column("line", "INTEGER", "line on which the record begins, from 1; 0 where the format has no lines"),
        Column("byte", "INTEGER", "byte at which the record begins, from 0"),
        Column("start", "TEXT", "first occurrence: \(time); NULL when the source gives no time"),
        Column("end", "TEXT", "last occurrence; what lies between is not known"),
        Column("count", "INTEGER", "occurrences this record stands for"),
        Column(
          "kind", "TEXT", "kubernetes, log, alert, change, audit, state, trace, page, chat or annotation"),
        Column("severity", "TEXT", "unknown, debug, info, notice, warning, error or critical"),
        Column("cluster", "TEXT", "empty when not said"),
        Column("namespace", "TEXT", "empty when not said"),
        Column("subject_kind", "TEXT", "kind of the subject, e.g. Pod"),
        Column("subject", "TEXT", "name of the subject"),
        Column("container", "TEXT", "empty when not said"),
        Column("reason", "TEXT", "a short machine word, e.g. BackOff"),
        Column("message", "TEXT", "the text, as the source has it"),
        Column("pattern", "INTEGER", "`patterns.id`; NULL where no pattern was worked out"),
      ]),
    Relation(
      name: "samples", purpose: "One row for each value of a metric.",
      columns: [
        Column("incident", "TEXT", "id of the incident"),
        Column("source", "INTEGER", "`sources.id`"),
        Column("metric", "TEXT", "name of the metric"),
        Column("labels", "TEXT", "JSON object of strings, sorted by key"),
        Column("at", "TEXT", "RFC 3339 in UTC, to the millisecond"),
        Column("value", "REAL", "NULL is NaN"),
      ]),
    Relation(
      name: "patterns", purpose: "One row for each log pattern.",
      columns: [
        Column("id", "INTEGER", "as `events.pattern` refers to it"),
        Column("pattern", "TEXT", "the text with `<*>` where messages differ"),
      ]),
    Relation(
      name: "rejections", purpose: "One row for each record that could not be read.",
      columns: [
        Column("source", "INTEGER", "`sources.id`"),
        Column("line", "INTEGER", "line on which the record begins"),
        Column("byte", "INTEGER", "byte at which the record begins"),
        Column("reason", "TEXT", "why it could not be read"),
        Column("excerpt", "TEXT", "the first bytes of the record"),
      ]),
  ]
}
