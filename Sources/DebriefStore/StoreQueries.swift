public import DebriefModel
internal import Foundation
internal import GRDB

/// One incident in the store, for listings.
public struct StoredIncident: Hashable, Sendable {
  public var id: String
  public var title: String
  public var severity: String?
  public var status: String
  public var sources: Int
  public var events: Int
  public var samples: Int
  public var rejected: Int
  public var first: Instant?
  public var last: Instant?
}

/// A value of `debrief sql`.
public enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  /// Blobs are named by their size only.
  case blob(Int)
}

extension Store {
  /// All incidents, by id.
  public func incidents() throws -> [StoredIncident] {
    try queue.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT i.slug, i.manifest, count(s.id) AS sources, total(s.events) AS events, total(s.samples) AS samples,
            total(s.rejected) AS rejected, min(s.first) AS first, max(s.last) AS last
          FROM incident i LEFT JOIN source s ON s.incident = i.id GROUP BY i.id ORDER BY i.slug
          """
      ).map { row in
        let manifest = try Manifest(stored: row["manifest"])
        return StoredIncident(
          id: row["slug"], title: manifest.title ?? row["slug"], severity: manifest.severity,
          status: manifest.status ?? "open",
          sources: row["sources"], events: Int(row["events"] as Double), samples: Int(row["samples"] as Double),
          rejected: Int(row["rejected"] as Double), first: (row["first"] as Int64?).map { Instant(nanoseconds: $0) },
          last: (row["last"] as Int64?).map { Instant(nanoseconds: $0) })
      }
    }
  }

  /// What the manifests of all incidents say, by incident; empty manifests where there is none.
  public func manifests() throws -> [(incident: String, manifest: Manifest)] {
    try queue.read { db in
      try Row.fetchAll(db, sql: "SELECT slug, manifest FROM incident ORDER BY slug").map { row in
        (row["slug"], try Manifest(stored: row["manifest"]))
      }
    }
  }

  /// The evidence of one incident. Throws a `Diagnostic` naming the nearest id when there is none.
  public func evidence(incident: String) throws -> StoreEvidence { try StoreEvidence(self, incident: incident) }

  func unknownIncident(_ id: String) throws -> Diagnostic {
    let known = try incidents().map(\.id)
    let help =
      known.isEmpty
      ? "the store is empty: import something first with debrief import FOLDER"
      : "the store has: " + known.prefix(5).joined(separator: ", ")
        + (known.count > 5 ? ", … (debrief incidents lists all)" : "")
    return Diagnostic(.error, "no incident '\(id)' in the store", place: path, help: help)
  }

  /// Runs one SELECT on a read-only connection; calls `row` for each row until it returns false. Throws a `Diagnostic` with SQLite's words.
  public func select(_ sql: String, columns: ([String]) throws -> Void, row body: ([SQLValue]) throws -> Bool) throws {
    do {
      try reading { db in
        let statement = try db.makeStatement(sql: sql)
        guard statement.isReadonly else {
          throw Diagnostic(.error, "only SELECT is allowed here", help: "the store is changed by debrief import alone")
        }
        try columns(statement.columnNames)
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next(), try body(row.databaseValues.map(Self.value)) {}
      }
    } catch let error as DatabaseError {
      throw Diagnostic(
        .error, "the SQL was not accepted", reason: error.message,
        help: "views: sources, events, samples, patterns, rejections (docs/reference/schema.md)")
    }
  }

  private func reading(_ body: (Database) throws -> Void) throws {
    guard let path else { return try queue.read(body) }
    var configuration = Configuration()
    configuration.readonly = true
    try DatabaseQueue(path: path, configuration: configuration).read(body)
  }

  private static func value(_ value: DatabaseValue) -> SQLValue {
    switch value.storage {
    case .null: .null
    case .int64(let integer): .integer(integer)
    case .double(let real): .real(real)
    case .string(let text): .text(text)
    case .blob(let data): .blob(data.count)
    }
  }
}

extension Manifest {
  /// Reads what the store keeps; empty text is an empty manifest.
  init(stored json: String) throws {
    self = json.isEmpty ? Manifest() : try JSONDecoder().decode(Manifest.self, from: Data(json.utf8))
  }
}
