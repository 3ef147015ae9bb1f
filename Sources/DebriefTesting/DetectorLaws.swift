public import DebriefAnalysis
public import DebriefModel

/// What holds for every detector. Each law takes scenarios and returns what breaks it; a new detector needs no new test.
public enum DetectorLaws {
  /// Detectors that no scenario expects a finding of.
  public static func uncovered(_ scenarios: [Scenario]) -> [String] {
    let covered = scenarios.reduce(into: Set<String>()) { $0.formUnion($1.detectors) }
    return DetectorRegistry.descriptions.map(\.id).filter { !covered.contains($0) }
  }

  /// Scenarios that name a detector that does not exist.
  public static func unknown(_ scenarios: [Scenario]) -> [String] {
    let known = Set(DetectorRegistry.descriptions.map(\.id))
    return scenarios.flatMap { scenario in
      scenario.detectors.subtracting(known).sorted().map { "\(scenario.name): no detector is called \($0)" }
    }
  }

  /// Every finding and every milestone shows where it comes from.
  public static func evidenceIsNeverEmpty(_ scenario: Scenario) throws -> [String] {
    let analysis = try IncidentAnalyzer.analyze(scenario.evidence)
    let findings = analysis.findings.filter { $0.evidence.isEmpty }.map { "\($0.id) has no evidence" }
    let milestones = analysis.milestones.values.filter { $0.evidence.isEmpty }.map {
      "\($0.name.rawValue) has no evidence"
    }
    let leads = analysis.leads.filter { $0.evidence.isEmpty }.map { "lead \($0.rank) has no evidence" }
    return findings + milestones.sorted() + leads
  }

  /// Everyday events of other subjects change no finding.
  public static func unrelatedEventsChangeNothing(_ scenario: Scenario) throws -> [String] {
    var noisy = scenario
    noisy.events += everydayEvents(scenario)
    return difference(try findings(scenario), try findings(noisy), "with unrelated events")
  }

  /// The same story at another time has the same findings at that time.
  public static func shiftedTimesShiftTheFindings(_ scenario: Scenario, by span: TimeSpan = .seconds(86_461)) throws
    -> [String]
  {
    var later = scenario
    for index in later.events.indices {
      guard let time = later.events[index].time else { continue }
      later.events[index].time = EventTime(
        time.start + span, through: time.end + span, early: time.early, late: time.late, precision: time.precision,
        basis: time.basis)
    }
    for index in later.series.indices {
      later.series[index].samples = later.series[index].samples.map { Sample(at: $0.at + span, value: $0.value) }
    }
    let expected = try findings(scenario).map { finding in
      var copy = untold(finding)
      (copy.start, copy.end) = (finding.start + span, finding.end + span)
      for index in copy.caveats.indices {
        copy.caveats[index].range = copy.caveats[index].range.map { TimeRange($0.start + span, $0.end + span) }
      }
      return copy
    }
    return difference(expected, try findings(later).map(untold), "a day later")
  }

  /// Events with one start may arrive in any order.
  public static func orderOfSimultaneousEventsDoesNotMatter(_ scenario: Scenario) throws -> [String] {
    var reversed = scenario
    reversed.events.reverse()
    return difference(try findings(scenario), try findings(reversed), "with simultaneous events reversed")
  }

  /// The same evidence gives the same analysis.
  public static func sameInputSameOutput(_ scenario: Scenario) throws -> [String] {
    let (a, b) = (try IncidentAnalyzer.analyze(scenario.evidence), try IncidentAnalyzer.analyze(scenario.evidence))
    var problems = difference(a.findings, b.findings, "the second time")
    if a.leads != b.leads { problems.append("the leads differ the second time") }
    if a.milestones != b.milestones { problems.append("the milestones differ the second time") }
    return problems
  }

  /// How large a detector's state is after the story happened to many subjects, and how many findings it reports.
  ///
  /// State is measured by walking it with `Mirror` and counting the values in it, so that an array that grows with the
  /// evidence cannot hide.
  public static func load(_ detector: any Detector.Type, _ scenario: Scenario, subjects: Int) -> (
    values: Int, findings: Int
  ) {
    var findings = Findings(Citations([]), [detector.description])
    var instance = detector.init()
    for number in 0..<subjects {
      for event in scenario.events.prefix(30) where detector.description.reads.contains(event.kind) {
        var copy = event
        copy.subject.name += "-\(number)"
        instance.observe(copy, into: &findings)
      }
    }
    let values = countValues(instance, depth: 0)
    instance.finish(at: Scenario.origin + .minutes(60), into: &findings)
    return (values, findings.entries.count)
  }

  // MARK: Tools

  private static func findings(_ scenario: Scenario) throws -> [Finding] {
    try IncidentAnalyzer.analyze(scenario.evidence).findings
  }

  /// Without the sentences about series, which state times.
  private static func untold(_ finding: Finding) -> Finding {
    var copy = finding
    for index in copy.evidence.indices where copy.evidence[index].byte == 0 { copy.evidence[index].text = "" }
    return copy
  }

  private static func difference(_ expected: [Finding], _ actual: [Finding], _ when: String) -> [String] {
    let missing = expected.filter { !actual.contains($0) }.map {
      "\(when), missing: \($0.id) \($0.title) \($0.start)–\($0.end)"
    }
    let surplus = actual.filter { !expected.contains($0) }.map {
      "\(when), new: \($0.id) \($0.title) \($0.start)–\($0.end)"
    }
    return missing + surplus
  }

  private static func everydayEvents(_ scenario: Scenario) -> [Event] {
    let times = scenario.events.compactMap(\.time?.start)
    guard let first = times.min(), let last = times.max() else { return [] }
    let reasons = ["Scheduled", "Pulled", "Created", "Started", "SuccessfulCreate"]
    return (0..<40).map { number in
      let at = first + .seconds((last - first).seconds * Double(number) / 40)
      let subject = Subject(namespace: "elsewhere", kind: "Pod", name: "bystander-\(number)")
      if number % 4 == 3 {
        return Event(time: EventTime(at), kind: .log, severity: .info, subject: subject, message: "request served")
      }
      return Event(
        time: EventTime(at), kind: .kubernetes, severity: .info, subject: subject,
        reason: reasons[number % reasons.count],
        message: "as every day", provenance: Provenance(line: 9000 + number, byte: 9_000_000 + number))
    }
  }

  private static func countValues(_ value: Any, depth: Int) -> Int {
    guard depth < 12, !(value is String) else { return 1 }
    return Mirror(reflecting: value).children.reduce(1) { $0 + countValues($1.value, depth: depth + 1) }
  }
}
