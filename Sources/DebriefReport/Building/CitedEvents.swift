import DebriefModel

/// The events the analysis rests on.
enum CitedEvents {
  /// How many cited events get a row of their own; further ones are listed in the register of evidence.
  static let limit = 160

  /// The ids, those of milestones first, so that a limit cuts the least important.
  static func ids(of analysis: IncidentAnalysis) -> Set<String> {
    var ids: Set<String> = []
    for evidence in lists(of: analysis) {
      for id in evidence.compactMap({ $0.event }) where ids.count < limit && !id.isEmpty { ids.insert(id) }
    }
    return ids
  }

  private static func lists(of analysis: IncidentAnalysis) -> [[Evidence]] {
    Milestone.Name.allCases.compactMap { analysis.milestones[$0]?.evidence }
      + analysis.leads.map { $0.evidence + $0.evidenceAgainst } + analysis.changes.map { Array($0.evidence.prefix(3)) }
      + analysis.findings.map { Array($0.evidence.prefix(3)) }
      + analysis.changePoints.map { Array($0.evidence.prefix(1)) }
  }
}
