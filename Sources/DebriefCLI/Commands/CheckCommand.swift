import ArgumentParser
import DebriefModel
import DebriefReport

/// `debrief check`.
struct CheckCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check incident.yaml and the action items of a postmortem.",
    usage: "debrief check <files> ... [<options>]",
    discussion: """
      In incident.yaml: keys that mean nothing, values that cannot be used, action items, and people named as a cause. In \
      a postmortem.md: the task list (- [ ] Title (owner: …, due: …, type: …, ticket: …, done when: …)) and the table of \
      action items. An item begins with a verb and has an owner, a due date, a type, a ticket and a test that tells \
      whether it is done. Words are checked in English. Problems are the output, and the status is 3.

      EXAMPLES
        debrief check ./incident/incident.yaml
        debrief check reviews/*/postmortem.md
        debrief check incident.yaml -o json
      """)

  @Argument(help: "incident.yaml files and postmortem.md files.")
  var files: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("List the problems (default: as sentences).", valueName: "format"))
  var output: OutputFormat?

  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    var checked: [(name: String, file: CheckedFile)] = []
    var failed = 0
    for name in files {
      do {
        checked.append((name, try CheckedFile(terminal.resolve(name), name: name)))
      } catch let diagnostic as Diagnostic {
        DiagnosticRenderer(terminal).show(diagnostic)
        failed += 1
      }
    }
    if let output { listing(checked).write(output, on: terminal) } else { show(checked, terminal) }
    let problems = checked.reduce(0) { $0 + $1.file.problems.count }
    let items = checked.reduce(0) { $0 + $1.file.actions }
    terminal.say(
      "\(Words.count(checked.count, "file")) and \(Words.count(items, "action item")) checked: "
        + (problems == 0 ? "no problems" : Words.count(problems, "problem")))
    return failed > 0 ? .failed : problems == 0 ? .done : .problems
  }

  private func show(_ checked: [(name: String, file: CheckedFile)], _ terminal: Terminal) {
    let renderer = DiagnosticRenderer(results: terminal)
    for (name, file) in checked {
      for problem in file.problems {
        renderer.show(
          Diagnostic(
            .error, problem.text, reason: problem.reason, place: "\(name):\(problem.line):\(problem.column)",
            help: problem.help))
      }
    }
  }

  private func listing(_ checked: [(name: String, file: CheckedFile)]) -> Listing {
    var listing = Listing(
      [
        Column("file"), Column("line", .number), Column("column", .number), Column("rule"), Column("problem"),
        Column("reason", detail: true), Column("help"),
      ], whenEmpty: "no problems")
    for (name, file) in checked {
      listing.rows += file.problems.map { problem in
        [
          .text(name), .integer(problem.line), .integer(problem.column), .text(problem.rule), .text(problem.text),
          .optional(problem.reason), .optional(problem.help),
        ]
      }
    }
    return listing
  }
}
