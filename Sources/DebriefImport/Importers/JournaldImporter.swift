public import DebriefModel
internal import DebriefParsing

/// Reads systemd's journal as JSON: `journalctl -o json`, `json-pretty`, `json-seq` and `json-sse`.
///
/// Binary messages come as arrays of bytes and are read as text; messages that journalctl left out as too large are noted. The boot is
/// kept, because clocks may step between boots. Format: systemd.io/JOURNAL_EXPORT_FORMATS, "Journal JSON Format".
public struct JournaldImporter: Importer {
  public static let description = ImporterDescription(
    id: "journald", title: "systemd journal as JSON", framing: .lines,
    summary: "Each entry becomes one event about its host or pod; klog, JSON and traces inside messages are read.",
    origin: "journalctl -o json --since … -u kubelet")

  /// A longer pretty entry is rejected.
  private static let longest = 4 << 20

  private var lines = CollectedLines()
  /// The lines of an entry of json-pretty so far, and where it began.
  private var pretty: [UInt8] = []
  private var start = Provenance.none

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let outline = head.outline
    if outline.isJSON {
      let hasTime = outline.hasAny("__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP")
      let hasEntry = outline.hasAny("MESSAGE", "__CURSOR", "_BOOT_ID", "PRIORITY", "_HOSTNAME")
      return hasTime && hasEntry && !outline.isArray ? .certain : .no
    }
    let isEventStream = head.withSpan { Text.matches($0, at: 0, "data: {") }
    return isEventStream && head.contains("\"__REALTIME_TIMESTAMP\"") ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let content = Self.content(record)
    guard !content.isEmpty else { return }
    let line = record.extracting(content)
    if !pretty.isEmpty { return try addPretty(line, &batch) }
    if line.count == 1, line[0] == 0x7B {
      (pretty, start) = ([0x7B], batch.place)
      return
    }
    if Text.matches(line, at: 0, "-- ") { return }
    try readEntry(line, at: batch.place, &batch)
  }

  /// The entry without a record separator, `data: ` and white space.
  private static func content(_ record: Span<UInt8>) -> Range<Int> {
    var lower = Text.matches(record, at: 0, "\u{FEFF}") ? 3 : 0
    while lower < record.count, record[lower] == 0x1E || Text.isSpace(record[lower]) { lower += 1 }
    if Text.matches(record, at: lower, "data: ") { lower += 6 }
    return Text.trimmed(record, lower..<record.count)
  }

  private mutating func addPretty(_ line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    let isNext = line.count == 1 && line[0] == 0x7B
    if !isNext { for i in 0..<line.count { pretty.append(line[i]) } }
    let isEnd = line.count <= 2 && line[0] == 0x7D
    guard isEnd || isNext || pretty.count > Self.longest else { return }
    let entry = pretty
    let place = start
    (pretty, start) = (isNext ? [0x7B] : [], isNext ? batch.place : .none)
    guard isEnd else {
      return batch.reject("cut off: the entry does not end", at: place, excerpt: Text.excerpt(entry.span))
    }
    let end = entry.last == 0x2C ? entry.count - 1 : entry.count
    do throws(Rejection) {
      try readEntry(entry.span.extracting(0..<end), at: place, &batch)
    } catch {
      batch.reject(error.reason, at: place, excerpt: Text.excerpt(entry.span))
    }
  }

  private mutating func readEntry(
    _ json: Span<UInt8>, at place: Provenance, _ batch: inout EventBatch
  ) throws(Rejection) {
    let root = try batch.parseJSON(json)
    guard root.isObject else { throw Rejection("not a journal entry: not a JSON object") }
    let entry = JournalEntry(root)
    guard let line = entry.line(at: place, fallback: batch.context.subject) else {
      guard entry.isTooLarge else { throw Rejection("not a journal entry with a message") }
      return batch.note(.limit, "journalctl left out messages that were too large for its JSON: use -a or -o export")
    }
    lines.take(line, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    lines.finish(&batch)
    guard !pretty.isEmpty else { return }
    batch.reject("cut off: the last entry does not end", at: start, excerpt: Text.excerpt(pretty.span))
  }
}
