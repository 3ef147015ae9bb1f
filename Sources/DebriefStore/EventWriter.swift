internal import DebriefImport
internal import DebriefModel
internal import GRDB

/// Writes the rows of one source inside its transaction; used on the database's queue only.
final class EventWriter {
  private let incident: Int64
  let source: Int64
  private var insert: BoundStatement
  private var search: BoundStatement
  private var samples: BoundStatement
  private var interned: InternedValues
  private let firstEvent: Int64
  private var nextEvent: Int64
  /// The ids given out so far.
  var events: Range<Int64> { firstEvent..<nextEvent }
  private var lastByte = -1
  private var ordinal = 0

  init(_ db: Database, incident: Int64, source: Int64, interned: InternedValues) throws {
    (self.incident, self.source, self.interned) = (incident, source, interned)
    try interned.load(db)
    insert = try BoundStatement(
      db, "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, NULL, ?)")
    search = try BoundStatement(db, "INSERT INTO message_search (rowid, message) VALUES (?, ?)")
    samples = try BoundStatement(db, "INSERT OR IGNORE INTO sample VALUES (?, ?, ?)")
    firstEvent = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM event") ?? 1
    nextEvent = firstEvent
  }

  func write(_ rows: ImportedRows, _ db: Database) throws {
    let subjects = try rows.subjects.values.map { try interned.id(of: $0, db) }
    let reasons = try rows.reasons.values.map { try interned.id(ofReason: $0, db) }
    let attributes = try rows.attributes.values.map { try interned.id(of: $0, db) }
    for (event, key) in zip(rows.events, rows.keys) {
      let values = (
        subject: subjects[Int(key.subject)], reason: reasons[Int(key.reason)],
        attributes: key.attributes.map { attributes[Int($0)] }
      )
      try write(event, values, db)
    }
    for series in rows.series { try write(series, db) }
    for relation in rows.relations {
      try db.execute(
        sql: "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          source, relation.provenance.line, relation.provenance.byte, relation.kind.rawValue,
          interned.id(of: relation.from, db), interned.id(of: relation.to, db),
        ])
    }
    for record in rows.rejected {
      try db.execute(
        sql: "INSERT INTO rejection VALUES (?, ?, ?, ?, ?)",
        arguments: [source, record.provenance.line, record.provenance.byte, record.reason, record.excerpt])
    }
  }

  private func write(
    _ event: Event, _ interned: (subject: Int64, reason: Int64, attributes: Int64?), _ db: Database
  ) throws {
    ordinal = event.provenance.byte == lastByte ? ordinal + 1 : 0
    lastByte = event.provenance.byte
    let id = nextEvent
    nextEvent += 1
    insert.bind(id)
    insert.bind(incident)
    insert.bind(source)
    insert.bind(event.provenance.line)
    insert.bind(event.provenance.byte)
    insert.bind(ordinal)
    insert.bind(event.time?.start.nanoseconds)
    insert.bind(event.time?.end.nanoseconds)
    insert.bind(event.time?.early.nanoseconds ?? 0)
    insert.bind(event.time?.late.nanoseconds ?? 0)
    insert.bind(event.time?.precision.rawValue ?? 0)
    insert.bind(event.time?.basis.rawValue ?? 0)
    insert.bind(event.count)
    insert.bind(event.kind.number)
    insert.bind(event.severity.rawValue)
    insert.bind(interned.subject)
    insert.bind(interned.reason)
    insert.bind(interned.attributes)
    insert.bind(event.identity.map { Int64($0.rank) })
    insert.bind(event.identity?.key)
    var message = event.message
    try message.withUTF8 { utf8 in
      unsafe insert.bind(borrowing: utf8)
      try insert.run(db)
      guard !utf8.isEmpty else { return }
      search.bind(id)
      unsafe search.bind(borrowing: utf8)
      try search.run(db)
    }
  }

  private func write(_ series: SeriesSamples, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO series (incident, source, line, byte, metric, labels, step) VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        incident, source, series.series.provenance.line, series.series.provenance.byte, series.series.metric,
        StoredAttributes.json(series.series.labels), series.series.step,
      ])
    let id = db.lastInsertedRowID
    for sample in series.samples {
      samples.bind(id)
      samples.bind(sample.at.nanoseconds)
      samples.bind(sample.value)
      try samples.run(db)
    }
  }
}

/// Numbers of subjects, reasons and attribute sets, kept over the sources of one run.
final class InternedValues {
  private var subjects = Interner<Subject>()
  private var reasons = Interner<String>()
  private var attributes = Interner<[String: String]>()
  private var isLoaded = false
  private var insertSubject: BoundStatement?

  /// Takes over what earlier runs stored, as far as it fits.
  func load(_ db: Database) throws {
    guard !isLoaded else { return }
    isLoaded = true
    insertSubject = try BoundStatement(
      db, "INSERT INTO subject (cluster, namespace, kind, name, container) VALUES (?, ?, ?, ?, ?)")
    let newest = "ORDER BY id DESC LIMIT \(Interner<Subject>.limit / 2)"
    let rows = try Row.fetchCursor(
      db, sql: "SELECT id, cluster, namespace, kind, name, container FROM subject \(newest)")
    while let row = try rows.next() {
      subjects.remember(
        Subject(cluster: row[1], namespace: row[2], kind: row[3], name: row[4], container: row[5]), row[0])
    }
    let texts = try Row.fetchCursor(db, sql: "SELECT id, text FROM reason \(newest)")
    while let row = try texts.next() { reasons.remember(row[1], row[0]) }
  }

  func id(of subject: Subject, _ db: Database) throws -> Int64 {
    try subjects.id(subject) { subject in
      for text in [subject.cluster, subject.namespace, subject.kind, subject.name, subject.container] {
        insertSubject?.bind(text)
      }
      try insertSubject?.run(db)
      return db.lastInsertedRowID
    }
  }

  func id(ofReason reason: String, _ db: Database) throws -> Int64 {
    try reasons.id(reason) { reason in
      try db.cachedStatement(sql: "INSERT INTO reason (text) VALUES (?)").execute(arguments: [reason])
      return db.lastInsertedRowID
    }
  }

  func id(of map: [String: String], _ db: Database) throws -> Int64 {
    try attributes.id(map) { map in
      try db.cachedStatement(sql: "INSERT INTO attributes (json) VALUES (?)").execute(arguments: [
        StoredAttributes.json(map)
      ])
      return db.lastInsertedRowID
    }
  }

  func forget() {
    subjects.forget()
    reasons.forget()
    attributes.forget()
    isLoaded = false
  }
}
