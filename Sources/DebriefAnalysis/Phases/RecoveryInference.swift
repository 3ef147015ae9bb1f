import DebriefModel

/// When the impact ended: the indicators are back in their baseline band and stay there; else the alerts are resolved and the
/// workloads ready; else people say so.
struct RecoveryInference {
  let seen: Observations
  let impact: Milestone?
  let indicators: [Movement]

  /// Telemetry first: what people call resolved may go on, and then it is shown as a conflict.
  func infer() -> Inference {
    let paper = paperwork()
    guard let impact else { return Inference(candidates: paper) }
    let measured = indicators.isEmpty ? fromAlerts(since: impact.earliest - .minutes(30)) : fromIndicators()
    guard var inference = measured ?? fromWorkloads(since: impact) else { return Inference(candidates: paper) }
    if inference.candidates.isEmpty {
      inference.conflicts = paper.prefix(1).map { stillOut($0) }
    } else {
      inference.conflicts = paper.prefix(1).compactMap { tooEarly($0, inference.candidates[0]) }
      inference.candidates += paper
    }
    return inference
  }

  private func stillOut(_ paper: MilestoneCandidate) -> MilestoneConflict {
    MilestoneConflict(
      .prematurelyOver, [.recovered], seconds: 0,
      text: "People called it over at \(paper.at), but the telemetry does not show it: recovery stays unknown.")
  }

  /// People called it over before the telemetry did.
  private func tooEarly(_ paper: MilestoneCandidate, _ telemetry: MilestoneCandidate) -> MilestoneConflict? {
    guard paper.latest < telemetry.earliest else { return nil }
    let apart = (telemetry.at - paper.at).seconds
    return MilestoneConflict(
      .prematurelyOver, [.recovered], seconds: apart,
      text: "People called it over at \(paper.at), \(spoken(apart)) before the telemetry shows it (\(telemetry.at)).")
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
    let candidate = MilestoneCandidate(
      at: at, earliest: last.recoveredEarliest, latest: at, basis: .indicator, rule: rule,
      confidence: rounded(
        (last.recoverySustained ? 0.9 : 0.6) * (last.objective == nil ? 0.95 : 1) * (lasting.isEmpty ? 1 : 0.8)),
      evidence: last.point.evidence.map { recovered($0, last, at) })
    return Inference(candidates: [candidate], remarks: remarks)
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
    let ready = workloads(since: since)
    let remarks = later ? ["Warnings go on for more than ten minutes after the last alert was resolved."] : []
    let resolved = MilestoneCandidate(
      at: last.end, earliest: last.end - last.sighting.early, latest: last.end + last.sighting.late, basis: .alert,
      rule: "The last alert of the incident was resolved; no indicator shows what users felt, and alerts resolve late.",
      confidence: later ? 0.35 : ready.isEmpty ? 0.5 : 0.55, evidence: [seen.citations.cite(last.sighting)])
    // Alerts resolved and workloads ready: the later of both.
    let both = [resolved, readiness(ready)].compactMap { $0 }.sorted {
      ($1.at, $0.basis.rawValue) < ($0.at, $1.basis.rawValue)
    }
    return Inference(candidates: both, remarks: remarks + unready(ready))
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

  // MARK: Workloads

  /// Series of workloads and nodes that got worse in the incident, the first shift of each.
  private func workloads(since: Instant) -> [Movement] {
    firstPerSeries(seen.movements.filter { $0.meaning.role == .health && $0.isBad && $0.point.at >= since })
  }

  private func fromWorkloads(since impact: Milestone) -> Inference? {
    let moved = workloads(since: impact.earliest - .minutes(10))
    return readiness(moved).map { Inference(candidates: [$0], remarks: unready(moved)) }
  }

  /// When the last of them was back; nil while more than a fifth is not.
  private func readiness(_ moved: [Movement]) -> MilestoneCandidate? {
    let back = moved.filter { $0.point.recoveredAt != nil }
    guard back.count * 5 >= moved.count * 4,
      let last = back.max(by: { ($0.point.recoveredAt ?? $0.point.at) < ($1.point.recoveredAt ?? $1.point.at) }),
      let at = last.point.recoveredAt
    else { return nil }
    return MilestoneCandidate(
      at: at, earliest: last.recoveredEarliest, latest: at, basis: .workload,
      rule: "The last of the workloads and nodes that got worse is as before; no indicator shows what users felt.",
      confidence: last.recoverySustained ? 0.45 : 0.35, evidence: last.point.evidence.map { recovered($0, last, at) })
  }

  private func unready(_ moved: [Movement]) -> [String] {
    moved.filter { $0.point.recoveredAt == nil }.prefix(1).map {
      "\($0.point.series) is not back to where it was when the evidence ends."
    }
  }

  // MARK: Paperwork

  /// What people call over: the first page resolved after the impact began, and the first note that says so.
  private func paperwork() -> [MilestoneCandidate] {
    let first = seen.people.pages.first { $0.action == "trigger" }?.sighting.at
    guard let since = impact?.at ?? first else { return [] }
    let page = seen.people.pages.first { $0.action == "resolve" && ($0.sighting.at ?? since) > since }
    let paged = page.flatMap {
      seen.candidate(
        .page, $0.sighting, "The page was resolved; neither indicators nor alerts tell when the impact ended.",
        $0.byHuman == true ? 0.5 : 0.4)
    }
    return [paged, seen.statement(.recovered, from: since, through: since + .minutes(7 * 24 * 60))].compactMap { $0 }
  }
}
