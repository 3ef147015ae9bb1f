internal import Crypto
internal import GRDB

/// Tells whether the evidence of an incident changed: a digest of its manifest and of what was read from each source.
enum IncidentContent {
  /// Notes that an import of the incident is over: its records are merged, its digest holds.
  static func seal(incident: Int64, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE incident SET unmerged = 0, content = ? WHERE id = ?",
      arguments: [digest(of: incident, db), incident])
  }

  private static func digest(of incident: Int64, _ db: Database) throws -> String {
    var hash = SHA256()
    func add(_ text: String) { hash.update(data: Array(text.utf8) + [0]) }
    add(try String.fetchOne(db, sql: "SELECT manifest FROM incident WHERE id = ?", arguments: [incident]) ?? "")
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT path, format, sha256, shift || ' ' || events || ' ' || samples || ' ' || rejected FROM source
        WHERE incident = ? ORDER BY path
        """, arguments: [incident])
    while let row = try rows.next() { for column in 0..<4 { add(row[column]) } }
    return hash.finalize().prefix(16).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
