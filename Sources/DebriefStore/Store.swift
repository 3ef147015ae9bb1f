internal import DebriefModel
internal import Foundation
internal import GRDB

/// The normalised event store: one SQLite file, WAL, migrations, stable views.
public final class Store: Sendable {
  /// The serial queue that owns the connection.
  let queue: DatabaseQueue
  /// The file; nil in memory.
  public let path: String?

  private init(queue: DatabaseQueue, path: String?) { (self.queue, self.path) = (queue, path) }

  /// Opens or creates a store. Throws a `Diagnostic` when the file is no store or is newer than this version.
  public convenience init(path: String) throws {
    do {
      let queue = try DatabaseQueue(path: path, configuration: Store.configuration)
      try Store.prepare(queue)
      self.init(queue: queue, path: path)
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic(
        .error, "cannot open the store", reason: Store.sentence(error), place: path,
        help: "with --store FILE, give a store, or a path where a new one may be written")
    }
  }

  /// Opens a store that must exist.
  public convenience init(existing path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Diagnostic(
        .error, "there is no store here", place: path,
        help: "import something first: debrief import FOLDER --store \(path)")
    }
    try self.init(path: path)
  }

  /// A connection that only reads a store which another one has opened.
  convenience init(readingFrom path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -16384; PRAGMA temp_store = FILE; PRAGMA trusted_schema = OFF")
    }
    self.init(queue: try DatabaseQueue(path: path, configuration: configuration), path: path)
  }

  /// A store that lives in memory, for tests.
  public static func inMemory() throws -> Store {
    let queue = try DatabaseQueue(configuration: configuration)
    try prepare(queue)
    return Store(queue: queue, path: nil)
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.journalMode = .wal
    // One import is one transaction that spans several dispatches to the connection's queue.
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .timeout(10)
    // Temporary tables in files: building the index over the events of a log of gigabytes sorts hundreds of megabytes.
    configuration.prepareDatabase { db in
      try db.execute(
        sql:
          "PRAGMA page_size = 8192; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE; PRAGMA trusted_schema = OFF"
      )
    }
    return configuration
  }

  private static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(Migration001Events.name) { db in try Migration001Events.migrate(db) }
    migrator.registerMigration(Migration002Shift.name) { db in try Migration002Shift.migrate(db) }
    migrator.registerMigration(Migration003Copies.name) { db in try Migration003Copies.migrate(db) }
    migrator.registerMigration(Migration004Ranges.name) { db in try Migration004Ranges.migrate(db) }
    migrator.registerMigration(Migration005Summaries.name) { db in try Migration005Summaries.migrate(db) }
    return migrator
  }()

  private static func prepare(_ queue: DatabaseQueue) throws {
    if try queue.read({ db in try migrator.hasBeenSuperseded(db) }) {
      throw Diagnostic(
        .error, "the store was written by a newer version of debrief",
        help: "update debrief, or import into a new store")
    }
    try migrator.migrate(queue)
    // An import that was killed may have left the index out and records unmerged.
    try queue.write { db in
      try db.execute(sql: Migration001Events.eventIndex)
      try Merging.finishAll(db)
    }
  }

  /// SQLite's own words for an error, without the statement.
  static func sentence(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "\(error)" }
    return error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
  }

  /// SQLite's integrity check and the foreign-key check; empty when all is well.
  public func integrityProblems() throws -> [String] {
    try queue.read { db in
      try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        + Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { "foreign key: \($0)" }
    }
  }
}
