internal import DebriefParsing

/// The columns of a table that kubectl printed: a cell begins below its heading, and two blanks stand between cells.
///
/// A row that is out of line (a watch that met a longer name, a table edited by hand) is cut at its gaps instead.
/// Layout: k8s.io/cli-runtime/pkg/printers `GetNewTabWriter`; offsets are in characters.
struct TextTable {
  struct Column: Equatable {
    var name: String
    var start: Int
  }

  let columns: [Column]
  /// The column whose cells may have gaps inside.
  private let free: Int?

  /// Reads the headings; `free` names the one whose cells are free text.
  init(_ header: Span<UInt8>, free: String = "") {
    columns = Self.gapped(header).map { range in
      Column(name: Text.string(header, range), start: Self.characters(header, upTo: range.lowerBound))
    }
    self.free = columns.firstIndex { $0.name == free }
  }

  /// The position of a column by its heading.
  func index(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// A row's cells by heading; nil when the row has not the columns of this table.
  func cells(_ line: Span<UInt8>) -> [String: String]? {
    guard let ranges = aligned(line) ?? byGaps(line) ?? byNearness(line) else { return nil }
    var cells: [String: String] = [:]
    for (column, range) in zip(columns, ranges) where cells[column.name] == nil {
      cells[column.name] = Text.string(line, range)
    }
    return cells
  }

  private func aligned(_ line: Span<UInt8>) -> [Range<Int>]? {
    var starts: [Int] = []
    var character = 0
    for i in 0..<line.count {
      if line[i] & 0xC0 == 0x80 { continue }
      if line[i] == 0x09 { return nil }
      if starts.count < columns.count, columns[starts.count].start == character {
        guard starts.isEmpty || Self.isGap(line, before: i) else { return nil }
        starts.append(i)
      }
      character += 1
    }
    guard let first = starts.first, Text.trimmed(line, 0..<first).isEmpty else { return nil }
    let ranges = columns.indices.map { column -> Range<Int> in
      guard column < starts.count else { return line.count..<line.count }
      return Text.trimmed(line, starts[column]..<(column + 1 < starts.count ? starts[column + 1] : line.count))
    }
    let isTorn = columns.indices.contains { column in
      column != free && column + 1 < columns.count && Self.gapped(line.extracting(ranges[column])).count > 1
    }
    return isTorn ? nil : ranges
  }

  private func byGaps(_ line: Span<UInt8>) -> [Range<Int>]? {
    let parts = Self.gapped(line)
    if parts.count == columns.count { return parts }
    guard let free, parts.count > columns.count else { return nil }
    let extra = parts.count - columns.count
    return Array(parts[..<free]) + [parts[free].lowerBound..<parts[free + extra].upperBound]
      + Array(parts[(free + extra + 1)...])
  }

  /// Gives each part to the heading at most three columns away, so that a cell may be empty in a row a little out of line.
  private func byNearness(_ line: Span<UInt8>) -> [Range<Int>]? {
    var ranges = [Range<Int>](repeating: line.count..<line.count, count: columns.count)
    var next = 0
    for part in Self.gapped(line) {
      let start = Self.characters(line, upTo: part.lowerBound)
      guard let column = columns[next...].firstIndex(where: { abs($0.start - start) <= 3 }) else { return nil }
      ranges[column] = part
      next = column + 1
    }
    return ranges
  }

  private static func isGap(_ line: Span<UInt8>, before i: Int) -> Bool {
    i >= 2 && line[i - 1] == 0x20 && line[i - 2] == 0x20
  }

  /// The parts of a line between tabs and runs of two or more blanks.
  static func gapped(_ line: Span<UInt8>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var i = 0
    while i < line.count {
      while i < line.count && Text.isSpace(line[i]) { i += 1 }
      let start = i
      while i < line.count, line[i] != 0x09,
        !(line[i] == 0x20 && (i + 1 == line.count || Text.isSpace(line[i + 1])))
      {
        i += 1
      }
      if i > start { parts.append(start..<i) }
    }
    return parts
  }

  private static func characters(_ line: Span<UInt8>, upTo end: Int) -> Int {
    var count = 0
    for i in 0..<end where line[i] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
