import DebriefModel

/// The time-to family: plain differences of milestones, unknown where one is unknown, negative where they contradict.
enum TimeToMetrics {
  static func of(_ milestones: [Milestone.Name: Milestone]) -> TimeTo {
    func seconds(_ from: Milestone.Name, _ to: Milestone.Name) -> Double? {
      guard let start = milestones[from]?.at, let end = milestones[to]?.at else { return nil }
      return (end - start).seconds
    }
    return TimeTo(
      detect: seconds(.impactStarted, .detected), acknowledge: seconds(.detected, .acknowledged),
      contain: seconds(.impactStarted, .contained), eradicate: seconds(.impactStarted, .eradicated),
      recover: seconds(.impactStarted, .recovered))
  }
}
