import DebriefModel

/// Turns milestones into phases that add up exactly.
///
/// One entry stands for every stretch between two usable milestones; where a milestone in between is unknown or contradicts
/// the others, the entry is named after the first of the phases it holds and lists the rest as not separable. The entries
/// from the start of the impact to the recovery therefore always sum to exactly recovered − impact started.
struct PhaseArithmetic {
  private(set) var phases: [Phase] = [Phase(.preparation, start: nil, end: nil)]
  private(set) var remarks: [String] = []

  /// The phases of the impact and the milestones that end them.
  private static let order: [(phase: Phase.Name, end: Milestone.Name)] = [
    (.identification, .acknowledged), (.containment, .contained), (.eradication, .eradicated), (.recovery, .recovered),
  ]

  init(_ milestones: [Milestone.Name: Milestone]) {
    let usable = usableBounds(milestones)
    var start = milestones[.impactStarted]?.at
    var waiting: [Phase.Name] = []
    for (phase, end) in Self.order {
      waiting.append(phase)
      guard let bound = usable[end] else { continue }
      append(waiting, start: start, end: bound, milestones)
      (start, waiting) = (bound, [])
    }
    if !waiting.isEmpty { append(waiting, start: start, end: nil, milestones) }
    appendPostIncident(milestones)
  }

  /// The milestones between impact and recovery that are in order; of contradicting ones the most trusted stay.
  private mutating func usableBounds(_ milestones: [Milestone.Name: Milestone]) -> [Milestone.Name: Instant] {
    let start = milestones[.impactStarted]?.at
    var end = milestones[.recovered]?.at
    if let start, let known = end, known < start {
      remarks.append("Recovery lies before the start of the impact, so no phase has a duration.")
      end = nil
    }
    let inner = [Milestone.Name.acknowledged, .contained, .eradicated].compactMap { milestones[$0] }
    let inside = inner.filter { ($0.at >= start ?? $0.at) && ($0.at <= end ?? $0.at) }
    let kept = Self.mostTrusted(inside)
    for milestone in inner where !kept.contains(milestone) {
      remarks.append(
        "\(milestone.name.spoken) (\(milestone.at)) does not fit between its neighbours, so the phases "
          + "around it are reported together."
      )
    }
    var bounds = Dictionary(uniqueKeysWithValues: kept.map { ($0.name, $0.at) })
    bounds[.recovered] = end
    return bounds
  }

  /// The non-decreasing selection with the most milestones, then the most confidence. At most three, so all are tried.
  private static func mostTrusted(_ milestones: [Milestone]) -> [Milestone] {
    var best: [Milestone] = []
    for mask in 0..<(1 << milestones.count) {
      let chosen = milestones.indices.filter { mask & (1 << $0) != 0 }.map { milestones[$0] }
      guard zip(chosen, chosen.dropFirst()).allSatisfy({ $0.at <= $1.at }) else { continue }
      let trust = chosen.reduce(0) { $0 + $1.confidence }
      if (chosen.count, trust) > (best.count, best.reduce(0) { $0 + $1.confidence }) { best = chosen }
    }
    return best
  }

  private mutating func append(
    _ names: [Phase.Name], start: Instant?, end: Instant?, _ milestones: [Milestone.Name: Milestone]
  ) {
    guard let first = names.first else { return }
    let parts = first == .identification ? Self.parts(start: start, end: end, whole: names.count == 1, milestones) : []
    phases.append(Phase(first, start: start, end: end, parts: parts, notSeparableFrom: Array(names.dropFirst())))
  }

  /// Undetected and, where the acknowledgement is known, confirmation.
  private static func parts(
    start: Instant?, end: Instant?, whole: Bool, _ milestones: [Milestone.Name: Milestone]
  ) -> [Phase.Part] {
    guard let start, let detected = milestones[.detected]?.at, detected >= start, end.map({ detected <= $0 }) ?? true
    else { return [] }
    var parts = [Phase.Part(name: "undetected", start: start, end: detected)]
    if whole, let end { parts.append(Phase.Part(name: "confirmation", start: detected, end: end)) }
    return parts
  }

  private mutating func appendPostIncident(_ milestones: [Milestone.Name: Milestone]) {
    let start = milestones[.recovered]?.at
    var end = milestones[.closed]?.at
    if let start, let closed = end, closed < start {
      remarks.append("Closure lies before the recovery, so the time after the incident is unknown.")
      end = nil
    }
    phases.append(Phase(.postIncident, start: start, end: end))
  }
}
