import DebriefModel
import DebriefReport

/// A table as GitHub reads it, numbers to the right, every cell escaped.
struct MarkdownRenderer: ListingRenderer {
  private let columns: [(offset: Int, column: Column)]

  init(_ columns: [Column]) {
    self.columns = columns.enumerated().filter { !$0.element.isDetail }.map { ($0.offset, $0.element) }
  }

  mutating func head() -> String {
    line(columns.map { Markdown.cell($0.column.title) })
      + line(columns.map { $0.column.kind == .number ? "---:" : "---" })
  }

  mutating func row(_ cells: [Cell]) -> String { line(columns.map { Markdown.cell(cells[$0.offset].words) }) }

  mutating func foot() -> String { "" }

  func sentence(_ text: String) -> String { "- " + Markdown.inline(text) }

  private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
}
