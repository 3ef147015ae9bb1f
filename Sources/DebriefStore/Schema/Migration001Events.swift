internal import DebriefModel
internal import GRDB

/// Version 1: incidents, sources, events, series, rejections, and the stable views over them.
enum Migration001Events {
  static let name = "001-events"

  static let tables = [
    """
    -- One event worth reviewing. `manifest` is what incident.yaml said, as JSON; `folder` is where its evidence was read;
    -- `unmerged` is 1 between the import of a source and the merging of its records with those of other sources.
    CREATE TABLE incident (
      id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, manifest TEXT NOT NULL DEFAULT '', folder TEXT,
      unmerged INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    -- One imported file. `key` is derived from path and content: event ids begin with it. Times are ns since 1970.
    CREATE TABLE source (
      id INTEGER PRIMARY KEY, incident INTEGER NOT NULL REFERENCES incident(id), path TEXT NOT NULL, format TEXT NOT NULL,
      sha256 TEXT NOT NULL DEFAULT '', key TEXT NOT NULL DEFAULT '', bytes INTEGER NOT NULL DEFAULT 0,
      events INTEGER NOT NULL DEFAULT 0, samples INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
      undated INTEGER NOT NULL DEFAULT 0, first INTEGER, last INTEGER,
      UNIQUE (incident, path)
    ) STRICT
    """,
    """
    -- Warnings, assumptions, limits hit and things missing, per source.
    CREATE TABLE note (source INTEGER NOT NULL REFERENCES source(id), kind TEXT NOT NULL, text TEXT NOT NULL) STRICT
    """,
    """
    -- Interned subjects; the same one may stand here more than once.
    CREATE TABLE subject (
      id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, namespace TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
      container TEXT NOT NULL
    ) STRICT
    """,
    """
    -- Interned reasons.
    CREATE TABLE reason (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT
    """,
    """
    -- Interned attribute sets: a JSON object of strings with sorted keys.
    CREATE TABLE attributes (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT
    """,
    """
    -- Log patterns (filled by the pattern analysis).
    CREATE TABLE pattern (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT
    """,
    """
    -- One event per record. `start` and `end` are ns since 1970, NULL when the source gives no time; `early` and `late` say
    -- how far both may be off; `precision` counts the stated decimals. `hidden` marks records merged into another one.
    CREATE TABLE event (
      id INTEGER PRIMARY KEY, incident INTEGER NOT NULL, source INTEGER NOT NULL, line INTEGER NOT NULL, byte INTEGER NOT NULL,
      ordinal INTEGER NOT NULL, start INTEGER, end INTEGER, early INTEGER NOT NULL, late INTEGER NOT NULL,
      precision INTEGER NOT NULL, basis INTEGER NOT NULL, count INTEGER NOT NULL, kind INTEGER NOT NULL,
      severity INTEGER NOT NULL, subject INTEGER NOT NULL, reason INTEGER NOT NULL, attributes INTEGER,
      hidden INTEGER NOT NULL DEFAULT 0, rank INTEGER, identity TEXT, pattern INTEGER, message TEXT NOT NULL
    ) STRICT
    """,
    """
    -- What the shown record itself says, for events that several records describe; `event` then holds the widest interval
    -- and the highest count.
    CREATE TABLE merged (event INTEGER PRIMARY KEY, start INTEGER, end INTEGER, count INTEGER NOT NULL) STRICT
    """,
    """
    -- A metric with its labels (JSON, sorted), per source. `step` in seconds.
    CREATE TABLE series (
      id INTEGER PRIMARY KEY, incident INTEGER NOT NULL, source INTEGER NOT NULL, line INTEGER NOT NULL, byte INTEGER NOT NULL,
      metric TEXT NOT NULL, labels TEXT NOT NULL, step REAL
    ) STRICT
    """,
    """
    -- The values; NULL is NaN.
    CREATE TABLE sample (
      series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL, PRIMARY KEY (series, at)
    ) STRICT, WITHOUT ROWID
    """,
    """
    -- Who owns, runs on or calls whom.
    CREATE TABLE relation (
      source INTEGER NOT NULL, line INTEGER NOT NULL, byte INTEGER NOT NULL, kind TEXT NOT NULL,
      a INTEGER NOT NULL REFERENCES subject(id), b INTEGER NOT NULL REFERENCES subject(id)
    ) STRICT
    """,
    """
    -- Records that could not be read.
    CREATE TABLE rejection (
      source INTEGER NOT NULL, line INTEGER NOT NULL, byte INTEGER NOT NULL, reason TEXT NOT NULL, excerpt TEXT NOT NULL
    ) STRICT
    """,
    """
    -- Full-text index over the messages.
    CREATE VIRTUAL TABLE message_search USING fts5(message, content='event', content_rowid='id', columnsize=0)
    """,
    // Merging segments while a file is loaded costs a quarter of the indexing; SQLite merges sixteen of a level at once.
    "INSERT INTO message_search (message_search, rank) VALUES ('automerge', 0)",
    "CREATE INDEX source_incident ON source(incident)",
    "CREATE INDEX note_source ON note(source)",
    "CREATE INDEX series_source ON series(source)",
    "CREATE INDEX relation_source ON relation(source)",
    "CREATE INDEX rejection_source ON rejection(source)",
  ]

  /// The index over `event`, dropped before the first bulk load and built after it.
  static let eventIndex = "CREATE INDEX IF NOT EXISTS event_time ON event(incident, start)"

  /// The kind's name from its number, the position in `EventKind.allCases`.
  static var kindName: String {
    let cases = EventKind.allCases.enumerated().map { "WHEN \($0.offset) THEN '\($0.element.rawValue)'" }
    return "CASE e.kind \(cases.joined(separator: " ")) END"
  }

  static func time(_ column: String, _ precision: String) -> String {
    """
    CASE WHEN \(column) IS NULL THEN NULL ELSE
      strftime('%Y-%m-%dT%H:%M:%S', (\(column) - (((\(column) % 1000000000) + 1000000000) % 1000000000)) / 1000000000, 'unixepoch') ||
      CASE \(precision) WHEN 0 THEN '' ELSE
        '.' || substr(printf('%09d', ((\(column) % 1000000000) + 1000000000) % 1000000000), 1, \(precision)) END || 'Z' END
    """
  }

  static let views = [
    """
    CREATE VIEW sources AS
    SELECT s.id AS id, i.slug AS incident, s.path AS path, s.format AS format, s.sha256 AS sha256, s.bytes AS bytes,
      s.events AS events, s.samples AS samples, s.rejected AS rejected
    FROM source s JOIN incident i ON i.id = s.incident
    """,
    """
    CREATE VIEW events AS
    SELECT s.key || '-' || e.byte || CASE e.ordinal WHEN 0 THEN '' ELSE '.' || e.ordinal END AS id,
      i.slug AS incident, e.source AS source, e.line AS line, e.byte AS byte,
      \(time("e.start", "e.precision")) AS start,
      \(time("e.end", "e.precision")) AS end,
      e.count AS count, \(kindName) AS kind,
      CASE e.severity WHEN 1 THEN 'debug' WHEN 2 THEN 'info' WHEN 3 THEN 'notice' WHEN 4 THEN 'warning' WHEN 5 THEN 'error'
        WHEN 6 THEN 'critical' ELSE 'unknown' END AS severity,
      j.cluster AS cluster, j.namespace AS namespace, j.kind AS subject_kind, j.name AS subject, j.container AS container,
      r.text AS reason, e.message AS message, e.pattern AS pattern
    FROM event e JOIN source s ON s.id = e.source JOIN incident i ON i.id = e.incident JOIN subject j ON j.id = e.subject
      JOIN reason r ON r.id = e.reason
    WHERE e.hidden = 0
    """,
    """
    CREATE VIEW samples AS
    SELECT i.slug AS incident, r.source AS source, r.metric AS metric, r.labels AS labels,
      \(time("p.at", "3")) AS at, p.value AS value
    FROM sample p JOIN series r ON r.id = p.series JOIN incident i ON i.id = r.incident
    """,
    "CREATE VIEW patterns AS SELECT id AS id, text AS pattern FROM pattern",
    """
    CREATE VIEW rejections AS
    SELECT source AS source, line AS line, byte AS byte, reason AS reason, excerpt AS excerpt FROM rejection
    """,
  ]

  static func migrate(_ db: Database) throws {
    for sql in tables + [eventIndex] + views { try db.execute(sql: sql) }
  }
}
