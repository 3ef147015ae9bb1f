internal import DebriefImport
internal import DebriefModel
internal import GRDB

/// Lets what was collected twice appear once: files with the same bytes, and lines that stand in two copies of a rotated log.
///
/// Nothing is deleted: copies are hidden, and worked out anew after every import from what the store holds then. Lines that
/// repeat within one file are never touched.
enum Copies {
  /// What the store knows of a source.
  private struct Stored {
    var id: Int64
    var path: String
    var format: String
    var sha256: String
    var first: Int64?
    var last: Int64?
    var log: RotatedLog
  }

  /// Shows everything again, ahead of merging.
  static func restore(incident: Int64, _ db: Database) throws {
    guard
      try Int.fetchOne(
        db, sql: "SELECT 1 FROM source WHERE incident = ? AND (twin IS NOT NULL OR doubled > 0) LIMIT 1",
        arguments: [incident]) != nil
    else { return }
    try db.execute(sql: "UPDATE event SET hidden = 0 WHERE incident = ? AND hidden = 2", arguments: [incident])
    try db.execute(sql: "UPDATE source SET twin = NULL, doubled = 0 WHERE incident = ?", arguments: [incident])
  }

  /// Hides what is there twice, after merging: records with an identity were merged already.
  static func hide(incident: Int64, _ db: Database) throws {
    let sources = try stored(incident, db)
    var shown: [Stored] = []
    for alike in group(sources, by: { $0.sha256 + $0.format }) { shown += try hideTwins(alike, db) }
    for copies in group(shown, by: { $0.log.stream }) where copies.count > 1 {
      try hideDoubled(copies.sorted { ($0.log, $0.path) < ($1.log, $1.path) }, incident, db)
    }
  }

  private static func stored(_ incident: Int64, _ db: Database) throws -> [Stored] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, path, format, sha256, first, last FROM source
        WHERE incident = ? AND sha256 <> '' AND events + samples > 0 ORDER BY path
        """, arguments: [incident]
    ).map { row in
      let path: String = row["path"]
      return Stored(
        id: row["id"], path: path, format: row["format"], sha256: row["sha256"], first: row["first"], last: row["last"],
        log: RotatedLog(path: path))
    }
  }

  /// Groups in the order of first appearance.
  private static func group(_ sources: [Stored], by key: (Stored) -> String) -> [[Stored]] {
    var positions: [String: Int] = [:]
    var groups: [[Stored]] = []
    for source in sources {
      let key = key(source)
      if let position = positions[key] {
        groups[position].append(source)
      } else {
        positions[key] = groups.count
        groups.append([source])
      }
    }
    return groups
  }

  /// Sources of the same bytes: the first by path is shown, and others unless their paths say that another pod wrote them.
  private static func hideTwins(_ alike: [Stored], _ db: Database) throws -> [Stored] {
    var shown: [(source: Stored, subject: Subject)] = []
    for source in alike {
      let subject = PathFacts.subject(of: source.path)
      if let original = shown.first(where: { $0.subject == subject }) {
        try db.execute(sql: "UPDATE source SET twin = ? WHERE id = ?", arguments: [original.source.id, source.id])
        try db.execute(
          sql:
            "UPDATE event SET hidden = 2 WHERE \(Migration004Ranges.eventsOfSource) AND hidden = 0 AND identity IS NULL",
          arguments: ["source": source.id])
      } else {
        shown.append((source, subject))
      }
    }
    return shown.map { $0.source }
  }

  /// Copies of one log, oldest first: of a line that two of them hold at the same time, the older one's is shown.
  private static func hideDoubled(_ copies: [Stored], _ incident: Int64, _ db: Database) throws {
    for (position, newer) in copies.enumerated() {
      var doubled = 0
      for older in copies[..<position] {
        guard let first = max(older.first, newer.first), let last = min(older.last, newer.last), first <= last else {
          continue
        }
        for slice in try slices(first...last, older.id, incident, db) {
          doubled += try hide(newer.id, behind: older.id, slice, incident, db)
        }
      }
      try db.execute(sql: "UPDATE source SET doubled = ? WHERE id = ?", arguments: [doubled, newer.id])
    }
  }

  /// Cuts a range so that about 100,000 records of a source lie in each part: bounds the memory.
  private static func slices(
    _ range: ClosedRange<Int64>, _ source: Int64, _ incident: Int64, _ db: Database
  ) throws -> [ClosedRange<Int64>] {
    var slices: [ClosedRange<Int64>] = []
    var start = range.lowerBound
    while let end = try Int64.fetchOne(
      db,
      sql: """
        SELECT start FROM event WHERE incident = ? AND start BETWEEN ? AND ? AND source = ? ORDER BY start
        LIMIT 1 OFFSET 100000
        """, arguments: [incident, start, range.upperBound, source]), end < range.upperBound
    {
      slices.append(start...end)
      start = end + 1
    }
    return slices + [start...range.upperBound]
  }

  private static func max(_ a: Int64?, _ b: Int64?) -> Int64? { if let a, let b { Swift.max(a, b) } else { nil } }
  private static func min(_ a: Int64?, _ b: Int64?) -> Int64? { if let a, let b { Swift.min(a, b) } else { nil } }

  /// Of a line that `older` holds n times, the first n in `newer` are hidden.
  private static func hide(
    _ newer: Int64, behind older: Int64, _ range: ClosedRange<Int64>, _ incident: Int64, _ db: Database
  ) throws -> Int {
    try db.execute(
      sql: """
        CREATE TEMP TABLE standing AS
        SELECT start, kind, message, count(*) AS n FROM event
        WHERE incident = ? AND start BETWEEN ? AND ? AND source = ? AND hidden = 0 AND identity IS NULL
        GROUP BY start, kind, message
        """, arguments: [incident, range.lowerBound, range.upperBound, older])
    defer { try? db.execute(sql: "DROP TABLE temp.standing") }
    try db.execute(
      sql: """
        UPDATE event SET hidden = 2 WHERE id IN (
          SELECT id FROM (
            SELECT e.id AS id, s.n AS n,
              row_number() OVER (PARTITION BY e.start, e.kind, e.message ORDER BY e.byte, e.ordinal) AS position
            FROM event e JOIN temp.standing s ON s.start = e.start AND s.kind = e.kind AND s.message = e.message
            WHERE e.incident = ? AND e.start BETWEEN ? AND ? AND e.source = ? AND e.hidden = 0 AND e.identity IS NULL
          ) WHERE position <= n)
        """, arguments: [incident, range.lowerBound, range.upperBound, newer])
    return db.changesCount
  }
}
