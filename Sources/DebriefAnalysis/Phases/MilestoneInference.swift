import DebriefModel

/// All milestones: inferred in the order in which they depend on each other; a reviewer's word wins at each step.
struct MilestoneInference {
  private(set) var milestones: [Milestone.Name: Milestone] = [:]
  private(set) var remarks: [String] = []
  private(set) var conflicts: [MilestoneConflict] = []
  /// The indicators that moved when the impact started.
  private(set) var indicators: [Movement] = []
  /// What noticed first.
  private(set) var detection = Detection.unknown

  init(_ seen: Observations) {
    let impact = ImpactInference(seen)
    indicators = impact.indicators
    settle(.impactStarted, Inference(candidates: impact.candidates), seen)
    let start = milestones[.impactStarted]
    settle(.recovered, RecoveryInference(seen: seen, impact: start, indicators: indicators).infer(), seen)
    let response = ResponseInference(seen: seen, impact: start, recovered: milestones[.recovered])
    settle(.detected, response.detected(), seen)
    detection = response.detection()
    settle(.acknowledged, response.acknowledged(), seen)
    let repair = RepairInference(
      seen: seen, impact: start, detected: milestones[.detected], recovered: milestones[.recovered],
      isStillOut: milestones[.recovered] == nil && !indicators.isEmpty
    ).infer()
    settle(.contained, repair.contained, seen)
    settle(.eradicated, repair.eradicated, seen)
    settle(.closed, response.closed(), seen)
    conflicts += MilestoneOrder.conflicts(milestones)
    remarks += conflicts.map(\.text)
  }

  /// Takes the declared value where there is one and keeps the inferred one visible.
  private mutating func settle(_ name: Milestone.Name, _ inference: Inference, _ seen: Observations) {
    let inferred = inference.milestone(name)
    remarks += inference.remarks
    conflicts += inference.conflicts
    guard let declared = seen.manifest.milestones[name] else {
      milestones[name] = inferred
      return
    }
    var milestone = Milestone(
      name, at: declared, basis: .declared,
      rule: inferred.map { "Declared in the manifest. Inferred beside it: \($0.rule)" } ?? "Declared in the manifest.",
      confidence: 1, inferredAt: inferred?.at, evidence: place(name, declared, seen) + (inferred?.evidence ?? []))
    milestone.candidates = inference.candidates
    milestones[name] = milestone
    if let inferred { compare(declared, inferred) }
  }

  private mutating func compare(_ declared: Instant, _ inferred: Milestone) {
    let apart = abs((declared - inferred.at).seconds)
    guard apart > 300 else { return }
    let side = declared < inferred.at ? "before" : "after"
    conflicts.append(
      MilestoneConflict(
        .declared, [inferred.name], seconds: apart,
        text: "\(inferred.name.spoken) is declared \(spoken(apart)) \(side) what the evidence suggests "
          + "(\(inferred.at)); the declared time is used."))
  }

  private func place(_ name: Milestone.Name, _ at: Instant, _ seen: Observations) -> [Evidence] {
    if let sighting = seen.people.declared[name] { return [seen.citations.cite(sighting)] }
    let text = "\(name.rawValue): \(at)"
    return [seen.citations.place(seen.manifest.provenance ?? .none, event: nil, text: text)]
  }
}

/// Finds milestones that contradict each other. They are shown and never moved.
enum MilestoneOrder {
  /// One conflict for each pair of neighbouring known milestones in the wrong order.
  static func conflicts(_ milestones: [Milestone.Name: Milestone]) -> [MilestoneConflict] {
    let known = Milestone.Name.allCases.compactMap { milestones[$0] }
    return zip(known, known.dropFirst()).compactMap { earlier, later in
      guard later.at < earlier.at else { return nil }
      let apart = (earlier.at - later.at).seconds
      let blurred = later.latest >= earlier.earliest
      let why = blurred ? "their uncertainties overlap" : explanation(earlier.name, later.name)
      return MilestoneConflict(
        .order, [earlier.name, later.name], seconds: apart,
        text: "\(later.name.spoken) (\(later.at)) lies \(spoken(apart)) before \(earlier.name.spoken.lowercased()) "
          + "(\(earlier.at)): \(why). Both are shown as found.")
    }
  }

  private static func explanation(_ earlier: Milestone.Name, _ later: Milestone.Name) -> String {
    switch (earlier, later) {
    case (.impactStarted, .detected): "an alert ahead of the impact, or clocks that differ"
    case (.detected, .acknowledged): "a person noticed before the alert, or clocks that differ"
    default: "clocks that differ, or a milestone that belongs to something else"
    }
  }
}

extension Milestone.Name {
  /// The name at the beginning of a sentence.
  var spoken: String {
    switch self {
    case .impactStarted: "Start of the impact"
    case .detected: "Detection"
    case .acknowledged: "Acknowledgement"
    case .contained: "Containment"
    case .eradicated: "Eradication"
    case .recovered: "Recovery"
    case .closed: "Closure"
    }
  }
}
