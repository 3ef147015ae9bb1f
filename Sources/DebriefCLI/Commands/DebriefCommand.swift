import ArgumentParser
import DebriefModel

/// A command that runs against a terminal given to it, so that tests need no process.
protocol TerminalCommand: ParsableCommand {
  func run(on terminal: Terminal) throws -> ExitStatus
}

/// The root: without arguments it says where to start.
struct DebriefCommand: TerminalCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "debrief",
    abstract: "Turn a folder of evidence into an account of a Kubernetes incident.",
    discussion: """
      Everything happens on this machine: no network is used, and the evidence is only read.
      Results go to standard output, everything else to standard error.

      EXAMPLES
        debrief draft ./incident            import, analyse and write the postmortem
        debrief timeline ID --kind change   what was changed, in order of time
        debrief search 'connection refused' where a text stands, in all incidents
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Start here:",
        subcommands: [
          CollectCommand.self, DraftCommand.self, ImportCommand.self, BatchCommand.self, IncidentsCommand.self,
          SimilarCommand.self,
        ]),
      CommandGroup(
        name: "Look into an incident:",
        subcommands: [
          TimelineCommand.self, PhasesCommand.self, MetricsCommand.self, FindingsCommand.self, PatternsCommand.self,
          ChangesCommand.self,
          CoverageCommand.self, SearchCommand.self, SqlCommand.self,
        ]),
      CommandGroup(name: "Look over many incidents:", subcommands: [ReliabilityCommand.self]),
      CommandGroup(
        name: "Hand it on:",
        subcommands: [
          AnalyzeCommand.self, ReportCommand.self, ExportCommand.self, ActionsCommand.self, CheckCommand.self,
          VerifyCommand.self,
        ]),
      CommandGroup(
        name: "What debrief knows:",
        subcommands: [FormatsCommand.self, DetectorsCommand.self, PlaybooksCommand.self, TemplatesCommand.self]),
    ])

  @OptionGroup var display: DisplayOptions

  /// All commands in the order of the help.
  static var commands: [any ParsableCommand.Type] { configuration.groupedSubcommands.flatMap { $0.subcommands } }

  /// The names of all commands.
  static var commandNames: [String] { commands.map { $0._commandName } + ["help"] }

  func run(on terminal: Terminal) throws -> ExitStatus {
    terminal.out.write(Self.firstContact)
    return .done
  }

  static let firstContact = """
    debrief turns a folder of evidence into an account of a Kubernetes incident.

      debrief draft FOLDER     read the folder, analyse it, write the postmortem
      debrief import PATH…     read files into the store
      debrief timeline ID      what happened, in order of time
      debrief findings ID      what stands out, with its evidence

    Files are recognised by their content: events, pods, logs, metrics, audit logs,
    pages. They are read on this machine and sent nowhere. All commands: debrief --help

    Next: debrief draft FOLDER

    """
}
