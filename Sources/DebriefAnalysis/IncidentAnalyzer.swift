public import DebriefModel

/// Reads the evidence of one incident and says what it shows.
///
/// One pass over the events for all detectors and collectors, one over the log lines for their patterns, one look at each series; then the milestones, the phases
/// between them and the leads are worked out from what was gathered. Memory does not grow with the number of events.
public struct IncidentAnalyzer {
  /// Analyses one incident. O(events · detectors + samples); throws what the reader throws.
  public static func analyze(_ evidence: some EvidenceReader) throws -> IncidentAnalysis {
    try review(evidence).analysis
  }

  /// Analyses one incident and says what a report over many incidents needs to know about it. As costly as `analyze`.
  public static func review(_ evidence: some EvidenceReader) throws
    -> (analysis: IncidentAnalysis, summary: IncidentSummary)
  {
    let sources = try evidence.sources()
    let citations = Citations(sources)
    let topology = Topology(try evidence.relations())
    var pass = EventPass(citations, topology)
    let series = try SeriesPass(evidence, citations)
    try pass.run(evidence, shifts: series.movements.map(\.point))
    let rolled = RollUp(topology: topology).join(pass.findings.entries)
    let seen = Observations(
      manifest: evidence.manifest, survey: pass.survey,
      changes: pass.changes.items.sorted { ($0.at, $0.subject) < ($1.at, $1.subject) },
      people: pass.people,
      alerts: pass.alerts.flatMap(pass.silences.applied).sorted { ($0.start, $0.sighting) < ($1.start, $1.sighting) },
      episodes: pass.trouble.episodes(), findings: rolled.entries,
      movements: series.movements, topology: topology, citations: citations)
    var analysis = conclude(evidence.incidentID, seen, series)
    analysis.correlations = try CorrelationSearch.run(series.movements, evidence)
    analysis.logPatterns = try LogComparison.patterns(evidence, analysis.milestones, citations)
    analysis.impact = try Impact(seen: seen, intervals: analysis.impactIntervals).measures(evidence)
    analysis.detectionLadder = DetectionLadder(
      seen: seen, trouble: pass.trouble, milestones: analysis.milestones
    ).rungs()
    analysis.coverage = sources.sorted { $0.path < $1.path }
    analysis.gaps = Gaps(
      seen: seen, pass: pass, series: series, sources: sources, impact: analysis.milestones[.impactStarted]
    ).sentences()
    analysis.caveats = CoverageLedger(
      sources: sources, watch: pass.watch, holes: series.holes, topology: topology, captured: seen.manifest.capturedAt
    ).caveats()
    CaveatAssignment(analysis.caveats, topology).fill(&analysis)
    if !pass.findings.timeless.isEmpty {
      analysis.gaps.append("No evidence states a time, so nothing could be placed. Noticed all the same:")
      analysis.gaps += pass.findings.timeless
    }
    if rolled.dropped > 0 {
      analysis.gaps.append("\(counted(rolled.dropped, "finding")) of lesser weight were left out.")
    }
    let watched = AlertRecords(seen, analysis)
    var summary = IncidentSummary(
      analysis, teams: seen.manifest.teams ?? [], detection: watched.detection, alerts: watched.records)
    summary.slos = try ObjectiveOutcomes.all(evidence, impact: summary.impact)
    return (analysis, summary)
  }

  private static func conclude(_ id: String, _ seen: Observations, _ series: SeriesPass) -> IncidentAnalysis {
    let inference = MilestoneInference(seen)
    let milestones = inference.milestones
    let arithmetic = PhaseArithmetic(milestones)
    let leads = LeadRanking(seen: seen, impact: milestones[.impactStarted], recovered: milestones[.recovered]).leads()
    let subjects = leads.filter { $0.confidence >= 0.2 }.prefix(3).map(\.subject)
    let readiness = Readiness(
      seen: seen, milestones: milestones, indicators: series.indicators + series.declared, subjects: Array(subjects)
    ).checks()
    let suggested = SuggestedActions(
      findings: seen.findings, leads: leads, readiness: readiness, milestones: milestones
    ).actions()
    let impact = ImpactIntervals(
      seen: seen, milestones: milestones, indicators: inference.indicators, lastSample: series.span?.end
    ).intervals()
    var analysis = IncidentAnalysis(
      incident: summary(id, seen.manifest, impact), window: IncidentWindow.of(seen, milestones, series.span),
      milestones: milestones, phases: arithmetic.phases, metrics: TimeToMetrics.of(milestones), leads: leads,
      changes: changes(seen, milestones[.impactStarted]?.at), changePoints: seen.movements.map(\.point),
      findings: seen.findings.map(\.finding), readiness: readiness, actions: seen.manifest.actions + suggested,
      remarks: inference.remarks + arithmetic.remarks + series.remarks)
    (analysis.impactIntervals, analysis.detection) = (impact, inference.detection)
    (analysis.clocks, analysis.conflicts) = (Clocks.of(milestones), inference.conflicts)
    return analysis
  }

  private static func summary(_ id: String, _ manifest: Manifest, _ impact: [ImpactInterval]) -> IncidentHead {
    IncidentHead(
      id: manifest.id ?? id, title: manifest.title ?? manifest.id ?? id, severity: manifest.severity,
      status: manifest.status ?? (impact.last?.end == nil ? "open" : "resolved"), services: manifest.services,
      cause: manifest.cause, narrative: manifest.narrative, slos: manifest.slos)
  }

  private static func changes(_ seen: Observations, _ impact: Instant?) -> [Change] {
    seen.changes.map { item in
      Change(
        at: item.at, subject: item.subject, what: item.what, kind: item.kind, by: item.by,
        secondsBeforeImpact: impact.map { ($0 - item.at).seconds }, evidence: item.sightings.map(seen.citations.cite))
    }
  }
}

/// The part of time that a report should show.
enum IncidentWindow {
  /// From half an hour before the first milestone to half an hour after the last, with the findings of that time and within
  /// the evidence; all of the evidence where no milestone is known; nil where nothing is dated.
  static func of(_ seen: Observations, _ milestones: [Milestone.Name: Milestone], _ series: TimeRange?) -> TimeRange? {
    let spans = [seen.survey.span, series].compactMap { $0 }
    guard let first = spans.first else { return milestones.isEmpty ? nil : around(milestones) }
    let whole = spans.dropFirst().reduce(first) { $0.union($1) }
    guard !milestones.isEmpty, let core = around(milestones) else { return whole }
    let near = seen.findings.filter { core.contains($0.finding.start) }.map(\.finding)
    let open = milestones[.recovered] == nil
    let end = open ? max(core.end, near.map(\.end).max() ?? core.end) : core.end
    let start = max(min(core.start, near.map(\.start).min() ?? core.start), min(whole.start, core.start + .minutes(30)))
    return TimeRange(start, min(end, max(whole.end, core.end - .minutes(30))))
  }

  private static func around(_ milestones: [Milestone.Name: Milestone]) -> TimeRange? {
    // A closing note days later would stretch the window over nothing.
    let inner = milestones.filter { $0.key != .closed }.values.map(\.at)
    let times = inner.isEmpty ? milestones.values.map(\.at) : inner
    guard let first = times.min(), let last = times.max() else { return nil }
    return TimeRange(first - .minutes(30), last + .minutes(30))
  }
}
