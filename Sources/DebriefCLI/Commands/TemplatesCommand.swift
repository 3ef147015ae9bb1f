import ArgumentParser

/// `debrief templates`.
struct TemplatesCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates",
    abstract: "List the report templates.",
    usage: "debrief templates [<options>]",
    discussion: """
      A template of your own is a folder: debrief report ID --template ./folder

      EXAMPLES
        debrief templates
      """)

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    Listing.templates().write(output.output, on: terminal)
    return .done
  }
}
