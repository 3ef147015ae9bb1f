import DebriefModel

/// Writes rows as they come, so that memory does not grow with their number.
package struct ListingWriter {
  private var renderer: any ListingRenderer
  private let terminal: Terminal
  private let format: OutputFormat
  private var rows = 0

  package init(_ columns: [Column], _ format: OutputFormat, on terminal: Terminal) {
    (self.terminal, self.format) = (terminal, format)
    renderer =
      switch format {
      case .table: TableRenderer(columns, terminal)
      case .json: JSONRenderer(columns, isLines: false)
      case .jsonl: JSONRenderer(columns, isLines: true)
      case .csv: CSVRenderer(columns)
      case .markdown: MarkdownRenderer(columns)
      }
    terminal.out.write(renderer.head())
  }

  /// Writes one row; as many cells as columns.
  package mutating func add(_ row: [Cell]) {
    rows += 1
    terminal.out.write(renderer.row(row))
  }

  /// Writes what is left; footers only where people read.
  package mutating func finish(footer: [String] = [], whenEmpty: String) {
    terminal.out.write(renderer.foot())
    if rows == 0 { terminal.say(whenEmpty) }
    guard !footer.isEmpty, format == .table || format == .markdown else { return }
    let lines = footer.map { renderer.sentence($0) }
    terminal.out.write((rows > 0 ? "\n" : "") + lines.joined(separator: "\n") + "\n")
  }
}

/// One way of writing a listing.
protocol ListingRenderer {
  mutating func head() -> String
  mutating func row(_ cells: [Cell]) -> String
  mutating func foot() -> String
  /// A sentence below the table.
  func sentence(_ text: String) -> String
}

extension ListingRenderer {
  func sentence(_ text: String) -> String { "" }
}
