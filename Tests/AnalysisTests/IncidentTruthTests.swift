import DebriefAnalysis
import DebriefModel
import DebriefTesting
import Testing

/// Whole incidents with known truth, written as files and read by the real importers.
private let incidents = (try? Scenario.all(in: "\(packageFolder)/samples/scenarios/incidents")) ?? []

private func analyze(
  _ scenario: Scenario, shift: TimeSpan = .zero, backwards: Bool = false, keeping: (String) -> Bool = { _ in true }
) throws -> IncidentAnalysis {
  try IncidentAnalyzer.analyze(
    ScenarioFiles(scenario, shift: shift).imported(backwards: backwards, keeping: keeping))
}

/// What must not depend on where and when the evidence was collected.
private struct Mark: Hashable {
  var name: Milestone.Name
  var at: Instant
  var earliest: Instant
  var latest: Instant
  var rule: String
  var confidence: Double

  init(_ milestone: Milestone, shift: TimeSpan = .zero) {
    (name, at, confidence) = (milestone.name, milestone.at - shift, milestone.confidence)
    (earliest, latest) = (milestone.earliest - shift, milestone.latest - shift)
    rule = milestone.rule.contains("Z") ? "" : milestone.rule
  }
}

private func marks(_ analysis: IncidentAnalysis, shift: TimeSpan = .zero) -> [Mark] {
  analysis.milestones.sorted { $0.key < $1.key }.map { Mark($0.value, shift: shift) }
}

@Suite struct `Incidents with known truth` {
  /// The largest median error of each milestone, in seconds: the step of the evidence, or what its rules wait.
  static let bounds: [Milestone.Name: Double] = [
    .impactStarted: 15, .detected: 15, .acknowledged: 1, .contained: 1, .eradicated: 1, .recovered: 30, .closed: 60,
  ]

  @Test func `are at least eight, from different causes`() {
    #expect(incidents.count >= 12)
    #expect(incidents.allSatisfy { Set($0.truths.keys) == Set(Milestone.Name.allCases) })
  }

  @Test func `have every milestone within its bound`() throws {
    var errors: [Milestone.Name: [(String, Double)]] = [:]
    var outside: [String] = []
    for incident in incidents {
      let analysis = try analyze(incident)
      for (name, truth) in incident.truths {
        let found = analysis.milestones[name]?.at
        guard let truth else {
          #expect(
            found == nil, "\(incident.name): \(name.rawValue) is \(String(describing: found)), but cannot be known")
          continue
        }
        guard let found else {
          Issue.record("\(incident.name): \(name.rawValue) is unknown; \(analysis.remarks)")
          continue
        }
        if name == .impactStarted || name == .detected {
          let milestone = analysis.milestones[name]
          let holds = milestone.map { ($0.earliest...$0.latest).contains(Scenario.origin + truth) } ?? false
          if !holds { outside.append("\(incident.name) \(name.rawValue)") }
        }
        errors[name, default: []].append((incident.name, (found - (Scenario.origin + truth)).seconds))
      }
    }
    print("truth outside of earliest…latest: \(outside.isEmpty ? "never" : outside.joined(separator: ", "))")
    for name in Milestone.Name.allCases {
      let sorted = (errors[name] ?? []).map { abs($0.1) }.sorted()
      let median = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      let worst = (errors[name] ?? []).max { abs($0.1) < abs($1.1) }
      print(
        "\(name.rawValue): median error \(median) s of \(sorted.count); "
          + "largest \(worst.map { "\($0.1) s in \($0.0)" } ?? "none")")
      #expect(median <= Self.bounds[name] ?? 0, "\(name.rawValue): \(errors[name] ?? [])")
      #expect(abs(worst?.1 ?? 0) <= 120, "\(name.rawValue): \(errors[name] ?? [])")
    }
  }

  @Test(arguments: incidents) func `have phases that add up exactly`(_ incident: Scenario) throws {
    try expectSums(try analyze(incident), incident.name)
  }

  private func expectSums(_ analysis: IncidentAnalysis, _ name: String) throws {
    let inner = analysis.phases.filter { $0.name != .preparation && $0.name != .postIncident }
    #expect(analysis.phases.flatMap { [$0.name] + $0.notSeparableFrom } == Phase.Name.allCases, "\(name)")
    guard let start = analysis.milestones[.impactStarted]?.at, let end = analysis.milestones[.recovered]?.at else {
      let unknown = analysis.milestones[.impactStarted] == nil ? inner.first : inner.last
      #expect(unknown?.seconds == nil, "\(name)")
      return
    }
    #expect(inner.allSatisfy { ($0.seconds ?? -1) >= 0 }, "\(name)")
    let sum = inner.reduce(Int64(0)) { $0 + (($1.end ?? start) - ($1.start ?? start)).nanoseconds }
    #expect(sum == (end - start).nanoseconds, "\(name)")
    #expect(analysis.metrics.recover == (end - start).seconds)
    #expect(analysis.impactIntervals.first?.seconds == analysis.metrics.recover)
  }

  /// Half of the files are taken away, ten times each: what is left says less, never something else.
  @Test(arguments: incidents) func `keep the unknown unknown when half of the evidence is gone`(_ incident: Scenario)
    throws
  {
    let paths = ScenarioFiles(incident).files.map(\.path).filter { $0 != "incident.yaml" }
    for seed in 0..<10 {
      var random = SeededRandom(seed: UInt64(seed))
      let order = paths.map { ($0, random.uniform()) }.sorted { $0.1 < $1.1 }.map(\.0)
      let kept = Set(order.prefix(paths.count / 2))
      let analysis = try analyze(incident) { kept.contains($0) }
      let place = "\(incident.name), seed \(seed), left: \(kept.sorted())"
      for (name, truth) in incident.truths where truth == nil {
        #expect(analysis.milestones[name] == nil, "\(place): \(name.rawValue) became known")
      }
      for milestone in analysis.milestones.values {
        #expect(milestone.evidence.allSatisfy { kept.contains($0.source) }, "\(place): \(milestone.name)")
      }
      let known = analysis.milestones
      let pairs: [(Double?, Milestone.Name, Milestone.Name)] = [
        (analysis.metrics.detect, .impactStarted, .detected), (analysis.metrics.acknowledge, .detected, .acknowledged),
        (analysis.metrics.contain, .impactStarted, .contained),
        (analysis.metrics.eradicate, .impactStarted, .eradicated),
        (analysis.metrics.recover, .impactStarted, .recovered),
      ]
      for (value, from, to) in pairs {
        #expect((value == nil) == (known[from] == nil || known[to] == nil), "\(place): \(to.rawValue)")
      }
      try expectSums(analysis, place)
    }
  }

  @Test(arguments: incidents) func `have the same milestones at another time`(_ incident: Scenario) throws {
    let shift = TimeSpan.seconds(93 * 86_400 + 3_600)
    #expect(marks(try analyze(incident, shift: shift), shift: shift) == marks(try analyze(incident)))
  }

  @Test(arguments: incidents) func `do not depend on the order of the files`(_ incident: Scenario) throws {
    #expect(marks(try analyze(incident, backwards: true)) == marks(try analyze(incident)))
  }

  @Test func `show the relapse as an interval of its own`() throws {
    let relapse = try #require(incidents.first { $0.name == "relapse" })
    let intervals = try analyze(relapse).impactIntervals
    let starts = intervals.map { ($0.start.at - Scenario.origin).seconds / 60 }
    #expect(starts == [30, 70])
    #expect(intervals.allSatisfy { $0.end != nil })
  }

  @Test func `show who noticed first`() throws {
    let sources = try Dictionary(
      uniqueKeysWithValues: incidents.map { ($0.name, try analyze($0).detection.source.rawValue) })
    let people = sources.filter { $0.value == "human" }.map(\.key).sorted()
    #expect(people == ["network-policy", "paper-only"])
    #expect(!sources.values.contains("unknown"))
  }
}
