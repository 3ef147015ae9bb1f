import ArgumentParser
import DebriefModel
import DebriefReport

/// Which playbooks apply: those of the program, and those that a team keeps in a folder.
struct PlaybookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A folder of your own playbooks (default: $DEBRIEF_PLAYBOOKS, else none).", valueName: "dir"))
  var playbooks: String?

  /// The playbooks; the first problem of the folder is thrown.
  func all(_ terminal: Terminal) throws -> [Playbook] {
    let inherited = terminal.environment[EnvironmentVariable.playbooks.rawValue].flatMap { $0.isEmpty ? nil : $0 }
    let folder = playbooks ?? inherited
    return try PlaybookLibrary.playbooks(own: folder.map { terminal.resolve($0) }, shownAs: folder)
  }
}

/// `debrief playbooks`.
struct PlaybooksCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "playbooks",
    abstract: "List the playbooks, or print one.",
    usage: "debrief playbooks [show <name>] [<options>]",
    discussion: """
      A playbook says what to do in each phase when something of a kind goes wrong. With --playbooks, your own are listed, too; \
      of two with one id yours wins.

      EXAMPLES
        debrief playbooks
        debrief playbooks show crash-loop
        debrief playbooks --playbooks ./our-playbooks
      """)

  @Argument(help: ArgumentHelp("show and the name of a playbook.", valueName: "show name"))
  var words: [String] = []

  @OptionGroup var playbooks: PlaybookOptions
  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let all = try playbooks.all(terminal)
    guard let verb = words.first else {
      Listing.playbooks(all).write(output.output, on: terminal)
      return .done
    }
    guard verb == "show", words.count == 2 else {
      throw UsageProblem(
        "debrief playbooks takes no “\(words.joined(separator: " "))”", help: "debrief playbooks show NAME")
    }
    terminal.out.write(VisibleText.of(try PlaybookLibrary.playbook(words[1], in: all).text))
    return .done
  }
}
