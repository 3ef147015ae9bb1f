import DebriefModel

/// The caveats as the report lists them: what several sources share is one row.
struct CaveatLedger {
  /// Rows shown at once; further ones are folded on the page and left to analysis.json in Markdown.
  static let shown = 8
  /// Paths named in one row.
  static let paths = 3

  struct Row {
    var kind: Caveat.Kind
    var text: String
    var when: String
    var sources: [String]

    /// The first sources; the others are counted.
    var named: [String] { Array(sources.prefix(CaveatLedger.paths)) }
    var unnamed: Int { sources.count - named.count }
  }

  private(set) var rows: [Row] = []

  init(_ caveats: [Caveat]) {
    var positions: [String: Int] = [:]
    for caveat in caveats {
      let when = Self.when(caveat.range)
      let key = "\(caveat.kind.rawValue)\n\(caveat.text)\n\(when)"
      if caveat.sources.count == 1, let position = positions[key] {
        rows[position].sources += caveat.sources
      } else {
        positions[key] = rows.count
        rows.append(Row(kind: caveat.kind, text: caveat.text, when: when, sources: caveat.sources))
      }
    }
  }

  var first: ArraySlice<Row> { rows.prefix(Self.shown) }
  var rest: ArraySlice<Row> { rows.dropFirst(Self.shown) }

  /// One line for the side of a conclusion.
  static func line(_ caveat: Caveat) -> String {
    let when = when(caveat.range)
    return "\(caveat.sources.joined(separator: " and ")): \(caveat.text)" + (when.isEmpty ? "" : " (\(when))")
  }

  /// `18:13:40 to 18:25:40`, `before 18:05:11`; empty for what holds always.
  static func when(_ range: TimeRange?) -> String {
    guard let range else { return "" }
    if range.start == Instant(nanoseconds: .min) { return "before \(moment(range.end))" }
    if range.start == range.end { return "at \(moment(range.start))" }
    let end = range.start.date == range.end.date ? range.end.clock() : moment(range.end)
    return "\(moment(range.start)) to \(end)"
  }

  private static func moment(_ instant: Instant) -> String { "\(instant.date) \(instant.clock())" }
}
