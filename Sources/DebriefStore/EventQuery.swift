internal import DebriefModel
internal import DebriefParsing
internal import GRDB
internal import GRDBSQLite

/// The SQL of an event filter.
struct EventQuery {
  private(set) var conditions = ["e.incident = ?", "e.hidden = 0"]
  private(set) var arguments: [any DatabaseValueConvertible]
  private let dated: Bool

  init(incident: Int64, filter: EventFilter, dated: Bool, _ db: Database) throws {
    arguments = [incident]
    self.dated = dated
    add(dated ? "e.start IS NOT NULL" : "e.start IS NULL")
    if let range = filter.range { add("e.start <= ? AND e.end >= ?", range.end.nanoseconds, range.start.nanoseconds) }
    if !filter.kinds.isEmpty {
      let kinds = filter.kinds.map(\.number).sorted()
      conditions.append("e.kind IN (\(kinds.map { String($0) }.joined(separator: ", ")))")
    }
    if let namespace = filter.namespace { add("e.subject IN (SELECT id FROM subject WHERE namespace = ?)", namespace) }
    if let severity = filter.severity { add("e.severity >= ?", severity.rawValue) }
    for word in EventQuery.words(filter.search ?? "") { try add(word: word, db) }
  }

  private mutating func add(_ condition: String, _ values: any DatabaseValueConvertible...) {
    conditions.append(condition)
    arguments += values
  }

  /// A word may stand in the message (as a word), in the subject or in the reason (as a part of it).
  private mutating func add(word: String, _ db: Database) throws {
    let phrase = "\"" + word.replacing("\"", with: "\"\"") + "\""
    let part = "%" + word.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
    var places = ["e.id IN (SELECT rowid FROM message_search WHERE message_search MATCH ?)"]
    arguments.append(phrase)
    // Named only when they match something: an OR over a column without an index would read every event.
    let subjects =
      "SELECT id FROM subject WHERE name LIKE ?1 ESCAPE '\\' OR namespace LIKE ?1 ESCAPE '\\' OR container LIKE ?1 ESCAPE '\\'"
    let reasons = "SELECT id FROM reason WHERE text LIKE ?1 ESCAPE '\\'"
    for (column, sql) in [("subject", subjects), ("reason", reasons)] {
      guard try Int.fetchOne(db, sql: sql + " LIMIT 1", arguments: [part]) != nil else { continue }
      places.append("e.\(column) IN (\(sql.replacing("?1", with: "?")))")
      arguments += Array(repeating: part, count: sql.count { $0 == "?" })
    }
    conditions.append("(\(places.joined(separator: " OR ")))")
  }

  /// Words as typed; text in double quotes is one phrase.
  static func words(_ search: String) -> [String] {
    search.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { i, part in
      i % 2 == 1 ? [String(part)] : part.split(whereSeparator: \.isWhitespace).map(String.init)
    }.filter { $0.contains { $0.isLetter || $0.isNumber } }
  }

  private var body: String {
    """
    FROM event e JOIN source s ON s.id = e.source WHERE \(conditions.joined(separator: " AND "))
    """
  }

  var countSQL: String { "SELECT count(*) \(body)" }

  var sql: String {
    """
    SELECT s.key, e.byte, e.ordinal, e.source, e.line, e.start, e.end, e.early, e.late, e.precision, e.basis, e.count, e.kind,
      e.severity, e.subject, e.reason, e.attributes, e.message
    \(body) ORDER BY \(dated ? "e.start, e.id" : "e.id")
    """
  }
}

/// Turns rows into events, looking up interned values once.
struct EventReader {
  private let db: Database
  private let json = JSONReader()
  private var subjects: [Int64: Subject] = [:]
  private var reasons: [Int64: String] = [:]
  private var attributes: [Int64: [String: String]] = [:]
  private static let cacheLimit = 200_000
  private static let kinds = EventKind.allCases

  init(_ db: Database) { self.db = db }

  /// Calls `body` for each event; false when `body` asked to stop.
  mutating func forEach(_ query: EventQuery, _ body: (Event) throws -> Bool) throws -> Bool {
    let statement = try db.makeStatement(sql: query.sql)
    try statement.setArguments(StatementArguments(query.arguments))
    let row = unsafe ColumnReader(statement: statement.sqliteStatement)
    defer { row.reset() }
    while try row.step(db) {
      guard try body(event(row)) else { return false }
    }
    return true
  }

  private mutating func event(_ row: ColumnReader) throws -> Event {
    let byte = row.int(1)
    let ordinal = row.int(2)
    return Event(
      id: "\(row.text(0))-\(byte)" + (ordinal == 0 ? "" : ".\(ordinal)"), time: time(row), count: row.int(11),
      kind: EventReader.kinds[row.int(12)], severity: Severity(rawValue: row.int(13)) ?? .unknown,
      subject: try subject(row.int64(14)), reason: try reason(row.int64(15)), message: row.text(17),
      attributes: try row.isNull(16) ? [:] : attributes(row.int64(16)),
      provenance: Provenance(source: row.int(3), line: row.int(4), byte: byte))
  }

  private func time(_ row: ColumnReader) -> EventTime? {
    guard !row.isNull(5) else { return nil }
    return EventTime(
      Instant(nanoseconds: row.int64(5)), through: Instant(nanoseconds: row.int64(6)),
      early: TimeSpan(nanoseconds: row.int64(7)), late: TimeSpan(nanoseconds: row.int64(8)),
      precision: TimePrecision(rawValue: row.int(9)) ?? .second, basis: TimeBasis(rawValue: row.int(10)) ?? .stated)
  }

  private mutating func subject(_ id: Int64) throws -> Subject {
    if let subject = subjects[id] { return subject }
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT cluster, namespace, kind, name, container FROM subject WHERE id = ?"),
      arguments: [id])
    let subject =
      row.map { Subject(cluster: $0[0], namespace: $0[1], kind: $0[2], name: $0[3], container: $0[4]) } ?? .none
    if subjects.count >= Self.cacheLimit { subjects.removeAll() }
    subjects[id] = subject
    return subject
  }

  private mutating func reason(_ id: Int64) throws -> String {
    if let reason = reasons[id] { return reason }
    let reason =
      try String.fetchOne(db.cachedStatement(sql: "SELECT text FROM reason WHERE id = ?"), arguments: [id]) ?? ""
    if reasons.count >= Self.cacheLimit { reasons.removeAll() }
    reasons[id] = reason
    return reason
  }

  private mutating func attributes(_ id: Int64) throws -> [String: String] {
    if let map = attributes[id] { return map }
    let text = try String.fetchOne(db.cachedStatement(sql: "SELECT json FROM attributes WHERE id = ?"), arguments: [id])
    let map = StoredAttributes.map(text ?? "{}", json)
    if attributes.count >= Self.cacheLimit { attributes.removeAll() }
    attributes[id] = map
    return map
  }
}

/// Reads the columns of the current row with SQLite's own calls.
@safe struct ColumnReader {
  private let statement: OpaquePointer
  init(statement: OpaquePointer) { unsafe self.statement = statement }

  func step(_ db: Database) throws -> Bool {
    switch unsafe sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: unsafe String(cString: sqlite3_errmsg(db.sqliteConnection)))
    }
  }

  func reset() { unsafe sqlite3_reset(statement) }
  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }
  func int64(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }
  func int(_ column: Int32) -> Int { Int(int64(column)) }
  func text(_ column: Int32) -> String {
    guard let bytes = unsafe sqlite3_column_text(statement, column) else { return "" }
    let count = unsafe Int(sqlite3_column_bytes(statement, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
