import ArgumentParser
import DebriefAnalysis
import DebriefModel
import DebriefReport
import DebriefStore

/// `debrief similar`.
struct SimilarCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Show incidents that look like this one.",
    usage: "debrief similar <incident> [<options>]",
    discussion: """
      Compares the alerts, findings, causes, workloads and kinds of change of all incidents in the store: half the cosine \
      of their tf-idf weights, half the weighted Jaccard index. What both share is shown with its weight: what few \
      incidents have weighs more. From the threshold on, two are called the same trouble; whether they are is for people \
      to say.

      EXAMPLES
        debrief similar ID
        debrief similar ID --limit 3 -o json
      """)

  @OptionGroup var incident: IncidentOptions

  @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit = 10

  @OptionGroup var output: ListingOptions
  @OptionGroup var display: DisplayOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run(on terminal: Terminal) throws -> ExitStatus {
    let store = try incident.store.open(terminal)
    let id = try IncidentLookup.evidence(incident.incident, in: store).incidentID
    let line = ProgressLine(on: terminal)
    defer { line.clear() }
    let archive = try SummaryArchive.load(store) { done, all, id in
      line.show("analysing incident \(Words.count(done + 1)) of \(Words.count(all))  \(id)")
    }
    line.clear()
    let similarity = Similarity(archive)
    Listing.similar(similarity.incidents(like: id, limit: limit), similarity.remarks).write(
      output.output, on: terminal)
    return .done
  }
}

extension Listing {
  /// One row an incident, most similar first.
  fileprivate static func similar(_ incidents: [SimilarIncident], _ remarks: [String]) -> Listing {
    var listing = Listing(
      [
        Column("incident"), Column("title"), Column("impact_started"), Column("score", .number),
        Column("cosine", .number, detail: true), Column("jaccard", .number, detail: true), Column("same"),
        Column("shared"), Column("open_actions"),
      ], whenEmpty: "no incident in the store shares anything with it")
    listing.rows = incidents.map { incident in
      [
        .text(incident.id), .text(incident.title), .optional(incident.impactStarted), .number(incident.score),
        .number(incident.cosine), .number(incident.jaccard), .flag(incident.isSame),
        .list(incident.shared.map { "\($0.text) (\(Words.number($0.weight)))" }),
        .list(incident.openActions.map { "\($0.number) \($0.title)" }),
      ]
    }
    listing.footer = incidents.filter { $0.isSame }.map { $0.sentence } + remarks
    return listing
  }
}
