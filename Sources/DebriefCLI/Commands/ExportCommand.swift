import ArgumentParser
import DebriefModel
import DebriefReport
import DebriefStore

/// `debrief export`.
struct ExportCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write an incident for another tool.",
    usage: "debrief export <incident> --as <format> [--to <file>]",
    discussion: """
      \(list)

      Without --to the result goes to standard output. Nothing is sent anywhere.

      EXAMPLES
        debrief export ID --as perfetto --to trace.json
        debrief export ID --as grafana-annotations | jq length
        debrief export ID --as jira --to jira.csv
      """)

  private static var list: String {
    let width = ExportRegistry.descriptions.map { $0.id.count }.max() ?? 0
    return ExportRegistry.descriptions.map { export in
      export.id + String(repeating: " ", count: width - export.id.count + 2) + export.title
    }.joined(separator: "\n")
  }

  @OptionGroup var incident: IncidentOptions

  @Option(name: .customLong("as"), help: ArgumentHelp("The format, one of the list above.", valueName: "format"))
  var format: String

  @Option(help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
  var to = "-"

  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    guard var export = ExportRegistry.export(format) else { throw unknown() }
    let evidence = try incident.evidence(terminal)
    let analysis = try Pipeline.analyze(evidence)
    if to == "-" {
      try export.write(evidence, analysis) { terminal.out.write($0) }
    } else {
      let path = terminal.resolve(to)
      try AtomicFile.stream(to: path) { write in try export.write(evidence, analysis, to: write) }
      terminal.out.write(VisibleText.line(to) + "\n")
    }
    for remark in export.remarks { terminal.say(remark) }
    return .done
  }

  private func unknown() -> UsageProblem {
    UsageProblem(
      "there is no export format '\(format)'",
      help: Suggestion.help(for: format, among: ExportRegistry.descriptions.map { $0.id }, listed: ""))
  }
}
