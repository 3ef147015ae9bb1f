import ArgumentParser
import DebriefModel

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
        debrief phases ID --ladder
        debrief phases ID --clocks
        debrief phases ID -o json
      """)

  @OptionGroup var incident: IncidentOptions
  @Flag(exclusivity: .exclusive)
  var view: PhasesView?

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let analysis = try Pipeline.analyze(incident.evidence(terminal))
    listing(analysis).write(output.output, on: terminal)
    return .done
  }

  private func listing(_ analysis: IncidentAnalysis) -> Listing {
    switch view {
    case .milestones: .milestones(analysis)
    case .ladder: .ladder(analysis)
    case .clocks: .clocks(analysis)
    case .intervals: .intervals(analysis)
    case nil: .phases(analysis)
    }
  }
}

/// What `debrief phases` lists in place of the phases.
enum PhasesView: String, EnumerableFlag {
  case milestones, ladder, clocks, intervals

  static func help(for value: PhasesView) -> ArgumentHelp? {
    switch value {
    case .milestones: "List the milestones with the rule and the evidence that set them."
    case .ladder: "List the steps from the first sign to the first repair."
    case .clocks: "List the milestones as people recorded them beside what the telemetry shows."
    case .intervals: "List the stretches of the impact, relapses included."
    }
  }
}
