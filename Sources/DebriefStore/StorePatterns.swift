internal import DebriefModel
internal import GRDB

extension StoreEvidence {
  /// A log event as far as patterns need it.
  public struct LogLine {
    public var message: String
    /// The type of the exception and its top frame, where a stack trace was joined.
    public var exception: String?
  }

  /// How many rows are held while they are written.
  private static let batch = 5000

  /// Calls `body` with every log event, in the order of import. Memory does not grow with their number.
  public func forEachLogLine(_ body: (LogLine) -> Void) throws {
    try queue.read { db in
      var last: Int64 = 0
      while let rows = try logLines(after: last, db) {
        for row in rows {
          body(row.line)
          last = row.id
        }
      }
    }
  }

  /// Sets the pattern of every log event; rows that have it already are left alone. One transaction.
  public func setPatterns(_ pattern: (LogLine) -> String) throws {
    try queue.write { db in
      var known = try Dictionary(
        Row.fetchAll(db, sql: "SELECT text, id FROM pattern").map { ($0[0] as String, $0[1] as Int64) },
        uniquingKeysWith: { first, _ in first })
      var update = try BoundStatement(db, "UPDATE event SET pattern = ? WHERE id = ?")
      var (last, changed) = (Int64(0), false)
      while let rows = try logLines(after: last, db) {
        for row in rows {
          last = row.id
          let number = try number(of: pattern(row.line), &known, db)
          guard number != row.pattern else { continue }
          update.bind(number)
          update.bind(row.id)
          try update.run(db)
          changed = true
        }
      }
      guard changed else { return }
      try db.execute(
        sql: "DELETE FROM pattern WHERE id NOT IN (SELECT pattern FROM event WHERE pattern IS NOT NULL)")
    }
  }

  private func number(of text: String, _ known: inout [String: Int64], _ db: Database) throws -> Int64 {
    if let number = known[text] { return number }
    try db.execute(sql: "INSERT INTO pattern (text) VALUES (?)", arguments: [text])
    known[text] = db.lastInsertedRowID
    return db.lastInsertedRowID
  }

  /// The next rows; nil at the end.
  private func logLines(after last: Int64, _ db: Database) throws -> [(id: Int64, pattern: Int64?, line: LogLine)]? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT e.id, e.pattern, e.message, json_extract(a.json, '$.' || ?) FROM event e
        LEFT JOIN attributes a ON a.id = e.attributes
        WHERE e.id > ? AND e.incident = ? AND e.kind = ? ORDER BY e.id LIMIT ?
        """)
    let rows = try Row.fetchAll(
      statement, arguments: [Attribute.exception, last, id, EventKind.log.number, StoreEvidence.batch])
    guard !rows.isEmpty else { return nil }
    return rows.map { (id: $0[0], pattern: $0[1], line: LogLine(message: $0[2], exception: $0[3])) }
  }
}
