import ArgumentParser
import DebriefModel
import DebriefStore

/// `debrief search`.
struct SearchCommand: TerminalCommand {
  static let defaultLimit = 200

  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find events by their words, in all incidents.",
    usage: "debrief search <text> [<options>]",
    discussion: """
      Words are looked up in messages, subjects and reasons; all of them must occur. Text in double quotes is one phrase.

      EXAMPLES
        debrief search OOMKilled
        debrief search 'payments "connection refused"' --incident 2026-08-27-payments
      """)

  @Argument(help: "The words.")
  var text: String

  @Option(help: ArgumentHelp("Only in this incident.", valueName: "id"))
  var incident: String?

  @Option(help: ArgumentHelp("At most this many; 0 for all.", valueName: "number"))
  var limit = SearchCommand.defaultLimit

  @OptionGroup var output: ListingOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative") }
    guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
      throw ValidationError("there is no word to search for in '\(text)'")
    }
  }

  func run(on terminal: Terminal) throws -> ExitStatus {
    let store = try store.open(terminal)
    let incidents =
      try incident.map { [try IncidentLookup.evidence($0, in: store).incidentID] } ?? store.incidents().map { $0.id }
    var writer = ListingWriter([Column("incident")] + EventListing.columns, output.output, on: terminal)
    var found = 0
    for id in incidents { found += try search(store.evidence(incident: id), found, &writer) }
    writer.finish(whenEmpty: "nothing found")
    if limit > 0 && found > limit { terminal.say("more than \(limit) found; --limit 0 lists all") }
    return .done
  }

  /// Writes what one incident has, up to the limit; returns how many were seen, one more than the limit at most.
  private func search(_ evidence: StoreEvidence, _ before: Int, _ writer: inout ListingWriter) throws -> Int {
    let listing = EventListing(try evidence.sources())
    var found = 0
    try evidence.forEachEvent(EventFilter(search: text)) { event in
      found += 1
      guard limit == 0 || before + found <= limit else { return false }
      writer.add([.text(evidence.incidentID)] + listing.row(event))
      return true
    }
    return found
  }
}
