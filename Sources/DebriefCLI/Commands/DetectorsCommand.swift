import ArgumentParser

/// `debrief detectors`.
struct DetectorsCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "detectors",
    abstract: "List what the analysis looks for.",
    usage: "debrief detectors [<options>]",
    discussion: """
      EXAMPLES
        debrief detectors
      """)

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    Listing.detectors().write(output.output, on: terminal)
    return .done
  }
}
