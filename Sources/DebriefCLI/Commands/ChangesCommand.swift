import ArgumentParser

/// `debrief changes`.
struct ChangesCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "List what altered the system.",
    usage: "debrief changes <incident> [<options>]",
    discussion: """
      Rollouts, scalings, configuration, cordons, policies and the like, as audit logs and events tell them.

      EXAMPLES
        debrief changes ID
        debrief changes ID -o csv > changes.csv
      """)

  @OptionGroup var incident: IncidentOptions
  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let analysis = try Pipeline.analyze(incident.evidence(terminal))
    Listing.changes(analysis).write(output.output, on: terminal)
    return .done
  }
}
