public import DebriefModel
internal import DebriefParsing
internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// The evidence of one incident, read from the store.
public struct StoreEvidence: EvidenceReader {
  public let incidentID: String
  public let manifest: Manifest
  /// Where the evidence was imported from; nil when unknown.
  public let folder: String?
  /// A digest of manifest and sources; empty while an import is under way.
  public let content: String
  let id: Int64
  let queue: DatabaseQueue

  init(_ store: Store, incident: String) throws {
    queue = store.queue
    let row = try store.queue.read { db in
      try Row.fetchOne(
        db, sql: "SELECT id, manifest, folder, content FROM incident WHERE slug = ?", arguments: [incident])
    }
    guard let row else { throw try store.unknownIncident(incident) }
    id = row["id"]
    folder = row["folder"]
    content = row["content"]
    incidentID = incident
    manifest = try Manifest(stored: row["manifest"])
  }

  public func sources() throws -> [Source] {
    try queue.read { db in
      let notes = Dictionary(
        grouping: try Row.fetchAll(
          db,
          sql:
            "SELECT n.source, n.kind, n.text FROM note n JOIN source s ON s.id = n.source WHERE s.incident = ? ORDER BY n.rowid",
          arguments: [id])
      ) { row -> Int in row["source"] }
      let rejections = try rejectionCounts(db)
      let rows = try Row.fetchAll(db, sql: "SELECT * FROM source WHERE incident = ? ORDER BY path", arguments: [id])
      let paths = Dictionary(rows.map { ($0["id"] as Int64, $0["path"] as String) }, uniquingKeysWith: { $1 })
      return rows.map { row in
        var source = Source(
          id: row["id"], path: row["path"], format: row["format"], sha256: row["sha256"], bytes: row["bytes"],
          events: row["events"], samples: row["samples"], rejected: row["rejected"], undated: row["undated"],
          first: Self.instant(row["first"]), last: Self.instant(row["last"]),
          notes: (notes[row["id"]] ?? []).compactMap { note in
            SourceNote.Kind(rawValue: note["kind"]).map { SourceNote($0, note["text"]) }
          })
        source.shift = TimeSpan(nanoseconds: row["shift"])
        source.notes += Self.copyNotes(twin: (row["twin"] as Int64?).flatMap { paths[$0] }, doubled: row["doubled"])
        source.rejections = rejections[source.id] ?? []
        return source
      }
    }
  }

  /// How many reasons are told of one source.
  private static let mostReasons = 5

  private func rejectionCounts(_ db: Database) throws -> [Int: [RejectionCount]] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT r.source AS source, r.reason AS reason, count(*) AS n FROM rejection r JOIN source s ON s.id = r.source
        WHERE s.incident = ? GROUP BY r.source, r.reason ORDER BY n DESC, r.reason
        """, arguments: [id])
    return Dictionary(grouping: rows) { row -> Int in row["source"] }.mapValues { rows in
      rows.prefix(Self.mostReasons).map { RejectionCount(reason: $0["reason"], count: $0["n"]) }
    }
  }

  /// What is said about a source that repeats another one.
  private static func copyNotes(twin: String?, doubled: Int) -> [SourceNote] {
    if let twin { return [SourceNote(.assumption, "same content as \(twin), which is shown instead")] }
    guard doubled > 0 else { return [] }
    let records = doubled == 1 ? "1 record also stands" : "\(doubled) records also stand"
    let are = doubled == 1 ? "is" : "are"
    return [SourceNote(.assumption, "\(records) in another copy of this log and \(are) shown once")]
  }

  private static func instant(_ nanoseconds: Int64?) -> Instant? { nanoseconds.map { Instant(nanoseconds: $0) } }

  public func forEachEvent(_ filter: EventFilter, _ body: (Event) throws -> Bool) throws {
    try queue.unsafeReentrantRead { db in
      var reader = EventReader(db)
      for dated in filter.range == nil ? [true, false] : [true] {
        let query = try EventQuery(incident: id, filter: filter, dated: dated, db)
        guard try reader.forEach(query, body) else { return }
      }
    }
  }

  /// The number of matching events.
  public func count(_ filter: EventFilter) throws -> Int {
    try queue.read { db in
      var total = 0
      for dated in filter.range == nil ? [true, false] : [true] {
        let query = try EventQuery(incident: id, filter: filter, dated: dated, db)
        total += try Int.fetchOne(db, sql: query.countSQL, arguments: StatementArguments(query.arguments)) ?? 0
      }
      return total
    }
  }

  public func series() throws -> [Series] {
    let reader = JSONReader()
    return try queue.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM series WHERE source IN (SELECT id FROM source WHERE incident = ? AND twin IS NULL)
          ORDER BY metric, labels, source, id
          """, arguments: [id]
      ).map { row in
        Series(
          id: row["id"], metric: row["metric"], labels: StoredAttributes.map(row["labels"], reader), step: row["step"],
          provenance: Provenance(source: row["source"], line: row["line"], byte: row["byte"]))
      }
    }
  }

  public func samples(of series: Series) throws -> [Sample] {
    try queue.read { db in
      let statement = try db.cachedStatement(sql: "SELECT at, value FROM sample WHERE series = ? ORDER BY at")
      return try Row.fetchAll(statement, arguments: [series.id]).map { row in
        Sample(at: Instant(nanoseconds: row[0]), value: row[1] as Double? ?? .nan)
      }
    }
  }

  public func relations() throws -> [Relation] {
    try queue.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT r.kind AS k, a.cluster AS ac, a.namespace AS an, a.kind AS ak, a.name AS am, a.container AS ao,
            b.cluster AS bc, b.namespace AS bn, b.kind AS bk, b.name AS bm, b.container AS bo, r.source, r.line, r.byte
          FROM relation r JOIN source s ON s.id = r.source JOIN subject a ON a.id = r.a JOIN subject b ON b.id = r.b
          WHERE s.incident = ? ORDER BY r.kind, am, bm, r.source, r.byte
          """, arguments: [id]
      ).compactMap { row in
        guard let kind = Relation.Kind(rawValue: row["k"]) else { return nil }
        return Relation(
          kind,
          from: Subject(
            cluster: row["ac"], namespace: row["an"], kind: row["ak"], name: row["am"], container: row["ao"]),
          to: Subject(cluster: row["bc"], namespace: row["bn"], kind: row["bk"], name: row["bm"], container: row["bo"]),
          provenance: Provenance(source: row["source"], line: row["line"], byte: row["byte"]))
      }
    }
  }

  /// Rejected records, by source and place.
  public func rejections(limit: Int = 1000) throws -> [RejectedRecord] {
    try queue.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT r.* FROM rejection r JOIN source s ON s.id = r.source WHERE s.incident = ?
          ORDER BY s.path, r.byte LIMIT ?
          """, arguments: [id, limit]
      ).map { row in
        RejectedRecord(
          provenance: Provenance(source: row["source"], line: row["line"], byte: row["byte"]), reason: row["reason"],
          excerpt: row["excerpt"])
      }
    }
  }
}
