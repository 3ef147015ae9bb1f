import ArgumentParser
import Foundation

/// The reference of the command line, printed from the definitions themselves.
package enum CLIReference {
  /// Help is wrapped at this many columns, in the reference and where nobody looks.
  package static let columns = 100

  /// The names of all commands.
  package static var commandNames: [String] { DebriefCommand.commands.map { $0._commandName } }

  /// The help of one command; that of the program for nil.
  package static func help(_ command: String?) -> String {
    let type = DebriefCommand.commands.first { $0._commandName == command }
    let text =
      type.map { DebriefCommand.helpMessage(for: $0, columns: columns) } ?? DebriefCommand.helpMessage(columns: columns)
    return tidied(text)
  }

  /// Help without spaces at the ends of lines, with headings as they are meant, and one newline at its end.
  static func tidied(_ help: String) -> String {
    var lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed()).replacing(": SUBCOMMANDS:", with: ":")
    }
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `docs/reference/cli.md`.
  package static var markdown: String {
    var text = """
      # Commands

      Printed from the program's own help; a test compares them. Results go to standard output, everything else to
      standard error. Exit codes are listed in [exit-codes.md](exit-codes.md), formats in [formats.md](formats.md), the
      views for `debrief sql` in [schema.md](schema.md).

      Listings take `-o table`, `json` (an array of objects), `jsonl` (one object a line), `csv` (RFC 4180) or `markdown`.
      `json`, `jsonl` and `csv` have all columns, tables and Markdown those that fit a page. Unknown values are `null` in
      JSON, empty in CSV and `-` in tables. Text from evidence is made visible in tables: it cannot steer a terminal; in
      CSV, text that a spreadsheet would run as a formula begins with an apostrophe.

      Times are UTC. `--since` and `--until` take a date (`2026-08-27`, for `--until` its whole day), a date with a time of
      day (`2026-08-27 18:00`) or RFC 3339 with any offset.

      | environment | meaning |
      |---|---|

      """
    for variable in EnvironmentVariable.allCases { text += "| `\(variable.rawValue)` | \(variable.meaning) |\n" }
    text += "\n" + section("debrief", help(nil))
    for name in commandNames { text += "\n" + section("debrief \(name)", help(name)) }
    return text
  }

  private static func section(_ title: String, _ help: String) -> String { "## \(title)\n\n```text\n\(help)```\n" }

  /// `docs/reference/exit-codes.md`.
  package static var exitCodes: String {
    var text = """
      # Exit codes

      | code | meaning |
      |---:|---|

      """
    for status in ExitStatus.allCases { text += "| \(status.rawValue) | \(status.meaning) |\n" }
    return text
      + "\nA command whose output is closed early (`debrief timeline ID | head`) is ended by SIGPIPE, as other tools are.\n"
  }

  /// The long names of the options of each command, taken from the parser, not from the help: what the reference must name.
  package static var definitions: [(command: String, options: [String])] {
    guard let root = try? JSONDecoder().decode(Dump.self, from: Data(DebriefCommand._dumpHelp().utf8)) else {
      return []
    }
    return (root.command.subcommands ?? []).filter { $0.commandName != "help" }.map { ($0.commandName, $0.options) }
  }

  /// The parts of ArgumentParser's description of a tool that are used here.
  private struct Dump: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    struct Argument: Decodable {
      var kind: String
      var names: [Name]?
    }
    struct Command: Decodable {
      var commandName: String
      var subcommands: [Command]?
      var arguments: [Argument]?

      var options: [String] {
        (arguments ?? []).filter { $0.kind != "positional" }.flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map
        { "--" + $0.name }
      }
    }
    var command: Command
  }
}
