import DebriefModel

/// One look at every series: where it moved, whether it came back, and what it means.
struct SeriesPass {
  /// More shifts than this are not kept; the largest are.
  static let limit = 1000

  private(set) var movements: [Movement] = []
  /// How many series were judged, and how many had too little before them to judge.
  private(set) var judged = 0
  private(set) var tooShort = 0
  /// How many series are indicators of what users feel, and how many the manifest declares.
  private(set) var indicators = 0
  private(set) var declared = 0
  /// Where samples are missing.
  private(set) var holes = SeriesHoles()
  /// The first and the last sample of all.
  private(set) var span: TimeRange?
  /// Sentences about objectives that could not be used.
  private(set) var remarks: [String] = []

  /// Reads all series once; memory holds one series at a time.
  init(_ evidence: some EvidenceReader, _ citations: Citations) throws {
    let objectives = readObjectives(evidence.manifest.slos)
    var matched = Set<Int>()
    for series in try evidence.series() where !series.metric.hasPrefix("ALERTS") {
      let objective = objectives.firstIndex { $0.selector.matches(series) }
      if let objective { matched.insert(objective) }
      let samples = try evidence.samples(of: series)
      holes.observe(series, samples)
      judge(series, samples, objective.map { objectives[$0].slo }, citations)
    }
    for (index, objective) in objectives.enumerated() where !matched.contains(index) {
      remarks.append(
        "The objective “\(objective.slo.name)” names \(objective.slo.errors), which no series in the evidence matches.")
    }
    keepLargest()
  }

  private mutating func readObjectives(_ slos: [Manifest.SLO]) -> [(slo: Manifest.SLO, selector: SeriesSelector)] {
    slos.compactMap { slo in
      if let selector = SeriesSelector(slo.errors) { return (slo, selector) }
      remarks.append(
        "The objective “\(slo.name)” has a selector that is not of the form metric{label=\"value\"}: \(slo.errors).")
      return nil
    }
  }

  private mutating func judge(_ series: Series, _ samples: [Sample], _ slo: Manifest.SLO?, _ citations: Citations) {
    let signal = Signal(samples, counter: slo == nil && SeriesMeaning.isCounter(series))
    guard let first = signal.times.first, let last = signal.times.last else { return }
    span = span?.union(TimeRange(first, last)) ?? TimeRange(first, last)
    let meaning = slo == nil ? SeriesMeaning.of(series) : SeriesMeaning(role: .errors, bad: .up)
    if meaning.role.isUserFacing { indicators += 1 }
    if slo != nil { declared += 1 }
    guard signal.count >= ShiftScan.shortestBaseline + ShiftScan.run else {
      tooShort += 1
      return
    }
    judged += 1
    let tolerance = slo.flatMap { (0..<100).contains($0.objective) ? 1 - $0.objective / 100 : nil }
    for shift in ShiftScan(signal, tolerance: tolerance).shifts() {
      movements.append(Movement(shift, of: series, signal, meaning, objective: slo?.name, citations))
    }
  }

  private mutating func keepLargest() {
    if movements.count > SeriesPass.limit {
      remarks.append(
        "\(movements.count) level shifts were found; the \(SeriesPass.limit) largest are kept, so small ones are missing."
      )
      movements.sort { ($0.isImpact ? 1 : 0, $0.point.magnitude) > ($1.isImpact ? 1 : 0, $1.point.magnitude) }
      movements.removeLast(movements.count - SeriesPass.limit)
    }
    movements.sort { ($0.point.at, $0.point.series.description) < ($1.point.at, $1.point.series.description) }
  }
}
