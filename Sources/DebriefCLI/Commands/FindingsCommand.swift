import ArgumentParser

/// `debrief findings`.
struct FindingsCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings",
    abstract: "List what stands out, and the leads for the cause.",
    usage: "debrief findings <incident> [<options>]",
    discussion: """
      Every finding has evidence. A lead is a ranked candidate for the cause: where to look first, not a verdict.

      EXAMPLES
        debrief findings ID
        debrief findings ID --leads
        debrief findings ID -o markdown
      """)

  @OptionGroup var incident: IncidentOptions
  @Flag(help: "List the ranked leads instead.")
  var leads = false

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let analysis = try Pipeline.analyze(incident.evidence(terminal))
    (leads ? Listing.leads(analysis) : .findings(analysis)).write(output.output, on: terminal)
    return .done
  }
}
