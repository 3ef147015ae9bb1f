import DebriefModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ranks the candidates. A lead is a place to look first, never a verdict.
struct LeadRanking {
  /// How many leads are shown.
  static let limit = 10
  /// Candidates below this are noise.
  static let least = 0.12
  /// What is left of the score of one that suffers from another.
  static let victimShare = 0.4
  /// Without a dated impact no lead can be more certain than this.
  static let undatedCap = 0.4

  let seen: Observations
  let impact: Milestone?
  let recovered: Milestone?

  func leads() -> [Lead] {
    let candidates = CandidateSearch(seen: seen, impact: impact, recovered: recovered).candidates()
    let upstreams = Victims(topology: seen.topology, candidates: candidates).upstreams()
    let baseRate = self.baseRate
    let scored = zip(candidates, upstreams).map {
      candidate, upstream -> (candidate: Candidate, score: Double, suffers: String?) in
      let full = candidate.score(impact: impact?.at, chance: baseRate.chance)
      return (candidate, upstream == nil ? full : full * Self.victimShare, upstream?.reason)
    }
    let ranked = scored.filter { $0.score >= Self.least }.sorted {
      ($0.score, $1.candidate.subject) > ($1.score, $0.candidate.subject)
    }
    return ranked.prefix(Self.limit).enumerated().map { index, entry in
      lead(index + 1, entry.candidate, score: entry.score, suffers: entry.suffers, baseRate)
    }
  }

  // MARK: Base rate

  struct BaseRate: Sendable {
    var sentence: String?
    /// How likely at least one change falls into fifteen minutes by chance, from the rate before.
    var chance: Double
  }

  /// How usual changes are: those of the day before the impact, and of the fifteen minutes before.
  var baseRate: BaseRate {
    guard let impact, let first = seen.survey.span?.start else { return BaseRate(sentence: nil, chance: 0) }
    let day = max(first, impact.at - .minutes(1440))
    let near = impact.at - .minutes(15)
    let all = seen.changes.count { $0.at >= day && $0.at <= impact.at }
    let recent = seen.changes.count { $0.at >= near && $0.at <= impact.at }
    let hours = max((near - day).seconds, 0) / 3600
    guard all > 0 else { return BaseRate(sentence: nil, chance: 0) }
    let span = (impact.at - day).seconds
    let sentence =
      span < 900
      ? "How usual changes are is unknown: the events begin \(spoken(span)) before the impact."
      : "\(counted(all, "change")) in the \(spoken(span)) of evidence before the impact, "
        + "\(recent) in the 15 minutes before."
    // With little evidence before the window the usual rate is unknown, and one change an hour is assumed.
    let rate = hours < 1 ? max(1, Double(all - recent) / max(hours, 1)) : Double(all - recent) / hours
    return BaseRate(sentence: sentence, chance: 1 - exp(-rate / 4))
  }

  // MARK: Leads

  private func lead(_ rank: Int, _ candidate: Candidate, score: Double, suffers: String?, _ baseRate: BaseRate) -> Lead
  {
    let finding = candidate.mainFinding(impact?.at)
    let change = nearest(candidate)
    return Lead(
      rank: rank, subject: candidate.subject, cause: cause(finding, change, candidate),
      category: category(finding, change, candidate),
      score: rounded(score), confidence: confidence(score), why: why(candidate, finding, change, suffers, baseRate),
      refutedBy: refutation(finding, change), evidence: evidence(candidate, finding, change),
      evidenceAgainst: against(candidate, change))
  }

  private func confidence(_ score: Double) -> Double {
    guard let impact else { return rounded(min(score * 0.6, Self.undatedCap)) }
    let cap = impact.confidence < 0.5 ? 0.5 : 0.9
    return rounded(min(0.9 * score * (0.5 + impact.confidence / 2), cap))
  }

  /// The change nearest before the impact.
  private func nearest(_ candidate: Candidate) -> ChangeLog.Item? {
    guard let impact else { return nil }
    return candidate.changes.min { abs(($0.at - impact.at).seconds) < abs(($1.at - impact.at).seconds) }
  }

  private func cause(_ finding: Findings.Entry?, _ change: ChangeLog.Item?, _ candidate: Candidate) -> String {
    switch (finding, change) {
    case (let finding?, let change?) where !candidate.predates(change): "\(change.kind), then \(finding.cause)"
    case (let finding?, _): finding.cause
    case (nil, let change?): change.kind
    default: candidate.movements.first.map { "\($0.meaning.role.rawValue) moved" } ?? "unknown"
    }
  }

  private func category(_ finding: Findings.Entry?, _ change: ChangeLog.Item?, _ candidate: Candidate) -> CauseCategory
  {
    let configuration =
      change.map { ["config", "secret", "policy"].contains($0.kind) && !candidate.predates($0) } ?? false
    if let finding, finding.role == .mechanism || change == nil {
      return configuration && finding.category == .application ? .misconfiguration : finding.category
    }
    guard let change else { return candidate.movements.first?.meaning.role == .saturation ? .resource : .application }
    switch change.kind {
    case "config", "secret", "policy": return .misconfiguration
    case "scale": return .resource
    case "cordon", "uncordon", "drain": return .infrastructure
    default: return .application
    }
  }

  private func why(
    _ candidate: Candidate, _ finding: Findings.Entry?, _ change: ChangeLog.Item?, _ suffers: String?,
    _ baseRate: BaseRate
  ) -> String {
    var sentences: [String] = []
    if let change, let impact { sentences.append("\(sentence(change, impact)) \(baseRate.sentence ?? "")") }
    if let finding {
      sentences.append("\(finding.finding.title), from \(finding.finding.start)\(relation(finding.finding.start)).")
    }
    let others = candidate.findings.count - (finding == nil ? 0 : 1)
    if others > 0 { sentences.append("\(counted(others, "further finding")) about it.") }
    if let movement = candidate.movements.max(by: { $0.rangeShare < $1.rangeShare }) {
      sentences.append("\(movement.point.evidence.first?.text ?? movement.point.series.description).")
    }
    if let suffers { sentences.append("It ranks lower because \(suffers).") }
    return sentences.joined(separator: " ").split(separator: " ").joined(separator: " ")
  }

  private func sentence(_ change: ChangeLog.Item, _ impact: Milestone) -> String {
    let seconds = (impact.at - change.at).seconds
    let when =
      seconds >= 0
      ? "\(spoken(seconds)) before the impact"
      : "\(spoken(-seconds)) after the dated start of the impact; records can lag"
    return "A change (\(change.kind): \(change.what)) came \(when); nearness in time is not a cause."
  }

  private func relation(_ start: Instant) -> String {
    guard let impact else { return "" }
    let seconds = (start - impact.at).seconds
    if abs(seconds) < 1 { return ", with the impact" }
    return seconds < 0 ? ", \(spoken(-seconds)) before the impact" : ", \(spoken(seconds)) after the impact"
  }

  private func refutation(_ finding: Findings.Entry?, _ change: ChangeLog.Item?) -> String {
    if change != nil {
      return
        "The same change elsewhere without these symptoms, symptoms that began before it, or symptoms that "
        + "stayed after it was taken back."
    }
    switch finding?.role {
    case .mechanism?:
      return "Evidence that it began after users were affected, or that users were served all the same while it lasted."
    case .symptom?: return "Another subject that it depends on and that was abnormal earlier."
    default: return "A subject with a stated mechanism that began at the same time or earlier."
    }
  }

  private func evidence(_ candidate: Candidate, _ finding: Findings.Entry?, _ change: ChangeLog.Item?) -> [Evidence] {
    var list = change.map { $0.sightings.prefix(2).map(seen.citations.cite) } ?? []
    list += finding?.finding.evidence.prefix(3) ?? []
    list += candidate.findings.filter { $0.finding.id != finding?.finding.id }.prefix(3).compactMap(
      \.finding.evidence.first)
    list += candidate.movements.prefix(2).flatMap(\.point.evidence)
    var known = Set<Evidence>()
    return list.filter { known.insert($0).inserted }
  }

  private func against(_ candidate: Candidate, _ change: ChangeLog.Item?) -> [Evidence] {
    guard let change, candidate.predates(change) else { return [] }
    return candidate.findings.filter { $0.finding.start < change.at - .seconds(60) }.prefix(2).compactMap(
      \.finding.evidence.first)
  }
}
