import ArgumentParser
import DebriefModel
import DebriefStore

/// `debrief timeline`.
struct TimelineCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "List what happened, in order of time.",
    usage: "debrief timeline <incident> [<options>]",
    discussion: """
      A record that stands for several occurrences shows its first and its last; what lies between is not known. \
      Events without a time come last, unless a range of time is asked for. JSON and CSV have more columns.

      EXAMPLES
        debrief timeline ID
        debrief timeline ID --since '2026-08-27 18:00' --until '2026-08-27 19:00'
        debrief timeline ID --kind alert --kind change
        debrief timeline ID -n shop --severity warning --search 'connection refused'
        debrief timeline ID -o csv > timeline.csv
      """)

  @OptionGroup var incident: IncidentOptions
  @OptionGroup var range: RangeOptions
  @OptionGroup var filter: EventOptions
  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let request = try filter.filter(range: range.range())
    let evidence = try incident.evidence(terminal)
    var writer = ListingWriter(EventListing.columns, output.output, on: terminal)
    let listing = EventListing(try evidence.sources())
    var left = filter.limit ?? .max
    try evidence.forEachEvent(request) { event in
      guard left > 0 else { return false }
      left -= 1
      writer.add(listing.row(event))
      return true
    }
    writer.finish(whenEmpty: "no matching events")
    return .done
  }
}

/// Which events.
struct EventOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only this kind; may be repeated: \(EventKind.allCases.map { $0.rawValue }.joined(separator: ", ")).",
      valueName: "kind"))
  var kind: [String] = []

  @Option(name: .shortAndLong, help: "Only subjects in this namespace.")
  var namespace: String?

  @Option(help: "At least this severe: debug, info, notice, warning, error or critical.")
  var severity: String?

  @Option(help: ArgumentHelp("Only events with all these words; \"a phrase\" in double quotes.", valueName: "text"))
  var search: String?

  @Option(help: ArgumentHelp("At most this many.", valueName: "number"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  /// The filter; throws a usage problem that suggests the nearest word.
  func filter(range: TimeRange?) throws -> EventFilter {
    let kinds = try kind.map { try known($0, EventKind.allCases, "kind of event") { $0.rawValue } }
    let least = try severity.map { try known($0, Severity.allCases, "severity") { $0.name } }
    return EventFilter(range: range, kinds: Set(kinds), namespace: namespace, severity: least, search: search)
  }

  private func known<Value>(_ word: String, _ all: [Value], _ noun: String, _ name: (Value) -> String) throws -> Value {
    if let match = all.first(where: { name($0) == word.lowercased() }) { return match }
    throw UsageProblem(
      "there is no \(noun) '\(word)'", help: Suggestion.help(for: word, among: all.map(name), listed: ""))
  }
}
