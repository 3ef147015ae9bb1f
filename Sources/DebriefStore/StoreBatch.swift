public import DebriefModel
internal import Foundation
internal import GRDB

/// What the store knows of a source, to tell whether a file is unchanged.
public struct StoredSource: Hashable, Sendable {
  public var path: String
  public var format: String
  public var sha256: String
  public var bytes: Int
  public var shift: TimeSpan
  public var last: Instant?
}

/// How much was read.
public struct StoredCounts: Hashable, Sendable {
  public var sources = 0
  public var events = 0
  public var samples = 0
  public var rejected = 0
  public init() {}

  /// Counts one source more.
  public mutating func add(_ source: Source) {
    sources += 1
    events += source.events
    samples += source.samples
    rejected += source.rejected
  }
}

/// What the last batch saw of a folder.
public struct SeenFolder: Hashable, Sendable {
  public var incident: String
  public var stamp: String
  /// Whether its summary holds.
  public var isCurrent: Bool
  public var counts: StoredCounts
}

extension Store {
  /// A second connection to the same file, which only reads: analyses run on it while the first one writes.
  public func reader() throws -> Store {
    guard let path else { throw Diagnostic(.error, "a store in memory has one connection") }
    return try Store(readingFrom: path)
  }

  /// The sources of an incident by path; empty when there is no such incident.
  public func storedSources(incident: String) throws -> [String: StoredSource] {
    try queue.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT s.path, s.format, s.sha256, s.bytes, s.shift, s.last FROM source s JOIN incident i ON i.id = s.incident
          WHERE i.slug = ?
          """, arguments: [incident])
      let sources = rows.map { row in
        StoredSource(
          path: row[0], format: row[1], sha256: row[2], bytes: row[3], shift: TimeSpan(nanoseconds: row[4]),
          last: (row[5] as Int64?).map { Instant(nanoseconds: $0) })
      }
      return Dictionary(sources.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    }
  }

  /// What batches have seen, by folder. One query.
  public func seenFolders(version: String) throws -> [String: [SeenFolder]] {
    try queue.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT i.folder, i.slug, i.seen, count(y.incident) > 0 AS current, count(s.id) AS sources,
            CAST(total(s.events) AS INTEGER) AS events, CAST(total(s.samples) AS INTEGER) AS samples,
            CAST(total(s.rejected) AS INTEGER) AS rejected
          FROM incident i LEFT JOIN source s ON s.incident = i.id
          LEFT JOIN summary y ON y.incident = i.id AND y.content = i.content AND i.content <> '' AND y.version = ?
          WHERE i.folder IS NOT NULL GROUP BY i.id ORDER BY i.slug
          """, arguments: [version])
      return Dictionary(grouping: rows) { $0["folder"] as String }.mapValues { rows in rows.map(Self.seen) }
    }
  }

  private static func seen(_ row: Row) -> SeenFolder {
    var counts = StoredCounts()
    (counts.sources, counts.events) = (row["sources"], row["events"])
    (counts.samples, counts.rejected) = (row["samples"], row["rejected"])
    return SeenFolder(incident: row["slug"], stamp: row["seen"], isCurrent: row["current"], counts: counts)
  }

  /// Remembers what a batch saw of an incident's folder.
  public func markSeen(_ stamp: String, incident: String) throws {
    try queue.write { db in
      try db.execute(sql: "UPDATE incident SET seen = ? WHERE slug = ?", arguments: [stamp, incident])
    }
  }
}
