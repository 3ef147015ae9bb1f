import ArgumentParser
import DebriefStore

/// `debrief incidents`.
struct IncidentsCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "incidents",
    abstract: "List the incidents in the store.",
    usage: "debrief incidents [<options>]",
    discussion: """
      EXAMPLES
        debrief incidents
        debrief incidents -o json --store team.db
      """)

  @OptionGroup var output: ListingOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    Listing.incidents(try store.open(terminal).incidents()).write(output.output, on: terminal)
    return .done
  }
}
