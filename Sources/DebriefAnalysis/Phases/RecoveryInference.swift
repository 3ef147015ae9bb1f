import DebriefModel

/// When the impact ended: the indicators are back in their baseline band and stay there; else the alerts are resolved.
struct RecoveryInference {
  let seen: Observations
  let impact: Milestone?
  let indicators: [Movement]

  func infer() -> Inference {
    guard let impact else { return Inference() }
    if !indicators.isEmpty { return fromIndicators() }
    if let inference = fromAlerts(since: impact.earliest - .minutes(30)) { return inference }
    return fromPager(since: impact.at)
  }

  // MARK: Indicators

  /// Those that decide: errors and availability before latency, which often settles much later.
  private var deciding: [Movement] {
    let hard = indicators.filter { $0.objective != nil || $0.meaning.role != .latency }
    return hard.isEmpty ? indicators : hard
  }

  private func fromIndicators() -> Inference {
    let first = firstPerSeries(deciding)
    let back = first.filter { $0.point.recoveredAt != nil }
    let lasting = first.filter { $0.point.recoveredAt == nil }
    guard let last = back.max(by: { ($0.point.recoveredAt ?? $0.point.at) < ($1.point.recoveredAt ?? $1.point.at) }),
      let at = last.point.recoveredAt, back.count * 5 >= first.count * 4
    else {
      let example = lasting.first.map { "\($0.point.series)" } ?? "an indicator"
      return Inference(
        remarks: [
          "Recovery is unknown: \(lasting.count) of \(counted(first.count, "indicator")) did not come back "
            + "within the evidence, for example \(example)."
        ])
    }
    var remarks = lasting.map { "\($0.point.series) is still outside its baseline at the end of the evidence." }
    if !last.recoverySustained {
      remarks.append("The evidence ends too soon after the recovery to tell whether it lasted ten minutes.")
    }
    remarks += relapses(first, after: at)
    let rule =
      "All deciding indicators are back in their baseline band (within 3 deviations; 95 % of the way back "
      + "where the baseline is constant) for ten minutes and five samples, or to the end of the evidence; this is the first such sample "
      + "of the last one."
    return Inference(
      milestone: Milestone(
        .recovered, at: at, earliest: last.recoveredEarliest, latest: at, rule: rule,
        confidence: rounded(
          (last.recoverySustained ? 0.9 : 0.6) * (last.objective == nil ? 0.95 : 1) * (lasting.isEmpty ? 1 : 0.8)),
        evidence: last.point.evidence.map { recovered($0, last, at) }),
      remarks: remarks)
  }

  private func firstPerSeries(_ movements: [Movement]) -> [Movement] {
    var known = Set<Series>()
    return movements.filter { known.insert($0.point.series).inserted }
  }

  private func recovered(_ evidence: Evidence, _ movement: Movement, _ at: Instant) -> Evidence {
    var copy = evidence
    copy.text = Citations.excerpt(
      "\(movement.point.series): back in its baseline band around \(shortNumber(movement.point.before)) at \(at)")
    return copy
  }

  private func relapses(_ movements: [Movement], after: Instant) -> [String] {
    movements.compactMap { movement in
      seen.later(movement, after: after).map {
        "Relapse: \($0.point.series) left its baseline again at \($0.point.at). The first impact is not stretched over it."
      }
    }
  }

  // MARK: Alerts

  private func fromAlerts(since: Instant) -> Inference? {
    let alerts = incidentAlerts(since: since)
    guard let last = alerts.max(by: { $0.end < $1.end }) else { return nil }
    if let open = alerts.first(where: \.isOpenEnded) {
      return Inference(remarks: [
        "Recovery is unknown: alert \(Citations.excerpt(open.name)) is still firing where the evidence ends, "
          + "so the incident counts as open."
      ])
    }
    let later = seen.episodes.contains {
      $0.range.overlaps(TimeRange(last.end + .minutes(10), last.end + .minutes(60)))
    }
    let remarks = later ? ["Warnings go on for more than ten minutes after the last alert was resolved."] : []
    return Inference(
      milestone: Milestone(
        .recovered, at: last.end, earliest: last.end - last.sighting.early, latest: last.end + last.sighting.late,
        rule:
          "The last alert of the incident was resolved; no indicator shows what users felt, and alerts resolve late.",
        confidence: later ? 0.35 : 0.5, evidence: [seen.citations.cite(last.sighting)]),
      remarks: remarks)
  }

  /// Alerts from the impact on, with pauses of at most 30 minutes: a later one belongs to something else.
  private func incidentAlerts(since: Instant) -> [AlertInterval] {
    var members: [AlertInterval] = []
    var end: Instant?
    for alert in seen.conditions where alert.start >= since {
      if let end, alert.start > end + .minutes(30) { break }
      members.append(alert)
      end = max(end ?? alert.end, alert.end)
    }
    return members
  }

  // MARK: Pager

  private func fromPager(since: Instant) -> Inference {
    guard let page = seen.people.pages.first(where: { $0.action == "resolve" && ($0.sighting.at ?? since) > since }),
      let at = page.sighting.at
    else { return Inference() }
    return Inference(
      milestone: Milestone(
        .recovered, at: at, earliest: page.sighting.earliest, latest: page.sighting.latest,
        rule: "The page was resolved; neither indicators nor alerts tell when the impact ended.",
        confidence: page.byHuman == true ? 0.5 : 0.4, evidence: [seen.citations.cite(page.sighting)]))
  }
}
