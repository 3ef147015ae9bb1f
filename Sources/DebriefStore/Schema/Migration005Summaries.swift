internal import GRDB

/// Version 5: what reports over many incidents know of each, and what a batch saw of its folder.
enum Migration005Summaries {
  static let name = "005-summaries"

  static let tables = [
    """
    -- What reports over many incidents need to know of one, as JSON. `content` is that of the incident it was worked out
    -- from, `version` that of the program; it is stale when either differs.
    CREATE TABLE summary (
      incident INTEGER PRIMARY KEY REFERENCES incident(id), content TEXT NOT NULL, version TEXT NOT NULL,
      impact_start INTEGER, json TEXT NOT NULL
    ) STRICT
    """
  ]

  static func migrate(_ db: Database) throws {
    for sql in tables { try db.execute(sql: sql) }
    // `content` is a digest of manifest and sources, empty while an import is under way; `seen` is what a batch saw of
    // the folder.
    try db.execute(sql: "ALTER TABLE incident ADD COLUMN content TEXT NOT NULL DEFAULT ''")
    try db.execute(sql: "ALTER TABLE incident ADD COLUMN seen TEXT NOT NULL DEFAULT ''")
    // After each of thousands of imports it is asked what is left to merge.
    try db.execute(sql: "CREATE INDEX incident_unmerged ON incident(id) WHERE unmerged = 1")
    for id in try Int64.fetchAll(db, sql: "SELECT id FROM incident WHERE unmerged = 0") {
      try IncidentContent.seal(incident: id, db)
    }
  }
}
