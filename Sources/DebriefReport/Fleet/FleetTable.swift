/// A table of the report of a period, written once for the page, the Markdown file and CSV.
struct FleetTable {
  struct Column {
    var title: String
    var isNumber: Bool
    init(_ title: String, number: Bool = false) { (self.title, isNumber) = (title, number) }
  }

  var caption: String
  var columns: [Column]
  var rows: [[String]] = []
  /// Said where there is no row.
  var none: String
  /// How the figures are to be read: printed beside them.
  var note = ""

  /// Columns whose titles end with `#` hold numbers.
  init(_ caption: String, _ titles: [String], none: String, note: String = "") {
    (self.caption, self.none, self.note) = (caption, none, note)
    columns = titles.map { $0.hasSuffix("#") ? Column(String($0.dropLast()), number: true) : Column($0) }
  }

  var html: Markup {
    guard !rows.isEmpty else { return "<p class=\"empty\">\(none)</p>" }
    var table = HTMLTable(caption, columns.map { .init($0.title, $0.isNumber ? "r" : "") })
    for row in rows { table.row(zip(row, columns).map { Self.cell($0, $1) }) }
    let meaning: Markup = note.isEmpty ? "" : "<p class=\"meta\">\(note)</p>"
    return table.markup + meaning
  }

  /// A number with its interval below it, so that the columns stay narrow.
  private static func cell(_ text: String, _ column: Column) -> Markup {
    guard column.isNumber, let open = text.firstRange(of: " ("), let close = text.lastIndex(of: ")"),
      close >= open.upperBound
    else { return "\(text)" }
    let rest = String(text[text.index(after: close)...])
    return
      "\(String(text[..<open.lowerBound]))<small class=\"range\">\(String(text[open.upperBound..<close]))\(rest)</small>"
  }

  var markdown: MarkdownText {
    guard !rows.isEmpty else { return "\(none)" }
    let head: MarkdownText = "| \(columns.map { column -> MarkdownText in "\(column.title)" }.joined(" | ")) |"
    let rule: MarkdownText =
      "|\(columns.map { column -> MarkdownText in column.isNumber ? " ---: |" : " --- |" }.joined())"
    let lines = rows.map { row -> MarkdownText in
      "| \(row.map { cell -> MarkdownText in cell.isEmpty ? "–" : "\(cell)" }.joined(" | ")) |"
    }
    let meaning: MarkdownText = note.isEmpty ? "" : "\n\n\(note)"
    return ([head, rule] + lines).joined("\n") + meaning
  }
}
