internal import GRDB

/// Version 3: copies of the same evidence are known, and shown once.
enum Migration003Copies {
  static let name = "003-copies"

  static func migrate(_ db: Database) throws {
    // `twin` is the source with the same content that is shown instead; `doubled` counts lines that stand in another copy
    // of the same log. Events left out for either have `hidden` = 2.
    try db.execute(sql: "ALTER TABLE source ADD COLUMN twin INTEGER")
    try db.execute(sql: "ALTER TABLE source ADD COLUMN doubled INTEGER NOT NULL DEFAULT 0")
    try db.execute(sql: "DROP VIEW samples")
    try db.execute(sql: samples)
  }

  private static let samples = """
    CREATE VIEW samples AS
    SELECT i.slug AS incident, r.source AS source, r.metric AS metric, r.labels AS labels,
      \(Migration001Events.time("p.at", "3")) AS at, p.value AS value
    FROM sample p JOIN series r ON r.id = p.series JOIN source s ON s.id = r.source JOIN incident i ON i.id = r.incident
    WHERE s.twin IS NULL
    """
}
