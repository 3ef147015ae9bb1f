import ArgumentParser
import DebriefModel

/// `debrief patterns`.
struct PatternsCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "patterns",
    abstract: "List what log lines have in common, and what changed with the impact.",
    usage: "debrief patterns <incident> [<options>]",
    discussion: """
      A pattern is the text of log lines with <*> where they differ. Each is counted before the impact and from then until \
      recovery; new ones come first, then those logged more often, then those logged less. Lines of a log that was not \
      collected look as if they had stopped. The pattern of each event is kept in the store, as events.pattern of debrief sql.

      EXAMPLES
        debrief patterns ID
        debrief patterns ID --new
        debrief patterns ID -o csv > patterns.csv
      """)

  @OptionGroup var incident: IncidentOptions
  @Flag(help: "Only patterns that were never logged before the impact.")
  var new = false

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let evidence = try incident.evidence(terminal)
    var patterns = try Pipeline.analyze(evidence).logPatterns
    try Pipeline.keepPatterns(evidence)
    if new { patterns.patterns.removeAll { !$0.isNew } }
    Listing.patterns(patterns).write(output.output, on: terminal)
    return .done
  }
}
