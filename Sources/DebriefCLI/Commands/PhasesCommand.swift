import ArgumentParser

/// `debrief phases`.
struct PhasesCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "phases",
    abstract: "Show the phases of an incident and the milestones between them.",
    usage: "debrief phases <incident> [<options>]",
    discussion: """
      Phases are identification, containment, eradication, recovery and post_incident; from impact_started to recovered \
      they add up exactly. Where a milestone is not known, the phases it separates are reported together.

      EXAMPLES
        debrief phases ID
        debrief phases ID --milestones
        debrief phases ID -o json
      """)

  @OptionGroup var incident: IncidentOptions
  @Flag(help: "List the milestones with the rule and the evidence that set them.")
  var milestones = false

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let analysis = try Pipeline.analyze(incident.evidence(terminal))
    (milestones ? Listing.milestones(analysis) : .phases(analysis)).write(output.output, on: terminal)
    return .done
  }
}
