import DebriefModel
import Testing

@testable import DebriefAnalysis

private let origin = Instant(seconds: 1_700_000_000)

private func milestones(_ minutes: [Milestone.Name: Double]) -> [Milestone.Name: Milestone] {
  Dictionary(
    uniqueKeysWithValues: minutes.map { name, minute in
      let place = Evidence(source: "notes", line: 1, byte: 0, text: name.rawValue)
      return (name, Milestone(name, at: origin + .minutes(minute), rule: "given", confidence: 0.8, evidence: [place]))
    })
}

private func seconds(_ phases: [Phase]) -> Double {
  phases.filter { $0.name != .preparation && $0.name != .postIncident }.reduce(0) { $0 + ($1.seconds ?? 0) }
}

@Suite struct `Phases` {
  @Test func `of a fully known incident`() {
    let known = milestones([
      .impactStarted: 0, .detected: 3, .acknowledged: 9, .contained: 26, .eradicated: 30, .recovered: 35, .closed: 95,
    ])
    let arithmetic = PhaseArithmetic(known)
    #expect(arithmetic.phases.map(\.name) == Phase.Name.allCases)
    #expect(arithmetic.phases.map(\.seconds) == [nil, 540, 1020, 240, 300, 3600])
    #expect(arithmetic.phases[1].parts.map(\.name) == ["undetected", "confirmation"])
    #expect(arithmetic.phases[1].parts.map { ($0.end - $0.start).seconds } == [180, 360])
    #expect(arithmetic.remarks.isEmpty)
    let times = TimeToMetrics.of(known)
    #expect(times == TimeTo(detect: 180, acknowledge: 360, contain: 1560, eradicate: 1800, recover: 2100))
  }

  @Test func `with an unknown acknowledgement are reported together`() {
    let phases = PhaseArithmetic(
      milestones([.impactStarted: 0, .detected: 3, .contained: 26, .eradicated: 26, .recovered: 28])
    ).phases
    #expect(phases.map(\.name) == [.preparation, .identification, .eradication, .recovery, .postIncident])
    #expect(phases[1].notSeparableFrom == [.containment])
    #expect(phases[1].seconds == 1560)
    #expect(phases[1].parts.map(\.name) == ["undetected"])
    #expect(phases[2].seconds == 0)
  }

  @Test func `of an open incident have no end`() {
    let phases = PhaseArithmetic(milestones([.impactStarted: 0, .acknowledged: 4])).phases
    #expect(phases.map(\.seconds) == [nil, 240, nil, nil])
    #expect(phases[2].name == .containment)
    #expect(phases[2].notSeparableFrom == [.eradication, .recovery])
    #expect(phases[2].start == origin + .minutes(4))
    #expect(phases[2].end == nil)
  }

  @Test func `without any milestone are all unknown`() {
    let phases = PhaseArithmetic([:]).phases
    #expect(phases.allSatisfy { $0.seconds == nil })
    #expect(TimeToMetrics.of([:]) == TimeTo())
  }

  @Test func `that would be negative are not separable, and it is said`() {
    let arithmetic = PhaseArithmetic(
      milestones([.impactStarted: 10, .acknowledged: 4, .contained: 20, .recovered: 30]))
    #expect(seconds(arithmetic.phases) == 1200)
    #expect(arithmetic.phases[1].notSeparableFrom == [.containment])
    #expect(arithmetic.remarks.contains { $0.hasPrefix("Acknowledgement") })
    #expect(arithmetic.phases.allSatisfy { ($0.seconds ?? 0) >= 0 })
  }

  @Test func `with a recovery before the impact have no duration`() {
    let arithmetic = PhaseArithmetic(milestones([.impactStarted: 30, .recovered: 10, .closed: 60]))
    #expect(seconds(arithmetic.phases) == 0)
    #expect(arithmetic.remarks.contains { $0.hasPrefix("Recovery lies before") })
  }

  /// 3 000 random sets of milestones, in and out of order, with any of them missing.
  @Test func `always add up exactly and never turn unknown into a number`() {
    var random = SeededRandom(seed: 21)
    for round in 0..<3000 {
      var minutes: [Milestone.Name: Double] = [:]
      var clock = 0.0
      for name in Milestone.Name.allCases {
        clock += random.uniform() * 10
        if random.uniform() < 0.7 { minutes[name] = random.uniform() < 0.85 ? clock : random.uniform() * 40 }
      }
      let known = milestones(minutes)
      let phases = PhaseArithmetic(known).phases
      #expect(phases.allSatisfy { ($0.seconds ?? 0) >= 0 }, "seed 21, round \(round)")
      let named = phases.flatMap { [$0.name] + $0.notSeparableFrom }
      #expect(named == Phase.Name.allCases, "seed 21, round \(round): each phase is named once")
      guard let start = known[.impactStarted]?.at, let end = known[.recovered]?.at, start <= end else { continue }
      let parts = phases.filter { $0.name != .preparation && $0.name != .postIncident }
      #expect(parts.allSatisfy { $0.start != nil && $0.end != nil }, "seed 21, round \(round)")
      // Exactly: to the nanosecond, which floating-point seconds would hide.
      let sum = parts.reduce(Int64(0)) { $0 + (($1.end ?? start) - ($1.start ?? start)).nanoseconds }
      #expect(sum == (end - start).nanoseconds, "seed 21, round \(round)")
    }
  }

  @Test func `time to detect may be negative and is not clamped`() {
    #expect(TimeToMetrics.of(milestones([.impactStarted: 5, .detected: 3])).detect == -120)
  }
}

@Suite struct `Milestones in the wrong order` {
  @Test func `are remarked on and left alone`() {
    let remarks = MilestoneOrder.conflicts(
      milestones([.impactStarted: 0, .detected: 5, .acknowledged: 3, .recovered: 9])
    ).map(\.text)
    #expect(remarks.count == 1)
    #expect(
      remarks.first?.hasPrefix("Acknowledgement (2023-11-14T22:16:20Z) lies 2 min before detection") == true,
      "\(remarks)")
  }

  @Test func `but within their uncertainty are told apart from a conflict of clocks`() {
    var known = milestones([.impactStarted: 5, .detected: 4.9])
    known[.detected]?.latest = origin + .minutes(6)
    #expect(MilestoneOrder.conflicts(known).first?.text.contains("uncertainties overlap") == true)
  }
}
