import DebriefModel

/// The impact and its relapses: a relapse opens an interval of its own, so that no quiet time counts as impact.
struct ImpactIntervals {
  /// An alert that fires again after this pause belongs to a relapse.
  static let pause = TimeSpan.minutes(30)

  let seen: Observations
  let milestones: [Milestone.Name: Milestone]
  /// The indicators that moved when the impact started.
  let indicators: [Movement]
  /// The last sample of all.
  let lastSample: Instant?

  func intervals() -> [ImpactInterval] {
    guard let start = milestones[.impactStarted] else { return [] }
    guard let end = milestones[.recovered], end.at >= start.at else { return [open(start)] }
    let first = ImpactInterval(
      start: .init(start), end: .init(end), observedUntil: end.at,
      rule: "From the start of the impact to its recovery.",
      evidence: Array(start.evidence.prefix(1)) + Array(end.evidence.prefix(1)))
    return [first] + (indicators.isEmpty ? fromAlerts(after: end) : fromIndicators(after: end))
  }

  private func open(_ start: Milestone) -> ImpactInterval {
    let alert = seen.conditions.filter { $0.end >= start.at && $0.isOpenEnded }.map(\.end).max()
    let lasting = indicators.isEmpty ? [alert] : [alert, lastSample]
    return ImpactInterval(
      start: .init(start), end: nil, observedUntil: lasting.compactMap { $0 }.max() ?? start.at,
      rule: "From the start of the impact; its end is not in the evidence.", evidence: Array(start.evidence.prefix(1)))
  }

  // MARK: Relapses

  private func fromIndicators(after end: Milestone) -> [ImpactInterval] {
    let series = Set(indicators.map(\.point.series))
    let later = seen.movements.filter {
      $0.isImpact && $0.point.at > end.at && $0.point.confidence >= 0.5 && series.contains($0.point.series)
        && $0.rangeShare >= ImpactInference.ripple
    }
    var groups: [[Movement]] = []
    for movement in later {
      if let last = groups.last, joins(movement, last) {
        groups[groups.count - 1].append(movement)
      } else {
        groups.append([movement])
      }
    }
    return groups.compactMap(relapse)
  }

  private func joins(_ movement: Movement, _ group: [Movement]) -> Bool {
    guard let last = group.last else { return false }
    let ends = group.map(\.point.recoveredAt)
    guard let end = ends.compactMap({ $0 }).max(), !ends.contains(nil) else { return true }
    return movement.point.at <= max(end, last.point.at + ImpactInference.together)
  }

  private func relapse(_ group: [Movement]) -> ImpactInterval? {
    guard let first = group.first else { return nil }
    let back = group.filter { $0.point.recoveredAt != nil }
    let last = back.max { ($0.point.recoveredAt ?? $0.point.at) < ($1.point.recoveredAt ?? $1.point.at) }
    let end = back.count == group.count ? last.flatMap { last in last.point.recoveredAt.map { (last, $0) } } : nil
    return ImpactInterval(
      start: .init(first.point.at, earliest: first.earliest, latest: first.latest),
      end: end.map { .init($0.1, earliest: $0.0.recoveredEarliest, latest: $0.1) },
      observedUntil: lastSample ?? first.point.at,
      rule: "A relapse: \(first.point.series.metric) left its baseline again.",
      evidence: group.prefix(2).flatMap(\.point.evidence))
  }

  /// Alerts of the first interval that fire again after a pause.
  private func fromAlerts(after end: Milestone) -> [ImpactInterval] {
    let names = Set(
      seen.conditions.filter { $0.start <= end.at && $0.end >= milestones[.impactStarted]?.at ?? end.at }.map(\.name))
    let later = seen.conditions.filter { $0.start > end.latest + Self.pause && names.contains($0.name) }
    var groups: [[AlertInterval]] = []
    for alert in later {
      if let last = groups.last?.map(\.end).max(), alert.start <= last + Self.pause {
        groups[groups.count - 1].append(alert)
      } else {
        groups.append([alert])
      }
    }
    return groups.compactMap(relapse)
  }

  private func relapse(_ group: [AlertInterval]) -> ImpactInterval? {
    guard let first = group.first, let last = group.max(by: { $0.end < $1.end }) else { return nil }
    return ImpactInterval(
      start: .init(first.start, earliest: first.sighting.earliest, latest: first.sighting.latest),
      end: group.contains(where: \.isOpenEnded) ? nil : .init(last.end), observedUntil: last.end,
      rule: "A relapse: alert \(Citations.excerpt(first.name)) fired again after more than 30 minutes.",
      evidence: [seen.citations.cite(first.sighting)])
  }
}

extension ImpactInterval.Bound {
  fileprivate init(_ milestone: Milestone) {
    self.init(milestone.at, earliest: milestone.earliest, latest: milestone.latest)
  }
}
