import ArgumentParser
import DebriefModel
import DebriefReport
import DebriefStore
import Foundation

/// `debrief batch`.
struct BatchCommand: TerminalCommand {
  private static let mostJobs = 256

  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Read and analyse every incident below a folder.",
    usage: "debrief batch <folder> [<options>]",
    discussion: """
      A folder is one incident when it has an incident.yaml, or when it has files and no folder below it has an \
      incident.yaml; archives beside them are incidents, too. Folders that only hold incidents may be nested: \
      2026/08/payments. The store does not depend on the number of jobs. Run it again to go on where it was interrupted, \
      or to read what changed: a folder whose files have the same names, sizes and times is not opened. What failed is \
      the output, with the reason, and does not stop the rest.

      EXAMPLES
        debrief batch ./incidents --store team.db
        debrief batch ./incidents --to ./reports --jobs 4
        debrief batch ./incidents -o json --all
      """)

  @Argument(help: "The folder that holds the incidents.")
  var folder: String

  @Option(help: ArgumentHelp("How many folders are read at once (default: one for each processor).", valueName: "n"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Write the report of each incident to <dir>/<id>.", valueName: "dir"))
  var to: String?

  @Flag(help: "List every folder, not only what failed or is incomplete.")
  var all = false

  @Flag(help: "Compare the content of every file, also where names, sizes and times are the same.")
  var readAll = false

  @Flag(help: "End with status 2 when a record was rejected.")
  var strict = false

  @OptionGroup var output: ListingOptions
  @OptionGroup var formats: FormatOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func validate() throws {
    if let jobs, !(1...Self.mostJobs).contains(jobs) {
      throw ValidationError("--jobs must be from 1 to \(Self.mostJobs)")
    }
  }

  func run(on terminal: Terminal) throws -> ExitStatus {
    let registry = try formats.registry(terminal)
    let path = store.path(terminal)
    let target = to.map { terminal.resolve($0) }
    let excluded = StoreFiles.of(path) + (target.map { [CanonicalPath.of($0)] } ?? [])
    let folders = try BatchFolders(in: terminal.resolve(folder), shownAs: folder, excluding: excluded)
    guard !folders.entries.isEmpty else {
      throw Diagnostic(
        .error, "there is no incident below the folder", place: folder,
        help: "an incident is a folder with files in it; debrief draft FOLDER reads a single one")
    }
    let workers = min(jobs ?? ProcessInfo.processInfo.activeProcessorCount, folders.entries.count)
    let store = try Store(path: path)
    let seen = try store.seenFolders(version: SummaryArchive.version)
    let readers = try (0..<workers).map { _ in
      BatchReader(
        registry: registry, store: try store.reader(), seen: seen, excluded: excluded, readsAll: readAll, target: target
      )
    }
    let line = BatchProgressLine(folders.entries.count, on: terminal)
    defer { line.clear() }
    let run = BatchRun(folders.entries, store: store, workers: workers) { line.show($0, $1, $2, $3) }
    try run.perform(readers)
    line.clear()
    return report(run.outcomes, folders, terminal)
  }

  private func report(_ outcomes: [BatchRun.Outcome], _ folders: BatchFolders, _ terminal: Terminal) -> ExitStatus {
    Listing.batch(all ? outcomes : outcomes.filter { !$0.reasons.isEmpty }).write(output.output, on: terminal)
    for line in BatchWords(outcomes: outcomes, folders: folders).lines { terminal.say(VisibleText.line(line)) }
    let isWhole = outcomes.allSatisfy { $0.status == .imported || $0.status == .unchanged }
    guard isWhole, folders.unreadable.isEmpty else { return .failed }
    return strict && outcomes.contains { $0.counts.rejected > 0 } ? .rejected : .done
  }
}

/// How far a batch has come, on one line.
private final class BatchProgressLine {
  private let line: ProgressLine
  private let all: Int
  private var shown: ContinuousClock.Instant?

  init(_ all: Int, on terminal: Terminal) { (self.all, line) = (all, ProgressLine(on: terminal)) }

  /// Shows it, ten times a second at most.
  func show(_ done: Int, _ failed: Int, _ events: Int, _ path: String) {
    let now = ContinuousClock.now
    if let shown, now - shown < .milliseconds(100) { return }
    shown = now
    let failures = failed == 0 ? "" : ", \(Words.count(failed)) failed"
    line.show("\(Words.count(done))/\(Words.count(all)) folders\(failures), \(Words.count(events, "event"))  \(path)")
  }

  func clear() { line.clear() }
}

/// The words at the end of a batch.
private struct BatchWords {
  let outcomes: [BatchRun.Outcome]
  let folders: BatchFolders

  var lines: [String] { [counts, amounts, loose, unreadable].compactMap { $0 } }

  private var counts: String {
    let parts = BatchRun.Outcome.Status.allCases.compactMap { status in
      let count = outcomes.count { $0.status == status }
      return count == 0 ? nil : "\(Words.count(count)) \(status.rawValue)"
    }
    return "\(Words.count(outcomes.count, "folder")): " + parts.joined(separator: ", ")
  }

  private var amounts: String {
    func total(_ count: (StoredCounts) -> Int) -> Int { outcomes.reduce(0) { $0 + count($1.counts) } }
    let rejected = total { $0.rejected }
    return [
      Words.count(total { $0.sources }, "source"), Words.count(total { $0.events }, "event"),
      Words.count(total { $0.samples }, "sample"),
      rejected == 0 ? "no records rejected" : "\(Words.count(rejected, "record")) rejected",
    ].joined(separator: ", ")
  }

  private var loose: String? {
    folders.looseFiles.isEmpty
      ? nil : "\(Words.count(folders.looseFiles.count, "file")) beside incidents not read: \(some(folders.looseFiles))"
  }

  private var unreadable: String? {
    folders.unreadable.isEmpty
      ? nil : "\(Words.count(folders.unreadable.count, "folder")) cannot be listed: \(some(folders.unreadable))"
  }

  private func some(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
  }
}

extension Listing {
  /// One row a folder of a batch, by path.
  fileprivate static func batch(_ outcomes: [BatchRun.Outcome]) -> Listing {
    var listing = Listing(
      [
        Column("folder"), Column("incident"), Column("status"), Column("sources", .number), Column("events", .number),
        Column("samples", .number), Column("rejected", .number), Column("reasons"),
      ], whenEmpty: "nothing failed")
    listing.rows = outcomes.map { outcome in
      [
        .text(outcome.path), .optional(outcome.incident), .text(outcome.status.rawValue),
        .integer(outcome.counts.sources), .integer(outcome.counts.events), .integer(outcome.counts.samples),
        .integer(outcome.counts.rejected), .list(outcome.reasons),
      ]
    }
    return listing
  }
}
