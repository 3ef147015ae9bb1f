internal import DebriefModel
internal import DebriefParsing

/// Reads the rows of a table of metrics, one after the other.
struct MetricTableReader {
  /// Clocks of one row that differ by more than the zones of the earth: 15 hours.
  private static let clockDoubt = TimeSpan.seconds(15 * 3600)

  /// Whether cells may carry units.
  private let units: Bool
  private var delimiter: UInt8?
  private var isUTF16 = false
  private var isFirst = true
  private var headers: [[String]] = []
  private var table: MetricTable?
  private var book = SeriesBook()
  private var unitNames: Set<String> = []
  private var largestDoubt = TimeSpan.zero

  init(units: Bool) { self.units = units }

  mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    if isFirst && record.count > 1 && record[0] == 0xFF && record[1] == 0xFE { isUTF16 = true }
    if isUTF16 {
      let text = UTF16Row.utf8(record)
      return try text.isEmpty ? () : read(row: text.span, into: &batch)
    }
    try read(row: record, into: &batch)
  }

  private mutating func read(row: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let wasFirst = isFirst
    isFirst = false
    if wasFirst, let stated = TableHead.statedDelimiter(row) {
      delimiter = stated
      return
    }
    let separator = delimiter ?? CSVRow.delimiter(row) ?? 0x2C
    delimiter = separator
    let fields = CSVRow.fields(row, delimiter: separator)
    if table == nil {
      table = headers.isEmpty ? nil : makeTable(fields, batch)
      if table == nil { return try keepHeader(fields) }
    }
    if let table { try read(fields, table, &batch) }
  }

  private func makeTable(_ fields: [String], _ batch: EventBatch) -> MetricTable? {
    MetricTable(headers: headers, first: fields, units: units, zone: batch.context.zone, path: batch.context.path)
  }

  private mutating func keepHeader(_ fields: [String]) throws(Rejection) {
    guard headers.count < MetricTable.mostHeaders else { throw Rejection("not a row of metrics: no column of times") }
    headers.append(fields)
  }

  private mutating func read(_ fields: [String], _ table: MetricTable, _ batch: inout EventBatch) throws(Rejection) {
    guard fields.indices.contains(table.time), let time = CellTime.read(fields[table.time], batch.context.zone) else {
      throw Rejection("no time in the column '\(table.timeName)'")
    }
    if time.basis == .assumedZone {
      batch.note(.timeAssumption, "times without a zone were read as \(batch.context.zone.name)")
    }
    if let other = table.otherTime, fields.indices.contains(other),
      let second = CellTime.read(fields[other], batch.context.zone)
    {
      let doubt = max(second.start - time.start, time.start - second.start)
      if doubt > Self.clockDoubt { largestDoubt = max(largestDoubt, doubt) }
    }
    let labels = rowLabels(fields, table)
    var damaged: String?
    for column in table.values where fields.indices.contains(column.index) {
      let cell = fields[column.index].trimmed
      if CellNumber.isAbsent(cell) { continue }
      guard let number = MetricTable.number(cell, units: units) else {
        damaged = damaged ?? cell
        continue
      }
      add(number, at: time.start, column, labels, &batch)
    }
    if let damaged { throw Rejection("not a number: '\(damaged.prefix(60))'") }
  }

  private func rowLabels(_ fields: [String], _ table: MetricTable) -> (
    key: String, name: String?, labels: [String: String]
  ) {
    var labels: [String: String] = [:]
    var key = ""
    for label in table.labels where fields.indices.contains(label.index) {
      let value = fields[label.index].trimmed
      key += value + "\u{1}"
      if !value.isEmpty { labels[label.name] = value }
    }
    let name = table.nameColumn.flatMap { fields.indices.contains($0) ? fields[$0].trimmed : nil }
    return (key + (name ?? ""), name, labels)
  }

  private mutating func add(
    _ number: CellNumber, at time: Instant, _ column: MetricTable.ValueColumn,
    _ row: (key: String, name: String?, labels: [String: String]), _ batch: inout EventBatch
  ) {
    if !number.unit.isEmpty { unitNames.insert(number.unit) }
    let isNamedByPath = column.isNamedByPath && (row.name ?? "").isEmpty
    if isNamedByPath {
      batch.note(
        .assumption, "a column of values has no name of its own: '\(column.metric)' was taken from the file's name")
    }
    book.add(Sample(at: time, value: number.value), to: "\(column.index)\u{1}\(row.key)", into: &batch) {
      var series = Series(metric: column.metric, labels: column.labels)
      if let name = row.name, !name.isEmpty {
        let parsed = MetricTable.series(name)
        (series.metric, series.labels) = (parsed?.metric ?? String(name.prefix(200)), parsed?.labels ?? [:])
      }
      series.labels.merge(row.labels) { own, _ in own }
      return series
    }
  }

  mutating func finish(into batch: inout EventBatch) {
    if table == nil { batch.note(.warning, "no row has a time and numbers: nothing was read") }
    if !unitNames.isEmpty {
      let list = unitNames.sorted().joined(separator: ", ")
      batch.note(.assumption, "cells carry units: their values are in \(list), as rounded as they were printed")
    }
    if let table, let other = table.otherTime, largestDoubt > .zero {
      let names = headers.first ?? []
      let second = names.indices.contains(other) ? names[other] : ""
      batch.note(
        .warning,
        "the columns '\(table.timeName)' and '\(second)' differ by up to \(Int(largestDoubt.seconds.rounded())) s: the first was taken"
      )
    }
    book.finish(into: &batch)
  }
}

/// Rows of UTF-16 (little endian), cut at the byte of a newline.
enum UTF16Row {
  /// The text as UTF-8; a byte that is left of the newline before is dropped.
  static func utf8(_ record: Span<UInt8>) -> [UInt8] {
    var units: [UInt16] = []
    var i = record.count > 0 && record[0] == 0 ? 1 : 0
    while i + 1 < record.count {
      let unit = UInt16(record[i]) | UInt16(record[i + 1]) << 8
      if unit != 0xFEFF && unit != 0x0D { units.append(unit) }
      i += 2
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

/// Judges the first rows of a file as a table of metrics.
struct TableHead {
  /// Rows looked at.
  private static let most = 40

  /// How many rows hold a time and numbers only.
  private(set) var rows = 0
  private(set) var headers: [[String]] = []
  /// How many rows do not; among three good rows one may be damaged.
  private var damaged = 0

  /// Judges a file; nil when it is not one of metrics.
  init?(_ head: FileHead, units: Bool) {
    if head.isJSON { return nil }
    let isUTF16 = head.bytes.starts(with: [0xFF, 0xFE])
    let bytes = isUTF16 ? head.withSpan { UTF16Row.utf8($0) } : head.bytes
    var delimiter: UInt8?
    var table: MetricTable?
    var isTable = true
    var seen = 0
    HeadLines.forEach(bytes.span) { line in
      seen += 1
      if seen == 1, let stated = Self.statedDelimiter(line) {
        delimiter = stated
        return true
      }
      delimiter = delimiter ?? CSVRow.delimiter(line)
      guard let delimiter else {
        isTable = false
        return false
      }
      isTable = see(CSVRow.fields(line, delimiter: delimiter), &table, units)
      return isTable && seen < Self.most
    }
    guard isTable, rows > 0, damaged * 3 <= rows else { return nil }
  }

  private mutating func see(_ fields: [String], _ table: inout MetricTable?, _ units: Bool) -> Bool {
    if table == nil {
      if !headers.isEmpty { table = MetricTable(headers: headers, first: fields, units: units, zone: .utc, path: "") }
      if table == nil {
        headers.append(fields)
        return headers.count < MetricTable.mostHeaders
      }
    }
    if let table, isGood(fields, table, units) { rows += 1 } else { damaged += 1 }
    return damaged < 10
  }

  private func isGood(_ fields: [String], _ table: MetricTable, _ units: Bool) -> Bool {
    guard fields.indices.contains(table.time), CellTime.read(fields[table.time], .utc) != nil else { return false }
    return table.values.allSatisfy { column in
      guard fields.indices.contains(column.index) else { return true }
      let cell = fields[column.index].trimmed
      return CellNumber.isAbsent(cell) || MetricTable.number(cell, units: units) != nil
    }
  }

  /// The delimiter that a first line `sep=;` names, for spreadsheets.
  static func statedDelimiter(_ line: Span<UInt8>) -> UInt8? {
    let start = Text.matches(line, at: 0, "\u{FEFF}") ? 3 : 0
    guard Text.matches(line, at: start, "sep="), start + 4 < line.count else { return nil }
    return line[start + 4]
  }
}
