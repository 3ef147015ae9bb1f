import ArgumentParser
import DebriefReport
import DebriefStore

/// `debrief report`.
struct ReportCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the postmortem of an incident again.",
    usage: "debrief report <incident> [<options>]",
    discussion: """
      Writes postmortem.md, postmortem.html, analysis.json and actions.csv. In a postmortem.md that is already there, \
      everything outside the generated blocks stays as people wrote it.

      EXAMPLES
        debrief report ID
        debrief report ID --to ./review --template ./our-template
      """)

  @OptionGroup var incident: IncidentOptions

  @Option(help: ArgumentHelp("A template's name, or its folder; debrief templates lists them.", valueName: "name|dir"))
  var template: String?

  @Option(help: ArgumentHelp("The folder to write to (default: ./debrief-<id>).", valueName: "dir"))
  var to: String?

  @OptionGroup var playbooks: PlaybookOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let evidence = try incident.evidence(terminal)
    let folder = terminal.resolve(to ?? ReportWriter.defaultFolder(evidence.incidentID))
    let paths = try ReportWriter(folder: folder, playbooks: playbooks.all(terminal)).write(
      evidence, template: template.map { templatePath($0, terminal) })
    for path in paths { terminal.out.write(VisibleText.line(path) + "\n") }
    return .done
  }

  /// A name stays a name; a path is resolved.
  private func templatePath(_ template: String, _ terminal: Terminal) -> String {
    template.contains("/") || template == "." ? terminal.resolve(template) : template
  }
}
