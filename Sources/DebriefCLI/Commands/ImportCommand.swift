import ArgumentParser
import DebriefImport
import DebriefModel
import DebriefReport
import DebriefStore

/// `debrief import`.
struct ImportCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read evidence into the store.",
    usage: "debrief import <paths> ... [<options>]",
    discussion: """
      Formats are recognised by content, not by name. Importing the same bytes again changes nothing; a changed file \
      replaces what it gave before. A record that cannot be read is kept as a rejection and the import goes on.

      EXAMPLES
        debrief import ./incident
        debrief import events.json pods.json --incident 2026-08-27-payments
        kubectl get events -A -o json | debrief import - --incident now
        debrief import ./incident --explain
        debrief import ./incident -o json --strict
      """)

  @Argument(help: "Files and folders; - is standard input.")
  var paths: [String]

  @Option(help: ArgumentHelp("The incident's id (default: the manifest's, else the folder's name).", valueName: "id"))
  var incident: String?

  @Option(help: ArgumentHelp("Read every file with this importer; debrief formats lists them.", valueName: "id"))
  var format: String?

  @Option(
    help: ArgumentHelp(
      "When relative ages such as '5m' were printed (default: the manifest's word).", valueName: "time"),
    transform: TimeArgument.parse)
  var capturedAt: TimeArgument?

  @Option(
    help: ArgumentHelp(
      "The zone of clocks that state none, e.g. Europe/Berlin (default: the manifest's, else UTC).", valueName: "zone"))
  var timezone: String?

  @OptionGroup var formats: FormatOptions
  @OptionGroup var range: RangeOptions
  @OptionGroup var adjust: AdjustOptions

  @Flag(help: "Say how sure each importer was of each file, and why the chosen one was chosen.")
  var explain = false

  @Flag(help: "End with status 2 when a record was rejected.")
  var strict = false

  @Option(name: .shortAndLong, help: ArgumentHelp("List the sources.", valueName: "format"))
  var output: OutputFormat?

  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let registry = try formats.registry(terminal)
    try checkFormat(registry)
    try checkZone()
    let storePath = store.path(terminal)
    let paths = try EvidencePaths(paths, excluding: StoreFiles.of(storePath), on: terminal)
    var plan = try ImportPlan(paths, incident: incident)
    plan.request.format = format
    plan.request.capturedAt = capturedAt?.start
    plan.request.timezone = timezone
    plan.request.range = try range.range()
    plan.request.adjustments = try adjust.adjustments(among: plan.paths.files)
    let result = try ImportRun(store: Store(path: storePath), plan: plan).perform(on: terminal, registry: registry)
    report(result, plan, terminal)
    return status(result)
  }

  private func checkFormat(_ registry: ImporterRegistry) throws {
    guard let format, registry.format(id: format) == nil else { return }
    let ids = registry.formats.map { $0.id }
    throw UsageProblem(
      "there is no format '\(format)'",
      help: Suggestion.help(for: format, among: ids, listed: "debrief formats lists them"))
  }

  private func checkZone() throws {
    guard let timezone, AssumedZone(timezone) == nil else { return }
    throw UsageProblem(
      "unknown time zone '\(timezone)'", help: "use an IANA name such as Europe/Berlin, or an offset such as +02:00")
  }

  private func report(_ result: ImportResult, _ plan: ImportPlan, _ terminal: Terminal) {
    let explanation = Listing.explained(result, forced: format)
    if let output { Listing.imported(result).write(output, on: terminal) }
    if explain { explanation.write(.table, on: output == nil ? terminal : terminal.withResultsOnError) }
    let renderer = DiagnosticRenderer(terminal)
    let summary = ImportSummary(result: result)
    for diagnostic in result.failures + summary.warnings + [plan.remark].compactMap({ $0 }) {
      renderer.show(diagnostic)
    }
    for line in summary.lines { terminal.say(VisibleText.line(line)) }
    if result.events + result.samples > 0 { terminal.say("next: debrief timeline \(result.incident)") }
  }

  private func status(_ result: ImportResult) -> ExitStatus {
    if !result.failures.isEmpty { return .failed }
    return strict && result.rejected > 0 ? .rejected : .done
  }
}

/// The files of a store, which are never evidence.
enum StoreFiles {
  /// Canonical paths: the database and what SQLite puts beside it.
  static func of(_ path: String) -> [String] {
    let canonical = CanonicalPath.of(path)
    return ["", "-wal", "-shm", "-journal"].map { canonical + $0 }
  }
}
