import DebriefModel

/// A part of a sentence with the evidence it rests on.
struct Clause {
  var text: String
  var citations: [Int]
}

/// What both kinds of report say in words, worked out once so that they agree.
struct Narration {
  let document: ReportDocument
  var citations: Citations
  private(set) var figures: [Figure] = []
  private(set) var summary: [Clause] = []
  private(set) var milestones: [(name: Milestone.Name, milestone: Milestone?, citations: [Int])] = []
  private(set) var ladder: [(step: LadderStep, citations: [Int])] = []
  private(set) var clocks: [(row: TwoClocks, paperwork: [Int], telemetry: [Int])] = []
  private(set) var losses: [(loss: ImpactMeasure, citations: [Int])] = []
  private(set) var leads: [(lead: Lead, evidenceFor: [Int], evidenceAgainst: [Int])] = []
  private(set) var findings: [(finding: Finding, citations: [Int])] = []
  private(set) var changes: [(change: Change, citations: [Int])] = []
  private(set) var shifts: [(point: ChangePoint, citations: [Int])] = []
  private(set) var logPatterns: [(pattern: LogPattern, citations: [Int])] = []
  private(set) var readiness: [(check: ReadinessCheck, citations: [Int])] = []

  init(_ document: ReportDocument) {
    self.document = document
    citations = Citations(listed: document.timeline.rows)
    let analysis = document.analysis
    figures = Figure.all(of: document, citing: &citations)
    summary = SummaryDraft.clauses(of: document, citing: &citations)
    for name in Milestone.Name.allCases {
      let milestone = analysis.milestones[name]
      milestones.append((name, milestone, citations.numbers(of: milestone?.evidence ?? [])))
    }
    ladder = orderedLadder().map { step in (step, citations.numbers(of: step.evidence)) }
    for row in analysis.clocks {
      let (paper, telemetry) = (row.paperwork?.evidence ?? [], row.telemetry?.evidence ?? [])
      clocks.append((row, citations.numbers(of: paper), citations.numbers(of: telemetry)))
    }
    narrateFindings(analysis)
  }

  private mutating func narrateFindings(_ analysis: IncidentAnalysis) {
    for lead in analysis.leads {
      leads.append((lead, citations.numbers(of: lead.evidence), citations.numbers(of: lead.evidenceAgainst)))
    }
    for finding in analysis.findings { findings.append((finding, citations.numbers(of: finding.evidence))) }
    for change in analysis.changes { changes.append((change, citations.numbers(of: change.evidence))) }
    for point in analysis.changePoints { shifts.append((point, citations.numbers(of: point.evidence))) }
    for pattern in PatternText.shown(analysis.logPatterns) {
      logPatterns.append((pattern, citations.numbers(of: Array(pattern.evidence.prefix(1)))))
    }
    for loss in analysis.impact { losses.append((loss, citations.numbers(of: loss.evidence))) }
    for check in analysis.readiness { readiness.append((check, citations.numbers(of: check.evidence))) }
  }

  /// Known steps by time, then those not known in the order of the ladder.
  private func orderedLadder() -> [LadderStep] {
    let steps = document.ladder
    let known = steps.indices.filter { steps[$0].at != nil }.sorted { a, b in
      guard let first = steps[a].at, let second = steps[b].at, first != second else { return a < b }
      return first < second
    }
    return known.map { steps[$0] } + steps.filter { $0.at == nil }
  }

  /// The longest stretch between two known steps of the ladder from the impact on, as a sentence; nil with fewer than two.
  var longestStretch: String? {
    let start = document.analysis.milestones[.impactStarted]?.at
    let known = ladder.compactMap { entry in entry.step.at.map { (entry.step.name, $0) } }
      .filter { step in start.map { step.1 >= $0 } ?? true }
    let stretches = zip(known, known.dropFirst()).map { ($0.0, $1.0, ($1.1 - $0.1).seconds) }
    guard let longest = stretches.max(by: { $0.2 < $1.2 }), longest.2 > 0 else { return nil }
    return "The longest stretch was the \(Words.duration(longest.2)) from “\(longest.0)” to “\(longest.1)”."
  }
}
