public import DebriefModel
internal import GRDB

/// What reports over many incidents need to know of one, in the words of its writer.
public struct StoredSummary: Hashable, Sendable {
  public var incident: String
  public var impactStart: Instant?
  public var json: String
  public init(incident: String, impactStart: Instant?, json: String) {
    (self.incident, self.impactStart, self.json) = (incident, impactStart, json)
  }
}

extension Store {
  /// The summaries that hold, by start of the impact (unknown last), ties by id. One query; those of other evidence or of
  /// another version of the program are left out.
  public func summaries(version: String) throws -> [StoredSummary] { try Self.summaries(version: version, queue) }

  fileprivate static func summaries(version: String, _ queue: DatabaseQueue) throws -> [StoredSummary] {
    try queue.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT i.slug, s.impact_start, s.json FROM summary s JOIN incident i ON i.id = s.incident
          WHERE s.content = i.content AND i.content <> '' AND s.version = ? ORDER BY s.impact_start IS NULL, s.impact_start, i.slug
          """, arguments: [version]
      ).map { row in
        StoredSummary(
          incident: row[0], impactStart: (row[1] as Int64?).map { Instant(nanoseconds: $0) }, json: row[2])
      }
    }
  }

  /// The ids of the incidents without a summary that holds, in order.
  public func staleSummaries(version: String) throws -> [String] {
    try queue.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT i.slug FROM incident i LEFT JOIN summary s ON s.incident = i.id AND s.content = i.content
            AND i.content <> '' AND s.version = ?
          WHERE s.incident IS NULL ORDER BY i.slug
          """, arguments: [version])
    }
  }

  /// Keeps the summary of an incident, worked out from evidence with this `content`.
  public func keep(_ summary: StoredSummary, content: String, version: String) throws {
    try Self.keep(summary, content: content, version: version, queue)
  }

  fileprivate static func keep(
    _ summary: StoredSummary, content: String, version: String, _ queue: DatabaseQueue
  ) throws {
    try queue.write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO summary (incident, content, version, impact_start, json)
          SELECT id, ?, ?, ?, ? FROM incident WHERE slug = ?
          """,
        arguments: [content, version, summary.impactStart?.nanoseconds, summary.json, summary.incident])
    }
  }
}

extension StoreEvidence {
  /// The summaries that hold in the store of this incident, its own among them, in the order of `Store.summaries`.
  public func keptSummaries(version: String) throws -> [StoredSummary] {
    try Store.summaries(version: version, queue)
  }

  /// Keeps the summary of this incident in its store, unless the store has the same one.
  public func keep(_ summary: StoredSummary, version: String) throws {
    let isKept = try queue.read { db in
      try Int.fetchOne(
        db,
        sql: """
          SELECT 1 FROM summary s JOIN incident i ON i.id = s.incident
          WHERE i.slug = ? AND s.content = ? AND s.version = ? AND s.json = ?
          """, arguments: [summary.incident, content, version, summary.json])
    }
    if isKept == nil { try Store.keep(summary, content: content, version: version, queue) }
  }
}
