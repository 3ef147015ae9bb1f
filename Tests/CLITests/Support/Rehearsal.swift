import DebriefCLI
import DebriefTesting
import Foundation
import Testing

/// A run of the printed script in a folder of its own, with stand-ins for the commands that reach a cluster.
///
/// The path holds the stand-ins and the tools that the script may use, nothing else; the clock stands still.
final class Rehearsal {
  struct Outcome {
    var status: Int32
    var out: String
    var err: String
  }

  /// 2026-08-27T18:40:00Z
  static let now = 1_787_856_000
  /// All that the script needs besides kubectl, helm and curl.
  static let tools = [
    "awk", "basename", "cat", "cmp", "cut", "dirname", "du", "grep", "gzip", "head", "mkdir", "mv", "rm", "sed", "sh",
    "sleep", "sort", "tail", "tar", "tr", "wc",
  ]

  let shell: Shell
  var folder: String { shell.folder }

  init(_ standIns: [String] = ["kubectl", "helm", "curl"]) throws {
    shell = try Shell()
    try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: folder + "/answers", withIntermediateDirectories: true)
    for tool in Self.tools {
      let path = try #require(Self.find(tool), "\(tool) is not on this machine")
      try FileManager.default.createSymbolicLink(atPath: folder + "/bin/" + tool, withDestinationPath: path)
    }
    try command("date", "[ \"$*\" = '-u +%s' ] && echo \(Self.now)\n")
    for name in standIns { try command(name, StandIn.text[name] ?? "exit 1\n") }
  }

  static func find(_ tool: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + tool }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// Puts a shell script on the path.
  func command(_ name: String, _ body: String) throws {
    try shell.write("#!/bin/sh\n" + body, to: "bin/" + name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/bin/" + name)
  }

  /// What a stand-in answers to the words of a command, options left out: `get-events`, `logs-cart-0`, `query-up`.
  func answer(_ words: String, _ text: String) throws { try shell.write(text, to: "answers/" + words) }

  /// Makes a command fail with a sentence on standard error.
  func failure(_ words: String, _ text: String) throws { try shell.write(text + "\n", to: "answers/\(words).fail") }

  /// The script for these options.
  func script(_ options: [String]) throws -> String {
    let run = shell.run(["collect"] + options)
    try #require(run.status == .done, "\(run.err)")
    return run.out
  }

  /// Prints the script with `options` and runs it in the folder.
  func run(
    _ options: [String] = [], arguments: [String] = [], interpreter: [String] = ["/bin/sh"]
  ) throws -> Outcome {
    try shell.write(try script(options), to: "collect.sh")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter[0])
    process.arguments = interpreter.dropFirst() + ["collect.sh"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": folder + "/bin", "HOME": folder, "STAND_IN": folder]
    let (out, err) = (folder + "/stdout", folder + "/stderr")
    for path in ["stdout", "stderr"] { try shell.write("", to: path) }
    process.standardOutput = FileHandle(forWritingAtPath: out)
    process.standardError = FileHandle(forWritingAtPath: err)
    try process.run()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, out: try shell.read("stdout"), err: try shell.read("stderr"))
  }

  /// The paths below a folder, sorted; with what is hidden.
  func files(_ path: String = "evidence") throws -> [String] {
    let root = folder + "/" + path
    return try FileManager.default.subpathsOfDirectory(atPath: root).sorted().filter { name in
      var isFolder: ObjCBool = false
      return unsafe FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  /// The calls of the stand-ins, a list of words each.
  func calls() -> [[String]] {
    let text = (try? shell.read("calls")) ?? ""
    return text.split(separator: "\u{1E}").map {
      $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
  }
}

/// The commands that reach a cluster, as shell scripts: they note how they were called and answer from files.
enum StandIn {
  static let text = ["kubectl": kubernetes, "helm": kubernetes, "curl": curl]

  private static let note = """
    { printf '%s\\037' "${0##*/}" "$@"; printf '\\036'; } >>"$STAND_IN/calls"
    answer() {
      if [ -f "$STAND_IN/answers/$1.fail" ]; then
        [ ! -f "$STAND_IN/answers/$1" ] || cat "$STAND_IN/answers/$1"
        cat "$STAND_IN/answers/$1.fail" >&2
        exit 1
      fi
      [ ! -f "$STAND_IN/answers/$1" ] || { cat "$STAND_IN/answers/$1"; exit 0; }
    }

    """

  /// Answers to `get-KIND`, `list-KIND` for the templates, `logs-POD-CONTAINER` and so on; lists are empty otherwise.
  private static let kubernetes =
    note + """
      words= json=no
      for word in "$@"; do
        case $word in
        --previous) words=$words-previous ;;
        --container=*) words=$words-${word#--container=} ;;
        json) json=yes ;;
        --output=json) words=$words-json ;;
        name) words=$words-name ;;
        go-template=*) words=$words-template ;;
        -*) ;;
        *) words=$words-$word ;;
        esac
      done
      answer "${words#-}"
      case $words in
      *argoproj*) echo "error: the server doesn't have a resource type \\"${words#-get-}\\"" >&2; exit 1 ;;
      esac
      [ $json = no ] || printf '{\\n    "apiVersion": "v1",\\n    "items": [],\\n    "kind": "List"\\n}\\n'

      """

  /// Answers to the path, or for a query to `query-` and its first word.
  private static let curl =
    note + """
      body=/dev/null words= previous=
      for word in "$@"; do
        [ "$previous" != --output ] || body=$word
        case $word in
        http*) words=$(printf '%s' "${word#*//*/}" | tr / -) ;;
        query=*) words=query-$(printf '%s' "${word#query=}" | tr -c 'A-Za-z0-9_\\n' ' ' | cut -d ' ' -f 1) ;;
        esac
        previous=$word
      done
      [ ! -f "$STAND_IN/answers/$words.refused" ] || { cat "$STAND_IN/answers/$words.refused" >"$body"; printf 503; exit 0; }
      [ ! -f "$STAND_IN/answers/$words.fail" ] || { cat "$STAND_IN/answers/$words.fail" >&2; exit 7; }
      if [ -f "$STAND_IN/answers/$words" ]; then cat "$STAND_IN/answers/$words" >"$body"; else
        printf '{"status":"success","data":{"resultType":"matrix","result":[]}}' >"$body"
      fi
      printf 200

      """
}
