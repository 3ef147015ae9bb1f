import ArgumentParser
import DebriefModel
import DebriefStore

/// `debrief sql`.
struct SqlCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Ask the store in SQL, read-only.",
    usage: "debrief sql <query> [<options>]",
    discussion: """
      One SELECT over the views sources, events, samples, patterns and rejections, which stay stable; the tables behind \
      them may change. Their columns are in docs/reference/schema.md.

      EXAMPLES
        debrief sql "SELECT kind, count(*) FROM events GROUP BY kind"
        debrief sql "SELECT start, subject, message FROM events WHERE severity = 'error'" -o csv
      """)

  @Argument(help: "One SELECT statement.")
  var query: String

  @OptionGroup var output: ListingOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    try SelectGuard.check(query)
    let store = try store.open(terminal)
    var writer: ListingWriter?
    do {
      try store.select(query) { names in
        writer = ListingWriter(names.map { Column($0) }, output.output, on: terminal)
      } row: { values in
        writer?.add(values.map { Self.cell($0) })
        return true
      }
    } catch let diagnostic as Diagnostic {
      throw SelectGuard.withSuggestion(diagnostic)
    }
    writer?.finish(whenEmpty: "no rows")
    return .done
  }

  private static func cell(_ value: SQLValue) -> Cell {
    switch value {
    case .null: .none
    case .integer(let integer): .integer(Int(integer))
    case .real(let real): .exact(real)
    case .text(let text): .text(text)
    case .blob(let bytes): .text("<\(bytes) bytes>")
    }
  }
}

/// Lets only questions through. The connection is read-only as well; this also stops what does not write here:
/// ATTACH, PRAGMA, VACUUM INTO.
enum SelectGuard {
  static let openers = ["SELECT", "WITH", "VALUES", "EXPLAIN"]

  /// Throws unless the statement begins as a question does.
  static func check(_ sql: String) throws {
    let opener = firstWord(sql).uppercased()
    guard !openers.contains(opener) else { return }
    throw Diagnostic(
      .error, "only SELECT is allowed here",
      reason: opener.isEmpty ? "there is no statement" : "the statement begins with \(opener)",
      help: "the store is changed by debrief import alone")
  }

  /// The first word after white space and comments.
  static func firstWord(_ sql: String) -> String {
    var rest = Substring(sql)
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "(" }
      if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*"), let end = rest.dropFirst(2).firstRange(of: "*/") {
        rest = rest[end.upperBound...]
      } else {
        return String(rest.prefix { $0.isLetter })
      }
    }
  }

  /// Adds the nearest name of a view or column where SQLite does not know one.
  static func withSuggestion(_ diagnostic: Diagnostic) -> Diagnostic {
    guard let reason = diagnostic.reason else { return diagnostic }
    var diagnostic = diagnostic
    if reason.hasPrefix("Multiple statements") {
      (diagnostic.reason, diagnostic.help) = ("there is more than one statement", "ask one question at a time")
    }
    for (beginning, known) in [("no such table: ", StableViews.names), ("no such column: ", StableViews.columns)] {
      guard let at = reason.firstRange(of: beginning) else { continue }
      let word = reason[at.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
      let name = word.split(separator: ".").last.map(String.init) ?? String(word)
      if let nearest = Suggestion.nearest(to: name, among: known) { diagnostic.help = "did you mean '\(nearest)'?" }
    }
    return diagnostic
  }
}

/// The names that queries may rely on.
enum StableViews {
  static let names = SchemaDocument.views.map { $0.name }
  static let columns = SchemaDocument.views.flatMap { $0.columns.map { $0.name } }
}
