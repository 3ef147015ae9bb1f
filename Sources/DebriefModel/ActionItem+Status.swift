extension ActionItem {
  /// Words of trackers for work that nobody will take up again, done or declined.
  private static let finished: Set<String> = [
    "done", "closed", "resolved", "complete", "completed", "fixed", "shipped", "merged", "verified", "cancelled",
    "canceled", "declined", "dropped", "rejected", "wontfix", "obsolete", "duplicate",
  ]

  /// Whether the status says that it is over; an absent status is open.
  public var isFinished: Bool {
    let word = (status ?? "").lowercased().filter { $0.isLetter }
    return Self.finished.contains(word) || word == "wontdo"
  }

  /// Whether it is open although its due date lies before `date` (`YYYY-MM-DD`); false without a due date.
  public func isOverdue(on date: String) -> Bool { !isFinished && due.map { $0 < date } ?? false }
}
