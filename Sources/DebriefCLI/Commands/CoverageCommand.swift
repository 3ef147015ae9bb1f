import ArgumentParser
import DebriefStore

/// `debrief coverage`.
struct CoverageCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Show what the evidence can and cannot tell.",
    usage: "debrief coverage <incident> [<options>]",
    discussion: """
      Every source with its span, its limits and its warnings, then what the evidence as a whole cannot show.

      EXAMPLES
        debrief coverage ID
        debrief coverage ID --rejections
      """)

  @OptionGroup var incident: IncidentOptions
  @Flag(help: "List the records that could not be read instead, at most 1000.")
  var rejections = false

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let evidence = try incident.evidence(terminal)
    let listing =
      rejections
      ? Listing.rejections(try evidence.rejections(), try evidence.sources())
      : .coverage(try Pipeline.analyze(evidence))
    listing.write(output.output, on: terminal)
    return .done
  }
}
