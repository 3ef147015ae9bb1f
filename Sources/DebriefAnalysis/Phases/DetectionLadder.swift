import DebriefModel

/// The way from the first sign to the first repair, step by step. Steps that nothing in the evidence shows stay unknown.
struct DetectionLadder {
  /// Signs may come this long before the impact is dated.
  static let headStart = TimeSpan.minutes(10)

  let seen: Observations
  let trouble: TroubleMap
  let milestones: [Milestone.Name: Milestone]

  /// All steps in the order of the ladder; empty without an impact or a page to hang it on.
  func rungs() -> [LadderRung] {
    guard let start = milestones[.impactStarted]?.earliest ?? milestones[.detected]?.earliest else { return [] }
    let range = TimeRange(start - Self.headStart, milestones[.recovered]?.latest ?? Instant(nanoseconds: .max))
    return [
      anomaly(range),
      rung(.firstWarning, trouble.first(from: range.start).flatMap { range.contains($0.at ?? range.end) ? $0 : nil }),
      rung(.pending, alert(.pending, range)?.sighting), rung(.firing, alert(.firing, range)?.sighting),
      rung(.notified, page(range)), acknowledged, mitigation,
    ]
  }

  private func rung(_ name: LadderRung.Name, _ sighting: Sighting?) -> LadderRung {
    guard let sighting else { return LadderRung(name) }
    return LadderRung(
      name, at: sighting.at, earliest: sighting.earliest, latest: sighting.latest, detail: sighting.excerpt,
      evidence: [seen.citations.cite(sighting)])
  }

  /// The first series that moved for the worse, or the first burst of errors.
  private func anomaly(_ range: TimeRange) -> LadderRung {
    let movement = seen.movements.first { $0.isBad && range.contains($0.point.at) }
    let burst = seen.troubles.map(\.finding).filter {
      $0.detector == ErrorLogBurstDetector.description.id && range.contains($0.start)
    }.min { ($0.start, $0.id) < ($1.start, $1.id) }
    if let burst, burst.start < movement?.point.at ?? Instant(nanoseconds: .max) {
      return LadderRung(
        .firstAnomaly, at: burst.start, detail: "\(burst.title) (\(burst.subject))", evidence: burst.evidence)
    }
    guard let movement else { return LadderRung(.firstAnomaly) }
    return LadderRung(
      .firstAnomaly, at: movement.point.at, earliest: movement.earliest, latest: movement.latest,
      detail: movement.point.series.description, evidence: movement.point.evidence)
  }

  /// The first alert that began in this time; one that fired long before detected nothing.
  private func alert(_ state: AlertInterval.State, _ range: TimeRange) -> AlertInterval? {
    seen.alerts.first { $0.state == state && $0.isUrgent && !$0.isSuppressed && range.contains($0.start) }
  }

  private func page(_ range: TimeRange) -> Sighting? {
    seen.people.pages.first { $0.action == "trigger" && range.contains($0.sighting.at ?? range.start - .seconds(1)) }?
      .sighting
  }

  private var acknowledged: LadderRung {
    guard let milestone = milestones[.acknowledged] else { return LadderRung(.acknowledged) }
    return LadderRung(
      .acknowledged, at: milestone.at, earliest: milestone.earliest, latest: milestone.latest, detail: milestone.rule,
      evidence: milestone.evidence)
  }

  /// The first change that could repair; whether it did is for the reader to say.
  private var mitigation: LadderRung {
    guard let impact = milestones[.impactStarted] else { return LadderRung(.firstMitigation) }
    let actions = RepairInference(
      seen: seen, impact: impact, detected: milestones[.detected], recovered: milestones[.recovered]
    ).actions(after: impact)
    guard let first = actions.first, let sighting = first.change.sightings.first else {
      return LadderRung(.firstMitigation)
    }
    var rung = rung(.firstMitigation, sighting)
    (rung.at, rung.detail) = (first.at, "\(first.repair.how): \(first.change.what)")
    return rung
  }
}
