import DebriefModel

/// Compares what was logged before the impact with what was logged from then until recovery.
///
/// One pass over the log events; one set of patterns for all of them. Undated lines, and those after recovery, are not counted.
/// A log that was not collected looks like a pattern that vanished, so what became rarer is a hint at most.
struct LogComparison {
  /// How many patterns are reported.
  static let limit = 500
  /// A pattern that was never logged before is new below this q.
  static let level = 0.01
  /// A baseline shorter than this, in seconds, is none.
  static let shortestBaseline = 60.0

  private let onset: Instant?
  private let end: Instant?
  private var miner = PatternMiner.ofIncident
  private var tallies: [PatternTally] = []
  private var span: TimeRange?

  /// `impact` and `recovered` as far as they are known.
  init(impact: Milestone?, recovered: Milestone?) {
    onset = impact?.earliest
    end = recovered?.at
  }

  /// The patterns; throws what the reader throws. O(log lines).
  static func patterns(
    _ evidence: some EvidenceReader, _ milestones: [Milestone.Name: Milestone], _ citations: Citations
  ) throws -> LogPatterns {
    var comparison = LogComparison(impact: milestones[.impactStarted], recovered: milestones[.recovered])
    try evidence.forEachEvent(EventFilter(kinds: [.log])) { event in
      comparison.observe(event)
      return true
    }
    return comparison.result(citations)
  }

  private mutating func observe(_ event: Event) {
    let form = miner.add(PatternMiner.line(event.message, exception: event.attributes[Attribute.exception]))
    while tallies.count <= form { tallies.append(PatternTally()) }
    guard let at = event.time?.start else { return }
    if let end, at > end { return }
    tallies[form].add(event, at: at, isBefore: onset.map { at < $0 } ?? false)
    span = span?.union(TimeRange(at, at)) ?? TimeRange(at, at)
  }

  private func result(_ citations: Citations) -> LogPatterns {
    let mined = miner.patterns()
    var joined = [PatternTally](repeating: PatternTally(), count: mined.texts.count)
    for form in tallies.indices { joined[mined.pattern[form]].add(tallies[form]) }
    var result = LogPatterns()
    (result.baseline, result.incident) = windows()
    let scored = PatternScores(joined, result.baseline, result.incident)
    let order = joined.indices.filter { !joined[$0].isEmpty }.sorted { scored.isBefore($0, $1) }
    result.patterns = order.prefix(LogComparison.limit).map { index in
      pattern(mined.texts[index], joined[index], scored.scores[index], citations)
    }
    result.hidden = order.count - result.patterns.count
    return result
  }

  /// The time before and the time during; the first is nil when there is too little of it to compare with.
  private func windows() -> (baseline: TimeRange?, incident: TimeRange?) {
    guard let span else { return (nil, nil) }
    guard let onset, span.start < onset else { return (nil, span) }
    let last = end ?? max(span.end, onset)
    let baseline = TimeRange(span.start, onset)
    let isComparable = baseline.duration.seconds >= LogComparison.shortestBaseline && last > onset
    return (isComparable ? baseline : nil, TimeRange(onset, max(last, onset)))
  }

  private func pattern(_ text: String, _ tally: PatternTally, _ score: PatternScores.Score?, _ citations: Citations)
    -> LogPattern
  {
    let shown = tally.during.isEmpty ? tally.before : tally.during
    return LogPattern(
      pattern: text, baseline: tally.total.baseline, incident: tally.total.incident, score: score?.g,
      logRatio: score?.logRatio, q: score?.q, isNew: score?.isNew ?? false, severity: tally.severity,
      subjects: tally.subjects, objects: tally.byObject.count, first: shown.first?.at, last: tally.last,
      evidence: shown.map(citations.cite))
  }
}

/// Scores of all patterns, and their order.
struct PatternScores {
  struct Score {
    var g: Double
    var logRatio: Double
    var p: Double
    var q: Double
    var isNew: Bool
    /// G² of the counts in which no object counts for more than its share: the order of the list.
    var weight: Double
  }

  /// One for each pattern; nil when there is nothing to compare with.
  private(set) var scores: [Score?]
  private let tallies: [PatternTally]

  init(_ tallies: [PatternTally], _ baseline: TimeRange?, _ incident: TimeRange?) {
    self.tallies = tallies
    scores = [Score?](repeating: nil, count: tallies.count)
    guard let baseline, let incident else { return }
    let (total, capped) = (PatternScores.sum(tallies.map(\.total)), PatternScores.sum(tallies.map(\.capped)))
    guard total.baseline > 0 else { return }
    let seconds = (incident.duration.seconds, baseline.duration.seconds)
    var found = tallies.map { PatternScores.score($0, total, capped, seconds) }
    for (index, q) in ManyTests.adjust(found.map(\.p)).enumerated() {
      found[index].q = q
      found[index].isNew = tallies[index].total.baseline == 0 && q < LogComparison.level && found[index].g > 0
    }
    scores = found
  }

  private static func sum(_ counts: [PatternTally.Count]) -> PatternTally.Count {
    counts.reduce(into: PatternTally.Count()) { sum, count in
      sum.baseline = saturatingSum(sum.baseline, count.baseline)
      sum.incident = saturatingSum(sum.incident, count.incident)
    }
  }

  private static func score(
    _ tally: PatternTally, _ total: PatternTally.Count, _ cappedTotal: PatternTally.Count,
    _ seconds: (incident: Double, baseline: Double)
  ) -> Score {
    let (count, capped) = (tally.total, tally.capped)
    let cells = FourCells(count.incident, of: total.incident, count.baseline, of: total.baseline)
    let weight = FourCells(capped.incident, of: cappedTotal.incident, capped.baseline, of: cappedTotal.baseline)
    // It must be unusual among the lines and in the time: neither a flood of other lines nor more traffic is enough.
    let p = max(cells.fisher, Exposure.p(count.incident, in: seconds.incident, count.baseline, in: seconds.baseline))
    return Score(
      g: cells.signedG, logRatio: cells.logRatio, p: p, q: p, isNew: false, weight: weight.signedG)
  }

  /// New patterns first, then those that became more frequent, then those that became rarer; by weight, then by count.
  func isBefore(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (rank(a), rank(b))
    return x == y ? a < b : x < y
  }

  private func rank(_ index: Int) -> (Int, Double, Int) {
    let (count, severity) = (tallies[index].total, tallies[index].severity.rawValue)
    guard let score = scores[index] else { return (3 - severity, 0, -count.incident) }
    let isTelling = score.q < LogComparison.level
    let group = score.isNew ? 0 : isTelling && score.g > 0 ? 1 : isTelling ? 2 : 3
    return (group, -abs(score.weight), -saturatingSum(count.incident, count.baseline))
  }
}
