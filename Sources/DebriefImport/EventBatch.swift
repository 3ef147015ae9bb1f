public import DebriefModel
public import DebriefParsing

/// A series with its samples, as one record gives them.
public struct SeriesSamples: Sendable {
  public var series: Series
  public var samples: [Sample]
  public init(_ series: Series, _ samples: [Sample]) { (self.series, self.samples) = (series, samples) }
}

/// What importers have read and the store has not yet written.
public struct ImportedRows: Sendable {
  public var events: [Event] = []
  /// For each event, where its repeating values stand in the three lists below, worked out while the store is busy writing.
  public internal(set) var keys: [EventKeys] = []
  public internal(set) var subjects = DistinctValues<Subject>()
  public internal(set) var reasons = DistinctValues<String>()
  public internal(set) var attributes = DistinctValues<[String: String]>()
  public var series: [SeriesSamples] = []
  public var relations: [Relation] = []
  public var rejected: [RejectedRecord] = []
  public init() {}
}

/// Positions of an event's repeating values among the distinct values of its batch.
public struct EventKeys: Sendable {
  public var subject: Int32
  public var reason: Int32
  /// nil for no attributes.
  public var attributes: Int32?
  /// A hash of the identity's key; nil without one. Differs from run to run.
  public var identity: Int?
}

/// The different values of a batch, in order of appearance.
public struct DistinctValues<Value: Hashable & Sendable>: Sendable {
  public private(set) var values: [Value] = []
  private var positions: [Value: Int32] = [:]

  public init() {}

  mutating func position(of value: Value) -> Int32 {
    if let position = positions[value] { return position }
    let position = Int32(truncatingIfNeeded: values.count)
    positions[value] = position
    values.append(value)
    return position
  }
}

/// Where an importer puts what it reads. Attaches provenance: events without one get the current record's place.
public struct EventBatch {
  public internal(set) var context: SourceContext
  /// The record being read.
  public internal(set) var place = Provenance.none
  /// Which part of a document the record is.
  public internal(set) var role = Frame.Role.whole
  public internal(set) var rows = ImportedRows()
  /// Records handed to the importer so far; envelopes are none.
  package internal(set) var records = 0
  /// Notes about the source as a whole; repeated ones are kept once.
  public var notes: [SourceNote] { said + [secrets.note].compactMap { $0 } }
  private var said: [SourceNote] = []
  /// The manifest, when the source is one.
  public var manifest: Manifest?

  private let json = JSONReader()
  private let innerJSON = JSONReader()
  private var record: [UInt8] = []
  var weight = 0
  /// Where the text that is framed stands in the file, when it is not the file's own bytes.
  var original: UTF16Input?
  /// Only events that overlap this range are kept; the others are counted.
  var kept: TimeRange?
  var outside = 0
  /// Added to every time, because a reviewer said that the source's clock was off.
  var shift = TimeSpan.zero
  var tally = Tally()
  private var secrets = SecretLedger()

  /// What went into a source so far.
  struct Tally {
    var events = 0
    var samples = 0
    var rejected = 0
    var undated = 0
    var first: Instant?
    var last: Instant?

    mutating func cover(_ range: TimeRange) {
      first = first.map { min($0, range.start) } ?? range.start
      last = last.map { max($0, range.end) } ?? range.end
    }
  }

  public init(context: SourceContext) { self.context = context }

  /// Parses a record as JSON; the value is valid until the next call.
  public func parseJSON(_ record: Span<UInt8>) throws(Rejection) -> JSONValue {
    do throws(JSONError) { return try json.parse(record) } catch { throw Rejection("not JSON: \(error.reason)") }
  }

  /// Parses JSON inside a JSON record (a log line in a log line); nil when it is none. Leaves the outer value valid.
  public func parseInnerJSON(_ record: Span<UInt8>) -> JSONValue? {
    do throws(JSONError) { return try innerJSON.parse(record) } catch { return nil }
  }

  /// Adds an event.
  public mutating func add(_ event: consuming Event) {
    if event.provenance == .none { event.provenance = place }
    if event.count < 1 { event.count = 1 }
    if shift != .zero, var time = event.time {
      (time.start, time.end) = (time.start + shift, time.end + shift)
      event.time = time
    }
    if let kept, let time = event.time, !kept.overlaps(time.range) {
      outside += 1
      return
    }
    if let basis = context.captureBasis, let captured = context.capturedAt,
      event.time?.basis == .relativeAge || event.time?.basis == .received
    {
      note(.timeAssumption, "captured at \(captured), as \(basis) says")
    }
    secrets.mask(&event)
    tally.events += 1
    if let time = event.time { tally.cover(time.range) } else { tally.undated += 1 }
    weight += 200 + event.message.utf8.count
    for (name, value) in event.attributes { weight += 64 + name.utf8.count + value.utf8.count }
    rows.keys.append(
      EventKeys(
        subject: rows.subjects.position(of: event.subject), reason: rows.reasons.position(of: event.reason),
        attributes: event.attributes.isEmpty ? nil : rows.attributes.position(of: event.attributes),
        identity: event.identity?.key.hashValue))
    rows.events.append(event)
  }

  /// Adds a series with its samples.
  public mutating func add(_ series: SeriesSamples) {
    var series = series
    if series.series.provenance == .none { series.series.provenance = place }
    if shift != .zero {
      for index in series.samples.indices { series.samples[index].at = series.samples[index].at + shift }
    }
    if let kept { series.samples.removeAll { !kept.contains($0.at) } }
    tally.samples += series.samples.count
    if let first = series.samples.map(\.at).min(), let last = series.samples.map(\.at).max() {
      tally.cover(TimeRange(first, last))
    }
    weight += 300 + series.samples.count * 16
    rows.series.append(series)
  }

  /// Adds a relation between subjects.
  public mutating func add(_ relation: Relation) {
    var relation = relation
    if relation.provenance == .none { relation.provenance = place }
    weight += 200
    rows.relations.append(relation)
  }

  /// Keeps a note about the source; the first 50 different ones are stored.
  public mutating func note(_ kind: SourceNote.Kind, _ text: String) {
    let note = SourceNote(kind, SecretMask.masked(text))
    if said.count < 50 && !said.contains(note) { said.append(note) }
  }

  /// Rejects a record, or a part of one, at `place`.
  public mutating func reject(_ reason: String, at place: Provenance? = nil, excerpt: String) {
    tally.rejected += 1
    weight += 300
    var excerpt = excerpt
    secrets.mask(&excerpt)
    rows.rejected.append(RejectedRecord(provenance: place ?? self.place, reason: reason, excerpt: excerpt))
  }

  /// Hands over the rows and starts afresh.
  mutating func takeRows() -> ImportedRows {
    defer {
      rows = ImportedRows()
      weight = 0
    }
    return rows
  }
}
