import ArgumentParser
import DebriefImport
import DebriefModel
import DebriefReport
import DebriefStore

/// `debrief draft`.
struct DraftCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft",
    abstract: "Read a folder or archive of evidence, analyse it and write the postmortem.",
    usage: "debrief draft <folder> [<options>]",
    discussion: """
      Writes postmortem.md, postmortem.html, analysis.json and actions.csv, and prints their paths. The evidence is only \
      read. Drafting again renews the generated blocks of postmortem.md and keeps what people wrote around them.

      EXAMPLES
        debrief draft ./incident
        debrief draft ./incident --to ./review --store ./incident.db
        debrief draft ./support-bundle.tar.gz
      """)

  @Argument(help: "The folder or archive with the evidence of one incident.")
  var folder: String

  @Option(help: ArgumentHelp("The folder to write to (default: ./debrief-<id>).", valueName: "dir"))
  var to: String?

  @OptionGroup var adjust: AdjustOptions
  @OptionGroup var formats: FormatOptions
  @OptionGroup var playbooks: PlaybookOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let registry = try formats.registry(terminal)
    let playbooks = try self.playbooks.all(terminal)
    let storePath = store.path(terminal)
    var plan = try plan(storePath, terminal)
    plan.request.adjustments = try adjust.adjustments(among: plan.paths.files)
    let store = try Store(path: storePath)
    let result = try ImportRun(store: store, plan: plan).perform(on: terminal, registry: registry)
    say(result, plan, terminal)
    let paths = try ReportWriter(folder: target(result.incident, terminal), playbooks: playbooks).write(
      store.evidence(incident: result.incident), template: nil)
    for path in paths { terminal.out.write(VisibleText.line(path) + "\n") }
    terminal.say("next: debrief timeline \(result.incident)" + storeHint(terminal))
    return result.failures.isEmpty ? .done : .failed
  }

  /// The files of the folder, without the store and without what this command writes.
  private func plan(_ storePath: String, _ terminal: Terminal) throws -> ImportPlan {
    let stores = StoreFiles.of(storePath)
    guard CanonicalPath.exists(terminal.resolve(folder)) else { throw noEvidence() }
    let paths = try EvidencePaths([folder], excluding: stores, on: terminal)
    let plan = try ImportPlan(paths, incident: nil)
    guard CanonicalPath.isFolder(terminal.resolve(folder)) else {
      guard paths.isArchive else { throw noEvidence() }
      return plan
    }
    let target = CanonicalPath.of(target(plan.request.incident, terminal))
    let evidence = CanonicalPath.of(terminal.resolve(folder))
    guard target != evidence else {
      throw UsageProblem("the report would be written among the evidence", help: "give another folder with --to")
    }
    guard CanonicalPath.contains(evidence, target) else { return plan }
    return try ImportPlan(EvidencePaths([folder], excluding: stores + [target], on: terminal), incident: nil)
  }

  private func noEvidence() -> Diagnostic {
    Diagnostic(
      .error, "there is no such folder or archive", place: folder,
      help: "give the folder or archive that holds the evidence of one incident")
  }

  private func target(_ incident: String, _ terminal: Terminal) -> String {
    terminal.resolve(to ?? ReportWriter.defaultFolder(incident))
  }

  private func say(_ result: ImportResult, _ plan: ImportPlan, _ terminal: Terminal) {
    let renderer = DiagnosticRenderer(terminal)
    let summary = ImportSummary(result: result)
    for diagnostic in result.failures + summary.warnings + [plan.remark].compactMap({ $0 }) {
      renderer.show(diagnostic)
    }
    for line in summary.lines { terminal.say(VisibleText.line(line)) }
  }

  /// What the next command needs to find the same store.
  private func storeHint(_ terminal: Terminal) -> String {
    store.store.map { " --store \(VisibleText.line($0))" } ?? ""
  }
}
