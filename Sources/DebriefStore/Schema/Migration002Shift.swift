internal import GRDB

/// Version 2: how far the times of a source were moved at import.
enum Migration002Shift {
  static let name = "002-shift"

  static func migrate(_ db: Database) throws {
    // In ns, added to every time of the source; 0 for a source whose clock was believed.
    try db.execute(sql: "ALTER TABLE source ADD COLUMN shift INTEGER NOT NULL DEFAULT 0")
  }
}
