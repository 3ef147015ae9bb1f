public import DebriefModel
internal import DebriefParsing

/// Reads notes that people kept during an incident: plain text or Markdown whose lines begin with a clock time, or with date and time.
///
/// A clock time belongs to the date in the heading above it; after midnight, to the next day. Without any date, the day of the
/// other evidence is taken, and said. Lines below an entry continue it.
public struct NotesImporter: Importer {
  public static let description = ImporterDescription(
    id: "notes", title: "Notes with times", framing: .lines,
    summary: "Each line that begins with a clock time becomes an annotation, with its author where one is named.",
    origin: "written by hand, e.g. notes.md: '- 18:20 Alex: rolled back payments' under a heading with the date",
    needsReferenceTime: true)

  /// An entry and the lines that continue it.
  private struct Entry {
    var event: Event
    var lines = 0
  }

  private var date: CivilTime?
  /// Whether the date is that of other evidence.
  private var isDayAssumed = false
  private var lastMinute = 0
  private var statedZone: Int?
  private var entry: Entry?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    guard !head.isJSON, head.log.format == nil else { return .no }
    return head.withSpan { NotesHead($0).confidence }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    if let line = NoteLine(record) {
      flush(into: &batch)
      let time = time(line, &batch)
      entry = Entry(event: event(line, time, batch.place))
    } else {
      readOther(record, &batch)
    }
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { flush(into: &batch) }

  private mutating func flush(into batch: inout EventBatch) {
    if let entry { batch.add(entry.event) }
    entry = nil
  }

  /// A heading with a date, the continuation of an entry, or a word about the zone.
  private mutating func readOther(_ record: Span<UInt8>, _ batch: inout EventBatch) {
    let range = Text.trimmed(record, 0..<record.count)
    guard !range.isEmpty else { return flush(into: &batch) }
    let line = record.extracting(range)
    if let found = NotesHead.date(in: line) {
      flush(into: &batch)
      (date, lastMinute, isDayAssumed) = (found, 0, false)
    }
    if Text.contains(line, "UTC"), Text.contains(line, "imes") { statedZone = 0 }
    guard line[0] != 0x23, entry != nil, entry?.lines ?? 0 < 200 else { return flush(into: &batch) }
    entry?.event.message += "\n" + Prose.clean(Text.string(line))
    entry?.lines += 1
  }

  private mutating func time(_ line: NoteLine, _ batch: inout EventBatch) -> EventTime? {
    var written = line.time
    if written.hasDate {
      date = CivilTime(year: written.year, month: written.month, day: written.day)
      isDayAssumed = false
    } else if let day = day(of: written, &batch) {
      (written.year, written.month, written.day, written.hasDate) = (day.year, day.month, day.day, true)
    }
    guard var time = written.eventTime(batch.context.zone, stated: statedZone) else { return nil }
    if time.basis == .assumedZone {
      batch.note(.timeAssumption, "times without a zone: \(batch.context.zone.name) was assumed")
    }
    if let end = line.end.flatMap({ last(of: written, $0, batch.context.zone) }) { time.end = max(end, time.start) }
    if line.isAbout { (time.early, time.late) = (.minutes(5), .minutes(5)) }
    if isDayAssumed { time.basis = .assumedYear }
    return time
  }

  /// The day a clock time belongs to; nil where nothing says one.
  private mutating func day(of written: WrittenTime, _ batch: inout EventBatch) -> CivilTime? {
    let minute = written.hour * 60 + written.minute
    defer { lastMinute = minute }
    if date == nil {
      guard let reference = batch.context.referenceTime else {
        batch.note(.missing, "clock times without a date, and no other evidence that names the day")
        return nil
      }
      let utc = CivilTime(utc: reference)
      let shifted = reference + .seconds(Double(batch.context.zone.offset(at: utc)))
      let local = CivilTime(utc: shifted)
      date = CivilTime(year: local.year, month: local.month, day: local.day)
      isDayAssumed = true
      batch.note(
        .timeAssumption, "clock times without a date: \(shifted.date), the day of the other evidence, was assumed")
    }
    // More than half a day back is past midnight; less is an entry that was written late.
    if let today = date, minute + 12 * 60 < lastMinute, let noon = today.instant() {
      let next = CivilTime(utc: noon + .seconds(86_400))
      date = CivilTime(year: next.year, month: next.month, day: next.day)
      batch.note(.timeAssumption, "clock times that go back by more than 12 hours were taken for the next day")
    }
    return date
  }

  private func last(of start: WrittenTime, _ end: WrittenTime, _ zone: AssumedZone) -> Instant? {
    var end = end
    if !end.hasDate { (end.year, end.month, end.day, end.hasDate) = (start.year, start.month, start.day, true) }
    return end.eventTime(zone, stated: start.offset ?? statedZone)?.start
  }

  private func event(_ line: NoteLine, _ time: EventTime?, _ place: Provenance) -> Event {
    var attributes = [Attribute.actorKind: "human"]
    if !line.author.isEmpty { attributes[Attribute.actor] = line.author }
    return Event(
      time: time, kind: .annotation, severity: .notice, reason: "note", message: line.text, attributes: attributes,
      provenance: place)
  }
}

/// Judges a text as notes by its lines.
struct NotesHead {
  private(set) var confidence = Confidence.no

  init(_ head: Span<UInt8>) {
    var (timed, marked, minutes, texts, dates) = (0, 0, 0, 0, 0)
    var start = 0
    var lines = 0
    while start < head.count, lines < 2000 {
      var end = start
      while end < head.count, head[end] != 0x0A { end += 1 }
      lines += 1
      let line = head.extracting(start..<end)
      start = end + 1
      let range = Text.trimmed(line, 0..<line.count)
      guard !range.isEmpty else { continue }
      guard line.count < 4096, !LineText.hasControls(line.extracting(range)) else { return }
      texts += 1
      if let note = NoteLine(line) {
        timed += 1
        if note.isMarked { marked += 1 }
        if !note.time.hasSeconds { minutes += 1 }
        if note.time.hasDate { dates += 1 }
      } else if Self.date(in: line.extracting(range)) != nil {
        dates += 1
      }
    }
    guard timed >= 3, timed * 10 >= texts, marked * 2 >= timed || minutes * 2 >= timed else { return }
    confidence = dates > 0 && marked + minutes >= timed ? .likely : .weak
  }

  /// The date in a heading: at its start, or after marks and a word (`## 2026-08-27`, `Date: 27 August 2026`, `Timeline (2026-08-27)`).
  static func date(in line: Span<UInt8>) -> CivilTime? {
    guard line.count > 0, line.count <= 120 else { return nil }
    let isHeading = line[0] == 0x23 || line[0] == 0x2A || Text.matches(line, at: 0, "Date")
    for i in 0..<(isHeading ? line.count : 1) where i == 0 || [0x20, 0x28, 0x2A, 0x3A].contains(line[i - 1]) {
      guard Text.isDigit(line[i]) || Text.isLetter(line[i]) else { continue }
      guard let time = WrittenTime(line, at: i), time.hasDate, isHeading || line.count < time.length + 20 else {
        continue
      }
      return CivilTime(year: time.year, month: time.month, day: time.day)
    }
    return nil
  }
}
