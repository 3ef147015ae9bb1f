internal import GRDB

/// Version 4: the events of a source are found by their numbers, which follow each other; no index is needed for that.
enum Migration004Ranges {
  static let name = "004-ranges"

  static func migrate(_ db: Database) throws {
    // The ids of a source's events, first and last; an empty range for a source without events.
    try db.execute(sql: "ALTER TABLE source ADD COLUMN first_event INTEGER NOT NULL DEFAULT 0")
    try db.execute(sql: "ALTER TABLE source ADD COLUMN last_event INTEGER NOT NULL DEFAULT -1")
    try db.execute(
      sql: """
        UPDATE source SET first_event = r.a, last_event = r.b
        FROM (SELECT source, min(id) AS a, max(id) AS b FROM event GROUP BY source) r WHERE r.source = source.id
        """)
  }

  /// The condition that picks the events of the source `:source`.
  static let eventsOfSource = """
    id BETWEEN (SELECT first_event FROM source WHERE id = :source) AND (SELECT last_event FROM source WHERE id = :source)
    AND source = :source
    """
}
