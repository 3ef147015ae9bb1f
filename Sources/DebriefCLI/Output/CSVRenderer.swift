import DebriefModel
import DebriefReport

/// RFC 4180 with all columns; text that a spreadsheet would run as a formula is made text.
struct CSVRenderer: ListingRenderer {
  private let columns: [Column]

  init(_ columns: [Column]) { self.columns = columns }

  mutating func head() -> String { CSV.record(columns.map { $0.name }) }

  mutating func row(_ cells: [Cell]) -> String {
    // A negative number is a number, not a formula.
    cells.map { $0.isNumber ? $0.plain : CSV.cell($0.plain) }.joined(separator: ",") + "\r\n"
  }

  mutating func foot() -> String { "" }
}
