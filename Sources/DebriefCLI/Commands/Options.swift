import ArgumentParser
import DebriefImport
import DebriefModel
import DebriefStore

extension ColorChoice: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}

/// What every command understands.
struct DisplayOptions: ParsableArguments {
  @Option(help: "When to use colour; auto: on a terminal, unless NO_COLOR is set.")
  var color = ColorChoice.auto
}

/// Which store to use.
struct StoreOptions: ParsableArguments {
  static let defaultPath = "./debrief.db"

  @Option(help: ArgumentHelp("The store (default: $DEBRIEF_STORE, else ./debrief.db).", valueName: "file"))
  var store: String?

  /// The path: the option, else the environment, else the default.
  func path(_ terminal: Terminal) -> String {
    let inherited = terminal.environment[EnvironmentVariable.store.rawValue].flatMap { $0.isEmpty ? nil : $0 }
    return terminal.resolve(store ?? inherited ?? Self.defaultPath)
  }

  /// Opens the store, which must exist.
  func open(_ terminal: Terminal) throws -> Store { try Store(existing: path(terminal)) }
}

/// Which formats can be read: those of the program, and those that a team declares in a folder.
struct FormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A folder of your own log formats (default: $DEBRIEF_FORMATS, else none).", valueName: "dir"))
  var formats: String?

  /// The registry; all problems of the folder are shown, and the last one is thrown.
  func registry(_ terminal: Terminal) throws -> ImporterRegistry {
    let inherited = terminal.environment[EnvironmentVariable.formats.rawValue].flatMap { $0.isEmpty ? nil : $0 }
    guard let folder = formats ?? inherited else { return .standard }
    var (declared, problems) = try DeclaredFormats.load(terminal.resolve(folder), shownAs: folder)
    guard let last = problems.popLast() else { return ImporterRegistry.standard.adding(declared) }
    for problem in problems { DiagnosticRenderer(terminal).show(problem) }
    throw last
  }
}

/// How a listing is written.
struct ListingOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("How to write the listing.", valueName: "format"))
  var output = OutputFormat.table
}

/// One incident in a store.
struct IncidentOptions: ParsableArguments {
  @Argument(help: "The incident's id; debrief incidents lists them.")
  var incident: String

  @OptionGroup var store: StoreOptions

  /// Opens the store and finds the incident.
  func evidence(_ terminal: Terminal) throws -> StoreEvidence {
    try IncidentLookup.evidence(incident, in: store.open(terminal))
  }
}

/// Finds an incident by its id.
enum IncidentLookup {
  /// The evidence; throws a diagnostic that suggests the nearest id.
  static func evidence(_ id: String, in store: Store) throws -> StoreEvidence {
    let known = try store.incidents().map { $0.id }
    if !known.contains(id), let nearest = Suggestion.nearest(to: id, among: known) {
      throw Diagnostic(
        .error, "no incident '\(id)' in the store", place: store.path, help: "did you mean '\(nearest)'?")
    }
    return try store.evidence(incident: id)
  }
}

/// The range of time that a listing or an import is restricted to.
struct RangeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only from this time on: 2026-08-27, '2026-08-27 18:00' (UTC) or RFC 3339.", valueName: "time"),
    transform: TimeArgument.parse)
  var since: TimeArgument?

  @Option(
    help: ArgumentHelp("Only up to this time; a date means its whole day.", valueName: "time"),
    transform: TimeArgument.parse)
  var until: TimeArgument?

  /// The range; nil without either option. Throws when it is empty.
  func range() throws -> TimeRange? {
    guard since != nil || until != nil else { return nil }
    let start = since?.start ?? Instant(nanoseconds: .min)
    let end = until?.end ?? Instant(nanoseconds: .max)
    guard start <= end else {
      throw UsageProblem("--since lies after --until", reason: "\(start) is later than \(end)", help: "swap them")
    }
    return TimeRange(start, end)
  }
}
