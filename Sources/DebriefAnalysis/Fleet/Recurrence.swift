import DebriefModel

/// Which incidents of a period look like an earlier one.
public struct Recurrence: Sendable {
  /// An incident, the most similar earlier one, and what is left to do from that.
  public struct Link: Sendable {
    public var incident: String
    public var earlier: String
    /// 0…1.
    public var score: Double
    /// The terms they share, those that say most first; at most eight.
    public var shared: [String]
    /// Action items of the earlier one that are not finished, and how many are.
    public var openActions: [ActionBalance.Item]
    public var finishedActions: Int
  }
  /// Two incidents at least this similar are called alike. A choice, not an estimate: the shared terms are shown.
  public static let threshold = 0.5

  /// By the start of the incident.
  public var links: [Link]
  /// The share of incidents with such an earlier one.
  public var share: Proportion?

  /// `archive` holds all incidents by start. O(archive · terms).
  init(_ incidents: [IncidentSummary], archive: [IncidentSummary]) {
    guard let first = incidents.first, let last = incidents.last else {
      (links, share) = ([], nil)
      return
    }
    // The incidents of a period are neighbours in the archive, because both are in order.
    let start = archive.firstIndex { $0.id == first.id } ?? 0
    let end = (archive.lastIndex { $0.id == last.id } ?? start - 1) + 1
    let index = TermIndex(archive.map { $0.terms.keys.sorted() })
    let matches = index.nearestEarlier(start..<max(start, end), atLeast: Self.threshold)
    let links = zip(archive[start..<max(start, end)], matches).compactMap { incident, match in
      match.map { Link(incident.id, archive[$0.document], $0) }
    }
    self.links = links
    share = Proportion(links.count, of: incidents.count)
  }
}

extension Recurrence.Link {
  fileprivate init(_ incident: String, _ earlier: IncidentSummary, _ match: TermIndex.Match) {
    let items = ActionBalance.items(of: earlier)
    self.init(
      incident: incident, earlier: earlier.id, score: match.score, shared: Array(match.shared.prefix(8)),
      openActions: items.filter { !$0.action.isFinished }, finishedActions: items.count { $0.action.isFinished })
  }
}
