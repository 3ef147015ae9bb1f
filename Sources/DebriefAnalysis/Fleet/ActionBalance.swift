public import DebriefModel

/// What became of the action items.
public struct ActionBalance: Sendable {
  /// An action item and the incident it came from.
  public struct Item: Sendable {
    public var incident: String
    /// From 1, as the incident lists them.
    public var number: Int
    public var action: ActionItem
  }
  /// Written down by people for the incidents of the period, and how many of those are finished.
  public var opened: Int
  public var done: Int
  /// Of the period's: how many name nobody, and how many no date.
  public var withoutOwner: Int
  public var withoutDue: Int
  /// Of all incidents up to the end of the watch: not finished although the due date has passed, longest first.
  public var overdue: [Item]
  /// Of incidents before the period: not finished.
  public var olderOpen: Int
  /// Incidents of the period that look like an earlier one all of whose action items are finished.
  public var recurredAfterClosing: [Recurrence.Link]
  /// Proposed by the analysis and not taken up as written; they count nowhere else.
  public var suggested: Int

  init(_ incidents: [IncidentSummary], archive: [IncidentSummary], _ watch: Watch, _ recurrence: Recurrence) {
    let own = incidents.flatMap(Self.items)
    let date = watch.end.date
    opened = own.count
    done = own.count { $0.action.isFinished }
    withoutOwner = own.count { ($0.action.owner ?? "").isEmpty }
    withoutDue = own.count { ($0.action.due ?? "").isEmpty }
    suggested = incidents.reduce(0) { $0 + $1.actions.count { $0.suggested } }
    let all = archive.filter { $0.impactStarted.map { $0 <= watch.end } ?? false }
    overdue = all.flatMap(Self.items).filter { $0.action.isOverdue(on: date) }
      .sorted { ($0.action.due ?? "", $0.incident, $0.number) < ($1.action.due ?? "", $1.incident, $1.number) }
    let older = all.filter { $0.impactStarted.map { $0 < watch.period.start } ?? false }
    olderOpen = older.reduce(0) { $0 + Self.items(of: $1).count { !$0.action.isFinished } }
    recurredAfterClosing = recurrence.links.filter { $0.finishedActions > 0 && $0.openActions.isEmpty }
  }

  /// What people wrote down; suggestions are not commitments.
  static func items(of incident: IncidentSummary) -> [Item] {
    incident.actions.enumerated().filter { !$0.element.suggested }.map {
      Item(incident: incident.id, number: $0.offset + 1, action: $0.element)
    }
  }
}
