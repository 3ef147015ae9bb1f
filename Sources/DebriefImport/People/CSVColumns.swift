internal import DebriefModel
internal import DebriefParsing

/// The columns of a CSV file by what they mean, from the names in its first row.
struct CSVColumns {
  let delimiter: UInt8
  /// Positions by meaning.
  private var positions: [String: Int] = [:]
  let count: Int
  /// Names that mean nothing here.
  let unknown: Int

  /// Reads a header row; nil without a delimiter. `vocabulary` gives the names of each meaning, lower-case.
  init?(_ header: Span<UInt8>, _ vocabulary: [(meaning: String, names: Set<String>)]) {
    guard let delimiter = CSVRow.delimiter(header) else { return nil }
    self.delimiter = delimiter
    let names = CSVRow.fields(header, delimiter: delimiter).map(Self.plain)
    count = names.count
    var unknown = 0
    for (index, name) in names.enumerated() {
      guard let meaning = vocabulary.first(where: { $0.names.contains(name) })?.meaning else {
        unknown += 1
        continue
      }
      if positions[meaning] == nil { positions[meaning] = index }
    }
    self.unknown = unknown
  }

  /// The columns of a file that begins like this; nil unless all its names are known, those of `needed` are among them, and the
  /// first row has a time that can be read.
  static func known(
    _ head: FileHead, _ vocabulary: [(meaning: String, names: Set<String>)], needed: [String]
  ) -> CSVColumns? {
    guard !head.isJSON, let rows = firstRows(head), let columns = CSVColumns(rows.header.span, vocabulary),
      columns.unknown == 0, needed.allSatisfy(columns.has), columns.has("time") || columns.has("date"),
      columns.hasTime(rows.row)
    else { return nil }
    return columns
  }

  /// Reads the first row of a file.
  static func header(
    _ record: Span<UInt8>, _ vocabulary: [(meaning: String, names: Set<String>)]
  ) throws(Rejection) -> CSVColumns {
    guard let columns = CSVColumns(record, vocabulary) else { throw Rejection("the first row names no columns") }
    return columns
  }

  func has(_ meaning: String) -> Bool { positions[meaning] != nil }

  /// The field of a row; empty where the row has none.
  func field(_ meaning: String, _ row: [String]) -> String {
    guard let index = positions[meaning], index < row.count else { return "" }
    return row[index]
  }

  /// `Time (UTC)` → `time`
  private static func plain(_ name: String) -> String {
    let words = name.prefix { $0 != "(" && $0 != "[" }.lowercased()
    return String(words.map { $0 == "_" || $0 == "-" ? " " : $0 }).split(separator: " ").joined(separator: " ")
  }

  /// The first row of a head and the row after it; nil for fewer rows.
  static func firstRows(_ head: FileHead) -> (header: [UInt8], row: [UInt8])? {
    var rows: [[UInt8]] = []
    var row: [UInt8] = []
    for byte in head.bytes.prefix(8192) {
      guard byte == 0x0A else {
        row.append(byte)
        continue
      }
      if row.last == 0x0D { row.removeLast() }
      if !row.isEmpty { rows.append(row) }
      if rows.count == 2 { break }
      row = []
    }
    if rows.count < 2, !row.isEmpty, head.bytes.count <= 8192 { rows.append(row) }
    return rows.count == 2 ? (rows[0], rows[1]) : nil
  }

  /// The time of a row; without a readable one nil, which is noted.
  func notedTime(_ row: [String], _ batch: inout EventBatch) -> EventTime? {
    let time = time(row, &batch)
    if time == nil { batch.note(.missing, "rows whose time cannot be read are kept without one") }
    return time
  }

  /// The time of a row: one column, or a date and a clock time in two.
  func time(_ row: [String], _ batch: inout EventBatch) -> EventTime? {
    let text = [field("date", row), field("time", row)].filter { !$0.isEmpty }.joined(separator: " ")
    let bytes = Array(text.utf8)
    if let stamp = Timestamp.epochText(bytes.span, at: 0), stamp.length == bytes.count { return stamp.time }
    guard let written = WrittenTime.whole(text), let time = written.eventTime(batch.context.zone) else { return nil }
    if time.basis == .assumedZone {
      batch.note(.timeAssumption, "times without a zone: \(batch.context.zone.name) was assumed")
    }
    return time
  }

  /// Whether a row begins a file of this kind: its time can be read.
  func hasTime(_ row: [UInt8]) -> Bool {
    var batch = EventBatch(context: SourceContext(path: ""))
    return time(CSVRow.fields(row.span, delimiter: delimiter), &batch) != nil
  }
}
