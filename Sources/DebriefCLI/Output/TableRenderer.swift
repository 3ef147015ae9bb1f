import DebriefModel
import DebriefReport

/// Aligned columns for people: numbers to the right, cut to the screen's width only on a screen.
struct TableRenderer: ListingRenderer {
  /// Widths are taken from this many rows; later ones that are wider push their neighbours aside.
  static let sampled = 1000
  /// Two spaces part the columns.
  static let gap = "  "

  private let columns: [(offset: Int, column: Column)]
  private let terminal: Terminal
  private var held: [[Cell]] = []
  private var widths: [Int]?
  private let limit: Int?

  init(_ columns: [Column], _ terminal: Terminal) {
    self.columns = columns.enumerated().filter { !$0.element.isDetail }.map { ($0.offset, $0.element) }
    self.terminal = terminal
    limit = terminal.out.isTTY ? terminal.width : nil
  }

  mutating func head() -> String { "" }

  mutating func row(_ cells: [Cell]) -> String {
    if let widths { return line(cells, widths) }
    held.append(cells)
    return held.count < Self.sampled ? "" : release()
  }

  mutating func foot() -> String { widths == nil && !held.isEmpty ? release() : "" }

  func sentence(_ text: String) -> String { VisibleText.line(text) }

  private mutating func release() -> String {
    let widths = columns.enumerated().map { position, entry in
      held.reduce(DisplayWidth.of(title(entry.column))) { max($0, DisplayWidth.of(text($1, position))) }
    }
    self.widths = widths
    let body = held.map { line($0, widths) }.joined()
    held = []
    return header(widths) + body
  }

  private func title(_ column: Column) -> String { VisibleText.line(column.title).uppercased() }

  private func text(_ cells: [Cell], _ position: Int) -> String {
    VisibleText.line(cells[columns[position].offset].words)
  }

  private func header(_ widths: [Int]) -> String {
    let texts = columns.map { title($0.column) }
    return terminal.styled(joined(texts, widths), .bold, on: terminal.out) + "\n"
  }

  private func line(_ cells: [Cell], _ widths: [Int]) -> String {
    let texts = columns.indices.map { text(cells, $0) }
    let line = joined(texts, widths)
    guard let style = style(of: cells), terminal.usesColor(on: terminal.out) else { return line + "\n" }
    return terminal.styled(line, style, on: terminal.out) + "\n"
  }

  private func joined(_ texts: [String], _ widths: [Int]) -> String {
    var line = ""
    for (position, text) in texts.enumerated() {
      let padding = String(repeating: " ", count: max(0, widths[position] - DisplayWidth.of(text)))
      let isLast = position == texts.count - 1
      let isNumber = columns[position].column.kind == .number
      line += (position == 0 ? "" : Self.gap) + (isNumber ? padding + text : isLast ? text : text + padding)
    }
    while line.last == " " { line.removeLast() }
    return limit.map { DisplayWidth.cut(line, to: $0) } ?? line
  }

  /// A row is as severe as its severity.
  private func style(of cells: [Cell]) -> TextStyle? {
    for cell in cells {
      if case .severity(let severity) = cell {
        return severity >= .error ? .red : severity == .warning ? .yellow : severity == .debug ? .faint : nil
      }
    }
    return nil
  }
}
