import DebriefModel

/// When the impact started: an indicator that left its baseline, else the first warning of an episode, else an alert, else a note.
struct ImpactInference {
  /// Indicators that move within this time of each other moved together.
  static let together = TimeSpan.minutes(10)
  /// A shift smaller than this share of the largest shift of its series does not start an impact.
  static let ripple = 0.1

  let seen: Observations
  /// What speaks for it, in the order of evidence.
  private(set) var candidates: [MilestoneCandidate] = []
  /// The indicators that moved when the impact started; empty when it was inferred otherwise.
  private(set) var indicators: [Movement] = []

  /// Other signs are listed beside the first one when they are this near; further away they are of something else.
  static let beside = TimeSpan.minutes(120)

  init(_ seen: Observations) {
    self.seen = seen
    indicators = strongestCluster() ?? []
    let all = [fromIndicators(indicators), fromWarnings(), fromAlerts(), fromNotes()].compactMap { $0 }
    guard let first = all.first else { return }
    candidates = all.filter { abs(($0.at - first.at).seconds) <= Self.beside.seconds }
  }

  // MARK: Indicators

  private func strongestCluster() -> [Movement]? {
    var clusters: [[Movement]] = []
    for movement in decisive() {
      if let last = clusters.last?.last, movement.point.at <= last.point.at + ImpactInference.together {
        clusters[clusters.count - 1].append(movement)
      } else {
        clusters.append([movement])
      }
    }
    // Equal weights go to the earlier one.
    return clusters.enumerated().max { (weight($0.element), -$0.offset) < (weight($1.element), -$1.offset) }?.element
  }

  /// Declared objectives if one of them moved, else indicators of the incident's services, else all.
  private func decisive() -> [Movement] {
    let all = material(seen.movements.filter { $0.isImpact && $0.point.confidence >= 0.5 })
    let declared = all.filter { $0.objective != nil }
    if !declared.isEmpty { return declared }
    let services = Set(seen.manifest.services)
    let ours = all.filter { movement in movement.point.series.labels.values.contains(where: services.contains) }
    return ours.isEmpty ? all : ours
  }

  /// Without the shifts that are less than a tenth of the largest of their series: a ripple before the wave is not its start.
  private func material(_ movements: [Movement]) -> [Movement] {
    var largest: [Series: Double] = [:]
    for movement in movements {
      largest[movement.point.series] = max(largest[movement.point.series] ?? 0, movement.rangeShare)
    }
    return movements.filter { $0.rangeShare >= ImpactInference.ripple * (largest[$0.point.series] ?? 0) }
  }

  private func weight(_ cluster: [Movement]) -> Double {
    let sum = cluster.reduce(0) { $0 + ($1.meaning.role == .latency ? 2 : 3) * $1.point.confidence * $1.rangeShare }
    guard let anchor = seen.anchor, let start = cluster.first?.point.at else { return sum }
    let near = start >= anchor - .minutes(60) && start <= anchor + .minutes(10)
    return near ? 2 * sum : sum
  }

  private func fromIndicators(_ cluster: [Movement]) -> MilestoneCandidate? {
    guard let first = cluster.first else { return nil }
    let declared = first.objective != nil
    let others = Set(cluster.map(\.point.series)).count - 1
    let backed = others > 0 || isCorroborated(first.point.at)
    let base = (declared ? 0.95 : 0.85) * first.point.confidence * (backed ? 1 : 0.5)
    let name =
      declared ? "the objective “\(first.objective ?? "")”" : "\(first.point.series.metric) (an indicator by its name)"
    var rule =
      "First sample at the new level of \(name): three samples in a row beyond the noise of the "
      + "\(first.baselineSamples) before, dated by PELT; the true onset lies up to one step earlier."
    if others > 0 { rule += " \(counted(others, "other indicator")) moved within ten minutes." }
    if first.point.ramp { rule += " The shift is gradual and may be dated late by half its length." }
    if !backed { rule += " Nothing else in the evidence confirms it." }
    return MilestoneCandidate(
      at: first.point.at, earliest: first.earliest, latest: first.latest, basis: .indicator, rule: rule,
      confidence: rounded(base),
      evidence: cluster.prefix(4).flatMap(\.point.evidence))
  }

  /// Whether an alert, a person or a finding speaks of trouble at that time as well.
  private func isCorroborated(_ at: Instant) -> Bool {
    let near = TimeRange(at - .minutes(10), at + .minutes(60))
    return seen.firing.contains { near.contains($0.start) }
      || seen.people.pages.contains { $0.action == "trigger" && $0.sighting.at.map(near.contains) ?? false }
      || seen.troubles.contains { near.contains($0.finding.start) }
  }

  // MARK: Warnings

  private func fromWarnings() -> MilestoneCandidate? {
    let bursts = seen.troubles.filter { $0.finding.detector == ErrorLogBurstDetector.description.id }
    let episode = heaviestEpisode()
    let anchored = seen.anchor != nil
    let burst = bursts.filter { entry in
      episode.map { entry.finding.start >= $0.range.start - TroubleMap.quiet } ?? true
    }.first
    if let burst, burst.finding.start < episode?.first.at ?? Instant(nanoseconds: .max) {
      return MilestoneCandidate(
        at: burst.finding.start, basis: .log,
        rule: "Begin of the first burst of errors in a log; no indicator shows what users felt.",
        confidence: anchored ? 0.5 : 0.4, evidence: burst.finding.evidence)
    }
    guard let first = episode?.first, let at = first.at else { return nil }
    return MilestoneCandidate(
      at: at, earliest: first.earliest, latest: first.latest, basis: .warning,
      rule:
        "First warning of the stretch with the most warnings (no pause over 15 minutes); no indicator shows "
        + "what users felt.",
      confidence: anchored ? 0.5 : 0.4, evidence: [seen.citations.cite(first)])
  }

  /// The stretch with the most warnings among those that hold a finding; one around the first page or alert goes first.
  private func heaviestEpisode() -> TroubleMap.Episode? {
    let holding = seen.episodes.filter { episode in
      seen.troubles.contains { TimeRange($0.finding.start, $0.finding.end).overlaps(episode.range) }
    }
    let near = holding.filter { episode in
      seen.anchor.map { TimeRange($0 - .minutes(60), $0 + .minutes(10)).overlaps(episode.range) } ?? false
    }
    let pool = near.isEmpty ? holding : near
    return pool.enumerated().max { ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset) }?.element
  }

  // MARK: Alerts

  private func fromAlerts() -> MilestoneCandidate? {
    guard let anchor = seen.anchor,
      let alert = seen.conditions.first(where: { $0.start >= anchor }) ?? seen.conditions.first
    else { return nil }
    let pending = seen.alerts.last { other in
      other.state == .pending && other.name == alert.name && other.subject == alert.subject
        && other.start <= alert.start
        && other.end >= alert.start - .minutes(2)
    }
    let source = pending ?? alert
    let rule =
      pending == nil
      ? "Start of the first alert; it fires late by the duration its rule waits, which the evidence does not state."
      : "Begin of the pending time of the first alert: its condition was true from then on."
    return MilestoneCandidate(
      at: source.start, earliest: source.sighting.earliest, latest: source.sighting.latest, basis: .alert, rule: rule,
      confidence: pending == nil ? 0.3 : 0.4, evidence: [seen.citations.cite(source.sighting)])
  }
}

extension ImpactInference {
  /// People who wrote the time down afterwards.
  private func fromNotes() -> MilestoneCandidate? {
    seen.statement(.impactStarted, from: Instant(nanoseconds: .min), through: Instant(nanoseconds: .max))
  }
}

/// A confidence with two decimals, so that documents stay readable and comparable.
func rounded(_ confidence: Double) -> Double { (min(max(confidence, 0), 1) * 100).rounded() / 100 }
