import DebriefModel

/// The one pass over all events: every detector and every collector looks at each event once, in the order of its start.
struct EventPass {
  private(set) var survey = Survey()
  private(set) var watch = SourceWatch()
  private(set) var changes: ChangeLog
  private(set) var people = People()
  private(set) var trouble = TroubleMap()
  private(set) var alerts: [AlertInterval] = []
  private(set) var silences = Silences()
  private(set) var findings: Findings
  /// How many alert intervals did not fit.
  private(set) var overlookedAlerts = 0
  private var detectors: [any Detector]
  /// Which detectors read which kind of event, so that a log line does not visit all of them.
  private let readers: [EventKind: [Int]]

  /// How many alert intervals are kept.
  static let alertLimit = 5000

  init(_ citations: Citations, _ topology: Topology, detectors: [any Detector.Type] = DetectorRegistry.all) {
    changes = ChangeLog(topology)
    findings = Findings(citations, detectors.map { $0.description })
    self.detectors = detectors.map { $0.init() }
    readers = Dictionary(
      uniqueKeysWithValues: EventKind.allCases.map { kind in
        (kind, detectors.indices.filter { detectors[$0].description.reads.contains(kind) })
      })
  }

  /// Reads all events once, then the level shifts of the series. Memory does not grow with their number.
  mutating func run(_ evidence: some EvidenceReader, shifts: [ChangePoint] = []) throws {
    try evidence.forEachEvent(EventFilter()) { event in
      observe(event)
      return true
    }
    finish(shifts)
  }

  private mutating func observe(_ event: Event) {
    survey.observe(event)
    watch.observe(event)
    switch event.kind {
    case .kubernetes:
      changes.observe(event)
      if event.severity >= .warning { trouble.note(event) }
    case .state: if event.severity >= .warning { trouble.note(event) }
    case .change: changes.observe(event)
    case .alert: if let alert = AlertInterval(event) { keep(alert) }
    case .annotation where Silences.isOne(event): silences.observe(event)
    case .page, .chat, .annotation: people.observe(event)
    case .log, .audit, .trace: break
    }
    for index in readers[event.kind] ?? [] {
      findings.current = index
      detectors[index].observe(event, into: &findings)
    }
  }

  private mutating func keep(_ alert: AlertInterval) {
    if alerts.count < EventPass.alertLimit { alerts.append(alert) } else { overlookedAlerts += 1 }
  }

  private mutating func finish(_ shifts: [ChangePoint]) {
    let end = survey.span?.end ?? Instant(nanoseconds: 0)
    findings.span = survey.span
    watch.finish()
    for index in detectors.indices {
      findings.current = index
      for point in shifts { detectors[index].observe(point, into: &findings) }
      detectors[index].finish(at: end, into: &findings)
    }
  }
}
