/// How a command ends. This is the one list; docs/reference/exit-codes.md is printed from it.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case failed = 1
  case rejected = 2
  case problems = 3
  case usage = 64
  case interrupted = 130

  /// One sentence for the table.
  package var meaning: String {
    switch self {
    case .done: "Done."
    case .failed: "Failed: an error was printed. Files that could be read are in the store all the same."
    case .rejected: "Done, but `--strict` was given and at least one record was rejected."
    case .problems: "`verify` or `check` found problems; they are the output."
    case .usage: "Usage: an unknown command or option, a missing or malformed value."
    case .interrupted: "Interrupted (Ctrl-C). Files read completely are in the store, the one being read is not."
    }
  }
}
