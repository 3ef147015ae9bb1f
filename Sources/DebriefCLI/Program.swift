import ArgumentParser
import DebriefModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The whole program: parses, runs a command, turns what it throws into words and a status.
package enum Program {
  /// Runs with the process's arguments and streams, then exits.
  package static func main() -> Never {
    exitWhenInterrupted()
    let status = run(Array(CommandLine.arguments.dropFirst()), on: .system(environment: environment()))
    exit(status.rawValue)
  }

  /// Runs in this process, with any terminal.
  package static func run(_ arguments: [String], on terminal: Terminal) -> ExitStatus {
    var terminal = terminal
    terminal.color = ColorChoice.chosen(in: arguments)
    let status = perform(arguments, terminal)
    terminal.out.flush()
    guard terminal.out.isIntact else {
      terminal.say("error: cannot write to standard output")
      return .failed
    }
    return status
  }

  private static func perform(_ arguments: [String], _ terminal: Terminal) -> ExitStatus {
    do {
      var command = try DebriefCommand.parseAsRoot(arguments)
      if let command = command as? any TerminalCommand { return try command.run(on: terminal) }
      try command.run()
      return .done
    } catch let diagnostic as Diagnostic {
      DiagnosticRenderer(terminal).show(diagnostic)
      return .failed
    } catch let problem as UsageProblem {
      DiagnosticRenderer(terminal).show(problem.diagnostic)
      return .usage
    } catch {
      return explain(error, arguments, terminal)
    }
  }

  /// Help and version are results; what the parser did not understand is told in the anatomy of all errors.
  private static func explain(_ error: any Error, _ arguments: [String], _ terminal: Terminal) -> ExitStatus {
    let code = DebriefCommand.exitCode(for: error)
    if code == .success {
      terminal.out.write(CLIReference.tidied(DebriefCommand.fullMessage(for: error, columns: helpColumns(terminal))))
      return .done
    }
    guard code == .validationFailure else {
      DiagnosticRenderer(terminal).show(Diagnostic(.error, "the command failed", reason: "\(error)"))
      return .failed
    }
    DiagnosticRenderer(terminal).show(usageDiagnostic(error, arguments))
    return .usage
  }

  private static func usageDiagnostic(_ error: any Error, _ arguments: [String]) -> Diagnostic {
    let names = DebriefCommand.commandNames
    let word = arguments.first { !$0.hasPrefix("-") }
    if let word, !names.contains(word) {
      let help = Suggestion.help(for: word, among: names, listed: "debrief --help lists the commands")
      return Diagnostic(.error, "there is no command '\(word)'", help: help)
    }
    let command = word.map { "debrief \($0) --help" } ?? "debrief --help"
    var (summary, help) = (DebriefCommand.message(for: error), "see \(command)")
    // The parser puts its advice behind the sentence; here advice has its own line.
    for advice in [". Did you mean ", ". Please provide "] {
      guard let at = summary.firstRange(of: advice) else { continue }
      help = lowerCased(String(summary[at.lowerBound...].dropFirst(2)))
      summary = String(summary[..<at.lowerBound])
    }
    return Diagnostic(.error, lowerCased(summary), help: help)
  }

  private static func lowerCased(_ sentence: String) -> String {
    var text = sentence
    if text.hasSuffix(".") { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Help is wrapped to the screen, but never wider than a page.
  private static func helpColumns(_ terminal: Terminal) -> Int {
    terminal.out.isTTY ? min(max(terminal.width, 60), CLIReference.columns) : CLIReference.columns
  }

  private static func environment() -> [String: String] {
    var values: [String: String] = [:]
    for name in EnvironmentVariable.allCases {
      if let value = unsafe getenv(name.rawValue) { values[name.rawValue] = unsafe String(cString: value) }
    }
    return values
  }

  /// Ctrl-C ends with 130 after a word; a store survives it as it survives a crash. SIGPIPE stays at its default.
  private static func exitWhenInterrupted() {
    let before = signal(SIGINT) { _ in
      let words: StaticString = "\ndebrief: interrupted\n"
      _ = unsafe write(2, words.utf8Start, words.utf8CodeUnitCount)
      _exit(ExitStatus.interrupted.rawValue)
    }
    // A program that starts this one from a worker thread may hand down a mask; Ctrl-C must work all the same.
    var interrupts = sigset_t()
    unsafe sigemptyset(&interrupts)
    unsafe sigaddset(&interrupts, SIGINT)
    unsafe pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
    // Started with interrupts ignored (nohup, a background job): it stays so.
    if unsafe unsafeBitCast(before, to: Int.self) == 1 { _ = signal(SIGINT, SIG_IGN) }
  }
}

/// The environment variables that are read; no other is.
package enum EnvironmentVariable: String, CaseIterable {
  case store = "DEBRIEF_STORE"
  case formats = "DEBRIEF_FORMATS"
  case playbooks = "DEBRIEF_PLAYBOOKS"
  case noColor = "NO_COLOR"
  case term = "TERM"
  case columns = "COLUMNS"

  /// One sentence for the reference.
  package var meaning: String {
    switch self {
    case .store: "The store to use when `--store` is not given."
    case .formats: "The folder of a team's own formats when `--formats` is not given."
    case .playbooks: "The folder of a team's own playbooks when `--playbooks` is not given."
    case .noColor: "Set to anything: no colour, unless `--color always` is given."
    case .term: "`dumb`: no colour."
    case .columns: "The width of the screen, when it is one."
    }
  }
}

extension ColorChoice {
  /// What `--color` says, known before the rest is parsed, so that errors in the rest follow it too.
  static func chosen(in arguments: [String]) -> ColorChoice {
    for (index, argument) in arguments.enumerated() {
      if argument == "--" { break }
      let value =
        argument.hasPrefix("--color=")
        ? String(argument.dropFirst(8))
        : argument == "--color" && index + 1 < arguments.count ? arguments[index + 1] : nil
      if let choice = value.flatMap({ ColorChoice(rawValue: $0) }) { return choice }
    }
    return .auto
  }
}
