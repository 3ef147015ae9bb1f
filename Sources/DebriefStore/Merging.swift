internal import GRDB

/// Lets records of one identity appear as one event: the highest rank is shown, the interval is the widest, the count the
/// highest. Snapshots of one uid never add (client-go keeps `count` as a running total).
enum Merging {
  /// Merges what imports have left unmerged, in every incident.
  static func finishAll(_ db: Database) throws {
    for id in try Int64.fetchAll(db, sql: "SELECT id FROM incident WHERE unmerged = 1") {
      try merge(incident: id, db)
      try IncidentContent.seal(incident: id, db)
    }
  }

  private static func merge(incident id: Int64, _ db: Database) throws {
    try Copies.restore(incident: id, db)
    try db.execute(sql: "DROP TABLE IF EXISTS temp.shared")
    try db.execute(
      sql: """
        CREATE TEMP TABLE shared AS
        SELECT identity FROM event WHERE incident = ? AND identity IS NOT NULL GROUP BY identity HAVING count(*) > 1
        """, arguments: [id])
    let anyShared = try Int.fetchOne(db, sql: "SELECT 1 FROM temp.shared LIMIT 1") != nil
    if anyShared { try rebuild(incident: id, db) }
    try db.execute(sql: "DROP TABLE temp.shared")
    try Copies.hide(incident: id, db)
  }

  private static func rebuild(incident: Int64, _ db: Database) throws {
    try restore(incident: incident, db)
    try db.execute(
      sql: """
        CREATE TEMP TABLE winner AS
        SELECT id, s, e, c FROM (
          SELECT v.id AS id, min(v.start) OVER w AS s, max(v.end) OVER w AS e, max(v.count) OVER w AS c,
            row_number() OVER (PARTITION BY v.identity ORDER BY v.rank DESC, v.end DESC, v.id DESC) AS position
          FROM event v WHERE v.incident = ? AND v.identity IN (SELECT identity FROM temp.shared)
          WINDOW w AS (PARTITION BY v.identity)
        ) WHERE position = 1
        """, arguments: [incident])
    try db.execute(
      sql: """
        INSERT INTO merged SELECT id, start, end, count FROM event WHERE id IN (SELECT id FROM temp.winner);
        UPDATE event SET start = w.s, end = w.e, count = w.c FROM temp.winner w WHERE event.id = w.id;
        """)
    try db.execute(
      sql: """
        UPDATE event SET hidden = 1
        WHERE incident = ? AND identity IN (SELECT identity FROM temp.shared) AND id NOT IN (SELECT id FROM temp.winner)
        """, arguments: [incident])
    try db.execute(sql: "DROP TABLE temp.winner")
  }

  /// Puts back what each record says itself.
  static func restore(incident: Int64, _ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE event SET start = m.start, end = m.end, count = m.count
        FROM merged m WHERE event.id = m.event AND event.incident = ?
        """, arguments: [incident])
    try db.execute(
      sql: "DELETE FROM merged WHERE event IN (SELECT id FROM event WHERE incident = ?)", arguments: [incident])
    try db.execute(sql: "UPDATE event SET hidden = 0 WHERE incident = ? AND hidden = 1", arguments: [incident])
  }
}
