import ArgumentParser
import DebriefImport

/// `debrief formats`.
struct FormatsCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "List the formats that can be read.",
    usage: "debrief formats [<options>]",
    discussion: """
      The order breaks ties; debrief import --explain shows how sure each importer is of a file. With --formats, your own \
      formats are tried on their samples and listed first.

      EXAMPLES
        debrief formats
        debrief formats -o markdown
        debrief formats --formats ./our-formats
      """)

  @OptionGroup var formats: FormatOptions
  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    Listing.formats(try formats.registry(terminal)).write(output.output, on: terminal)
    return .done
  }
}
