internal import GRDB
internal import GRDBSQLite

/// A prepared INSERT with SQLite's own binding calls: more than twice as fast as argument arrays.
@safe struct BoundStatement {
  private let statement: Statement
  private let pointer: OpaquePointer
  private var index: Int32 = 0

  init(_ db: Database, _ sql: String) throws {
    statement = try db.makeStatement(sql: sql)
    unsafe pointer = statement.sqliteStatement
  }

  mutating func bind(_ value: Int64?) {
    index += 1
    if let value { unsafe sqlite3_bind_int64(pointer, index, value) } else { unsafe sqlite3_bind_null(pointer, index) }
  }

  mutating func bind(_ value: Int) { bind(Int64(value)) }

  /// NaN becomes NULL, as the schema says.
  mutating func bind(_ value: Double?) {
    index += 1
    if let value, !value.isNaN {
      unsafe sqlite3_bind_double(pointer, index, value)
    } else {
      unsafe sqlite3_bind_null(pointer, index)
    }
  }

  mutating func bind(_ value: String?) {
    index += 1
    guard var value else {
      unsafe sqlite3_bind_null(pointer, index)
      return
    }
    let position = index
    value.withUTF8 { utf8 in
      let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      let text = unsafe UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
      // An empty string may have no address; a NULL pointer would bind NULL.
      if let text = unsafe text {
        unsafe sqlite3_bind_text(pointer, position, text, Int32(clamping: utf8.count), transient)
      } else {
        unsafe sqlite3_bind_text(pointer, position, "", 0, transient)
      }
    }
  }

  /// Binds text that stays where it is until `run` has returned: no copy is made.
  @unsafe mutating func bind(borrowing utf8: UnsafeBufferPointer<UInt8>) {
    index += 1
    let text = unsafe UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
    if let text = unsafe text {
      unsafe sqlite3_bind_text(pointer, index, text, Int32(clamping: utf8.count), nil)
    } else {
      unsafe sqlite3_bind_text(pointer, index, "", 0, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }
  }

  /// Runs the statement and makes it ready for the next row.
  mutating func run(_ db: Database) throws {
    index = 0
    let code = unsafe sqlite3_step(pointer)
    unsafe sqlite3_reset(pointer)
    guard code == SQLITE_DONE || code == SQLITE_ROW else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: unsafe String(cString: sqlite3_errmsg(db.sqliteConnection)))
    }
  }
}
