import ArgumentParser
import DebriefModel
import DebriefStore

/// `debrief actions`.
struct ActionsCommand: TerminalCommand {
  /// What an item is good for; the words of the manifest.
  enum Kind: String, CaseIterable, ExpressibleByArgument { case prevent, mitigate, detect, process }

  static let configuration = CommandConfiguration(
    commandName: "actions",
    abstract: "List action items, of one incident or of all.",
    usage: "debrief actions [<incident>] [<options>]",
    discussion: """
      Without an incident: what people agreed on in the manifests of all incidents. With one: also what its findings and \
      gaps in preparation suggest, marked as suggested, with the finding or the gap each answers. An item is over when \
      its status says done, closed, cancelled or the like; without a status it is open. There is no clock: say with \
      --as-of from which day to look.

      EXAMPLES
        debrief actions --open
        debrief actions --overdue --as-of 2026-10-01
        debrief actions ID -o markdown
        debrief actions --type detect --owner team-payments -o csv > actions.csv
      """)

  @Argument(help: "The incident's id (default: all incidents).")
  var incident: String?

  @Flag(help: "Only what people agreed on and is not over.")
  var open = false

  @Flag(help: "Only what is open although its due date lies before --as-of.")
  var overdue = false

  @Option(
    help: ArgumentHelp("The day from which to look, e.g. 2026-10-01.", valueName: "date"),
    transform: TimeArgument.parse)
  var asOf: TimeArgument?

  @Option(help: ArgumentHelp("Only items of this type; may be repeated.", valueName: "type"))
  var type: [Kind] = []

  @Option(help: ArgumentHelp("Only items of this owner; may be repeated.", valueName: "name"))
  var owner: [String] = []

  @OptionGroup var output: ListingOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    guard !overdue || asOf != nil else {
      throw UsageProblem(
        "--overdue needs a day", reason: "the same call must give the same answer tomorrow",
        help: "add for example --as-of 2026-10-01")
    }
    let store = try store.open(terminal)
    let items = try incident.map { try one($0, store) } ?? all(store)
    let shown = items.filter { isWanted($0.action) }
    var listing = Listing.actions(shown, asOf: asOf?.start.date)
    if incident == nil && !open && !overdue && owner.isEmpty {
      listing.footer = ["debrief actions ID also shows what the evidence of an incident suggests"]
    }
    listing.write(output.output, on: terminal)
    return .done
  }

  private func one(_ id: String, _ store: Store) throws -> [ListedAction] {
    let evidence = try IncidentLookup.evidence(id, in: store)
    return ListedAction.list(try Pipeline.analyze(evidence).actions, of: id)
  }

  private func all(_ store: Store) throws -> [ListedAction] {
    try store.manifests().flatMap { ListedAction.list($0.manifest.actions, of: $0.incident) }
  }

  private func isWanted(_ action: ActionItem) -> Bool {
    if open && (action.suggested || action.isFinished) { return false }
    if overdue && !(asOf.map { action.isOverdue(on: $0.start.date) } ?? false) { return false }
    if !type.isEmpty && !type.contains(where: { $0.rawValue == action.type }) { return false }
    return owner.isEmpty || owner.contains { $0.lowercased() == action.owner?.lowercased() }
  }
}

/// An action item with the incident it belongs to and its number there, from 1.
struct ListedAction {
  var incident: String
  var number: Int
  var action: ActionItem

  static func list(_ actions: [ActionItem], of incident: String) -> [ListedAction] {
    actions.enumerated().map { ListedAction(incident: incident, number: $0.offset + 1, action: $0.element) }
  }
}

extension Listing {
  /// One row an action item; whether it is overdue is known only from a day on.
  static func actions(_ items: [ListedAction], asOf: String?) -> Listing {
    var listing = Listing(
      [
        Column("incident"), Column("number", .number), Column("title"), Column("type"), Column("owner"), Column("due"),
        Column("priority"), Column("status"), Column("ticket"), Column("done_when"), Column("suggested"),
        Column("answers"),
      ] + (asOf == nil ? [] : [Column("overdue")]), whenEmpty: "no action items")
    listing.rows = items.map { item in
      let action = item.action
      return [
        .text(item.incident), .integer(item.number), .text(action.title), .optional(action.type),
        .optional(action.owner), .optional(action.due), .optional(action.priority), .optional(action.status),
        .optional(action.ticket), .optional(action.doneWhen), .flag(action.suggested),
        .optional(action.finding ?? action.gap),
      ] + (asOf.map { [.flag(!action.suggested && action.isOverdue(on: $0))] } ?? [])
    }
    return listing
  }
}
