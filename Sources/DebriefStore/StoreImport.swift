public import DebriefImport
public import DebriefModel
internal import Crypto
internal import Dispatch
internal import Foundation
internal import GRDB

/// Writes what an import session reads: parsing goes on while batches are written on the database's own queue.
public final class StoreImport: ImportSink {
  private let store: Store
  private let state = WriterState()
  /// Bounds the batches in flight, and with them the memory.
  private let inFlight = DispatchSemaphore(value: 3)

  /// `isShared` says that other connections read the store at the same time.
  public init(_ store: Store, isShared: Bool = false) {
    self.store = store
    state.isShared = isShared
  }

  /// What lives on the database's queue; touched nowhere else.
  private final class WriterState: @unchecked Sendable {
    var writer: EventWriter?
    var interned = InternedValues()
    var failure: (any Error)?
    /// Whether other connections read the store: its journal stays as it is.
    var isShared = false
    /// Whether the store held no event before this run.
    var isFresh = false
    /// The incident whose merged records were taken apart in this run, so that sources of it can be replaced.
    var restored: Int64?
    var identities = IdentityWatch()
  }

  public func storedHash(incident: String, path: String, format: String, bytes: Int?) throws -> String? {
    try store.queue.read { db in
      try String.fetchOne(
        db,
        sql:
          "SELECT s.sha256 FROM source s JOIN incident i ON i.id = s.incident WHERE i.slug = ? AND s.path = ? AND s.format = ? AND s.bytes = ifnull(?, s.bytes)",
        arguments: [incident, path, format, bytes])
    }
  }

  public func storedShift(incident: String, path: String) throws -> TimeSpan {
    try store.queue.read { db in
      let shift = try Int64.fetchOne(
        db, sql: "SELECT s.shift FROM source s JOIN incident i ON i.id = s.incident WHERE i.slug = ? AND s.path = ?",
        arguments: [incident, path])
      return TimeSpan(nanoseconds: shift ?? 0)
    }
  }

  public func beginSource(incident: String, path: String, format: String, bytes: Int) throws {
    let state = state
    try store.queue.writeWithoutTransaction { db in
      state.failure = nil
      try Self.prepareEmptyStore(db, state, bytes: bytes)
      try db.execute(sql: "BEGIN IMMEDIATE")
      try db.execute(sql: "INSERT OR IGNORE INTO incident (slug) VALUES (?)", arguments: [incident])
      let incidentID = try Int64.fetchOne(db, sql: "SELECT id FROM incident WHERE slug = ?", arguments: [incident]) ?? 0
      try db.execute(sql: "UPDATE incident SET unmerged = 1, content = '' WHERE id = ?", arguments: [incidentID])
      if let old = try Int64.fetchOne(
        db, sql: "SELECT id FROM source WHERE incident = ? AND path = ?", arguments: [incidentID, path])
      {
        // Nothing is merged again before the import is over.
        if state.restored != incidentID { try Merging.restore(incident: incidentID, db) }
        state.restored = incidentID
        try Self.remove(source: old, db)
      }
      try db.execute(
        sql: "INSERT INTO source (incident, path, format) VALUES (?, ?, ?)", arguments: [incidentID, path, format])
      state.writer = try EventWriter(db, incident: incidentID, source: db.lastInsertedRowID, interned: state.interned)
    }
  }

  /// A first file of this many bytes is written without the write-ahead log, which would copy every page a second time.
  private static let large = 16 << 20

  /// Before the first rows: building the index afterwards is several times faster than keeping it up to date.
  private static func prepareEmptyStore(_ db: Database, _ state: WriterState, bytes: Int) throws {
    guard !state.isFresh, try Int.fetchOne(db, sql: "SELECT 1 FROM event LIMIT 1") == nil else { return }
    state.isFresh = true
    try db.execute(sql: "DROP INDEX IF EXISTS event_time")
    // A rollback journal is as safe against a crash; new pages need no entry in it.
    if bytes >= large && !state.isShared { _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") }
  }

  private static func remove(source: Int64, _ db: Database) throws {
    try db.execute(
      sql:
        """
        INSERT INTO message_search (message_search, rowid, message)
        SELECT 'delete', id, message FROM event WHERE \(Migration004Ranges.eventsOfSource) AND message <> ''
        """,
      arguments: ["source": source])
    try db.execute(sql: "DELETE FROM event WHERE \(Migration004Ranges.eventsOfSource)", arguments: ["source": source])
    try db.execute(
      sql: "DELETE FROM sample WHERE series IN (SELECT id FROM series WHERE source = ?)", arguments: [source])
    for table in ["series", "relation", "rejection", "note"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE source = ?", arguments: [source])
    }
    try db.execute(sql: "DELETE FROM source WHERE id = ?", arguments: [source])
  }

  public func write(_ rows: ImportedRows) throws {
    inFlight.wait()
    let (state, inFlight) = (state, inFlight)
    store.queue.asyncWriteWithoutTransaction { db in
      defer { inFlight.signal() }
      guard state.failure == nil, let writer = state.writer else { return }
      do {
        state.identities.watch(rows.keys)
        try writer.write(rows, db)
      } catch {
        state.failure = error
      }
    }
  }

  public func commitSource(_ source: Source, manifest: Manifest?) throws {
    let state = state
    let key = Self.key(source)
    try store.queue.writeWithoutTransaction { db in
      if let failure = state.failure { throw failure }
      guard let writer = state.writer else { return }
      try db.execute(
        sql: """
          UPDATE source SET sha256 = ?, key = ?, bytes = ?, events = ?, samples = ?, rejected = ?, undated = ?, first = ?, last = ?,
            shift = ?, first_event = ?, last_event = ?
          WHERE id = ?
          """,
        arguments: [
          source.sha256, key, source.bytes, source.events, source.samples, source.rejected, source.undated,
          source.first?.nanoseconds, source.last?.nanoseconds, source.shift.nanoseconds, writer.events.lowerBound,
          writer.events.upperBound - 1, writer.source,
        ])
      for note in source.notes {
        try db.execute(
          sql: "INSERT INTO note VALUES (?, ?, ?)", arguments: [writer.source, note.kind.rawValue, note.text])
      }
      if let manifest {
        let json = String(decoding: try JSONEncoder.stored.encode(manifest), as: UTF8.self)
        try db.execute(
          sql: "UPDATE incident SET manifest = ? WHERE id = (SELECT incident FROM source WHERE id = ?)",
          arguments: [json, writer.source])
      }
      try db.execute(sql: "COMMIT")
      state.writer = nil
    }
  }

  public func abandonSource() {
    let state = state
    store.queue.writeWithoutTransactionIgnoringErrors { db in
      state.writer = nil
      state.restored = nil
      state.interned.forget()
      if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
    }
  }

  public func finishImport(incident: String) throws {
    let state = state
    try store.queue.write { db in
      try db.execute(sql: Migration001Events.eventIndex)
      if state.isFresh && !state.identities.mayRepeat {
        if let id = try Int64.fetchOne(db, sql: "SELECT id FROM incident WHERE slug = ?", arguments: [incident]) {
          try Copies.hide(incident: id, db)
          try IncidentContent.seal(incident: id, db)
        }
      }
      try Merging.finishAll(db)
      state.isFresh = false
      state.restored = nil
      state.identities = IdentityWatch()
    }
    guard !state.isShared else { return }
    try store.queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
    }
  }

  /// Remembers where an incident's evidence was read, so that `verify` finds it again.
  public func remember(folder: String, incident: String) throws {
    try store.queue.write { db in
      try db.execute(sql: "INSERT OR IGNORE INTO incident (slug) VALUES (?)", arguments: [incident])
      try db.execute(sql: "UPDATE incident SET folder = ? WHERE slug = ?", arguments: [folder, incident])
    }
  }

  public func latestInstant(incident: String) throws -> Instant? {
    try store.queue.read { db in
      try Int64.fetchOne(
        db, sql: "SELECT max(s.last) FROM source s JOIN incident i ON i.id = s.incident WHERE i.slug = ?",
        arguments: [incident]
      ).map { Instant(nanoseconds: $0) }
    }
  }

  /// Twelve hex digits of SHA-256 over path and content hash: the first part of every event id of this source.
  private static func key(_ source: Source) -> String {
    let digest = SHA256.hash(data: Array("\(source.path)\u{0}\(source.sha256)".utf8))
    return digest.prefix(6).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

extension JSONEncoder {
  /// Sorted keys, so that the same manifest is stored as the same bytes.
  static var stored: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return encoder
  }
}

extension DatabaseQueue {
  fileprivate func writeWithoutTransactionIgnoringErrors(_ body: (Database) throws -> Void) {
    // A failed rollback leaves nothing to undo: SQLite rolls back when the connection closes.
    try? writeWithoutTransaction { db in try body(db) }
  }
}
