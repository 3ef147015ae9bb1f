import ArgumentParser
import DebriefReport

/// `debrief analyze`.
struct AnalyzeCommand: TerminalCommand {
  /// The one format of the analysis document.
  enum Format: String, CaseIterable, ExpressibleByArgument { case json }

  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Print the whole analysis as JSON.",
    usage: "debrief analyze <incident> [<options>]",
    discussion: """
      The document has the schema debrief.analysis/1: stable keys, times in RFC 3339 UTC, durations in seconds, unknown \
      values null.

      EXAMPLES
        debrief analyze ID -o json
        debrief analyze ID | jq .metrics
      """)

  @OptionGroup var incident: IncidentOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The format; json is the only one.", valueName: "format"))
  var output = Format.json

  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    terminal.out.write(AnalysisJSON.encode(try Pipeline.review(incident.evidence(terminal))))
    return .done
  }
}
