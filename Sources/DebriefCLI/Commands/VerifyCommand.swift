import ArgumentParser
import DebriefModel
import DebriefReport
import DebriefStore

/// `debrief verify`.
struct VerifyCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that the store and the evidence still agree.",
    usage: "debrief verify <incident> [<options>]",
    discussion: """
      Checks the database, the SHA-256 of each source, and that each record begins at the byte and line noted for it. \
      Problems are listed, and the status is 3.

      EXAMPLES
        debrief verify ID
        debrief verify ID --evidence ./incident
        debrief verify ID -o json
      """)

  @OptionGroup var incident: IncidentOptions

  @Option(help: ArgumentHelp("Where the evidence lies now (default: where it was imported from).", valueName: "folder"))
  var evidence: String?

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let store = try incident.store.open(terminal)
    let stored = try IncidentLookup.evidence(incident.incident, in: store)
    if let evidence, !CanonicalPath.isFolder(terminal.resolve(evidence)) {
      throw Diagnostic(.error, "there is no such folder", place: evidence, help: "give the folder that was imported")
    }
    let folder = evidence.map { terminal.resolve($0) } ?? stored.folder
    let progress = ProgressLine(on: terminal)
    let result = try Verification(evidence: stored, store: store, folder: folder).perform {
      progress.show("checking \($0)")
    }
    progress.clear()
    listing(result).write(output.output, on: terminal)
    for entry in result.notChecked { terminal.say(VisibleText.line("not checked: \(entry.path): \(entry.why)")) }
    terminal.say("\(Words.count(result.checked, "source")) and \(Words.count(result.records, "record")) checked")
    return result.problems.isEmpty ? .done : .problems
  }

  private func listing(_ result: Verification.Result) -> Listing {
    var listing = Listing([Column("place"), Column("problem")], whenEmpty: "no problems")
    listing.rows = result.problems.map { [.text($0.place), .text($0.problem)] }
    return listing
  }
}
