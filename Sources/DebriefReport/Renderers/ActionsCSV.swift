public import DebriefModel

/// Writes the action items as `actions.csv`.
public enum ActionsCSV {
  /// The names in the first record.
  public static let columns = [
    "title", "type", "owner", "due", "priority", "status", "ticket", "done_when", "suggested", "finding", "gap",
  ]

  /// The file: one record with the names, then one for each action item.
  public static func encode(_ actions: [ActionItem]) -> String {
    CSV.record(columns) + actions.map { CSV.record(cells($0)) }.joined()
  }

  private static func cells(_ action: ActionItem) -> [String] {
    [
      action.title, action.type ?? "", action.owner ?? "", action.due ?? "", action.priority ?? "", action.status ?? "",
      action.ticket ?? "", action.doneWhen ?? "", action.suggested ? "true" : "false", action.finding ?? "",
      action.gap ?? "",
    ]
  }
}
