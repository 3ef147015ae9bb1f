import ArgumentParser

/// `debrief metrics`.
struct MetricsCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Show the time-to figures, each with its formula and bounds.",
    usage: "debrief metrics <incident> [<options>]",
    discussion: """
      A figure is between at_least and at_most: from how far the milestones behind it may be off. What is not known \
      stays not known, with the reason.

      EXAMPLES
        debrief metrics ID
        debrief metrics ID -o json
      """)

  @OptionGroup var incident: IncidentOptions
  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let analysis = try Pipeline.analyze(incident.evidence(terminal))
    Listing.metrics(analysis).write(output.output, on: terminal)
    return .done
  }
}
