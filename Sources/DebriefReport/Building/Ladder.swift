import DebriefModel

/// The ladder of detection with the milestones between its steps, as the report shows it.
enum Ladder {
  /// All steps in their usual order, those not known included.
  static func steps(_ analysis: IncidentAnalysis) -> [LadderStep] {
    let rungs = Dictionary(analysis.detectionLadder.map { ($0.name, $0) }) { first, _ in first }
    func step(_ name: LadderRung.Name) -> LadderStep {
      let rung = rungs[name]
      return LadderStep(
        name: title(name), at: rung?.at, detail: rung?.detail ?? "", evidence: rung?.evidence ?? [])
    }
    return [
      milestone(.impactStarted, analysis), step(.firstAnomaly), step(.firstWarning), step(.pending), step(.firing),
      step(.notified), milestone(.detected, analysis), milestone(.acknowledged, analysis), step(.firstMitigation),
      milestone(.contained, analysis), milestone(.recovered, analysis),
    ]
  }

  private static func title(_ name: LadderRung.Name) -> String {
    switch name {
    case .firstWarning: "first Warning event"
    case .pending: "alert pending"
    case .firing: "alert firing"
    case .notified: "notified"
    default: Words.spaced(name.rawValue)
    }
  }

  private static func milestone(_ name: Milestone.Name, _ analysis: IncidentAnalysis) -> LadderStep {
    let milestone = analysis.milestones[name]
    return LadderStep(
      name: Words.milestone(name), at: milestone?.at, detail: milestone?.rule ?? "", evidence: milestone?.evidence ?? []
    )
  }
}
