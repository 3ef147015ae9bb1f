package import DebriefModel
import DebriefReport

/// How a listing is written.
package enum OutputFormat: String, CaseIterable, Sendable {
  case table, json, jsonl, csv, markdown
}

/// One column of a listing.
package struct Column {
  package enum Kind { case text, number }
  /// Lower-case words joined by underscores: the key in JSON and the header in CSV.
  package let name: String
  package let kind: Kind
  /// Left out of tables and Markdown, which people read.
  package let isDetail: Bool
  /// The header where people read; the name unless it says something else.
  package let title: String

  package init(_ name: String, _ kind: Kind = .text, detail: Bool = false, title: String? = nil) {
    (self.name, self.kind, isDetail, self.title) = (name, kind, detail, title ?? name)
  }
}

/// One typed value of a listing; each format writes it in its own way.
package enum Cell {
  /// Not known, or not said by the evidence: `null` in JSON, empty in CSV, a word in tables.
  case none
  case text(String)
  case integer(Int)
  case number(Double)
  /// A number with all its digits, where the reader asked for it in so many words.
  case exact(Double)
  case flag(Bool)
  case time(Instant, TimePrecision)
  /// Seconds: a number for machines, "3 min 05 s" for people.
  case duration(Double)
  case severity(Severity)
  case list([String])
  /// A value that machines get and people do not need to see, because the row says it already.
  indirect case implied(Cell)

  /// Text, or nothing where it is nil or empty.
  package static func optional(_ text: String?) -> Cell { text.flatMap { $0.isEmpty ? nil : Cell.text($0) } ?? .none }
  package static func optional(_ value: Int?) -> Cell { value.map { .integer($0) } ?? .none }
  package static func optional(_ seconds: Double?) -> Cell { seconds.map { .duration($0) } ?? .none }
  package static func optional(_ instant: Instant?) -> Cell {
    instant.map { .time($0, TimePrecision.shortest(for: $0)) } ?? .none
  }

  /// What people read; not yet escaped.
  var words: String {
    switch self {
    case .none: "-"
    case .text(let text): text
    case .integer(let value): String(value)
    case .exact(let value): JSONWriter.number(value) ?? "\(value)"
    case .number(let value): Words.number(value)
    case .flag(let value): value ? "yes" : "no"
    case .time(let instant, let precision): instant.rfc3339(precision)
    case .duration(let seconds): Words.duration(seconds)
    case .severity(let severity): severity.name
    case .list(let items): items.isEmpty ? "-" : items.joined(separator: "; ")
    case .implied: ""
    }
  }

  /// What programs read where there is only text; not yet escaped.
  var plain: String {
    switch self {
    case .none: ""
    case .integer(let value): String(value)
    case .number(let value), .exact(let value), .duration(let value): JSONWriter.number(value) ?? "NaN"
    case .flag(let value): value ? "true" : "false"
    case .list(let items): items.joined(separator: "; ")
    case .implied(let cell): cell.plain
    case .text, .time, .severity: words
    }
  }

  var isNumber: Bool {
    switch self {
    case .integer, .number, .exact, .duration: true
    default: false
    }
  }
}

extension TimePrecision {
  /// The fewest decimals that lose nothing.
  package static func shortest(for instant: Instant) -> TimePrecision {
    let part = instant.nanoseconds % 1_000_000_000
    return part == 0 ? .second : part % 1_000_000 == 0 ? .millisecond : part % 1000 == 0 ? .microsecond : .nanosecond
  }
}

/// A table of typed cells that is small enough to be held: what most commands print.
package struct Listing {
  package var columns: [Column]
  package var rows: [[Cell]] = []
  /// Sentences below the table, for people only.
  package var footer: [String] = []
  /// What is said on standard error when there is no row.
  package var whenEmpty: String

  package init(_ columns: [Column], whenEmpty: String) { (self.columns, self.whenEmpty) = (columns, whenEmpty) }

  /// Writes all of it.
  package func write(_ format: OutputFormat, on terminal: Terminal) {
    var writer = ListingWriter(columns, format, on: terminal)
    for row in rows { writer.add(row) }
    writer.finish(footer: footer, whenEmpty: whenEmpty)
  }
}
