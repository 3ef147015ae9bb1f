import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefAnalysis

private let origin = Scenario.origin
private let impact = origin + .minutes(60)

private func line(_ seconds: Double, _ message: String, pod: String = "web-1", _ severity: Severity = .info) -> Event {
  Event(
    id: "\(seconds)-\(pod)-\(message)", time: EventTime(origin + .seconds(seconds), precision: .millisecond),
    kind: .log,
    severity: severity, subject: Subject(namespace: "shop", kind: "Pod", name: pod), message: message,
    provenance: Provenance(source: 1, line: Int(seconds) + 1, byte: Int(seconds * 10)))
}

private func milestone(_ name: Milestone.Name, _ at: Instant) -> (Milestone.Name, Milestone) {
  (name, Milestone(name, at: at, basis: .declared, rule: "test", confidence: 1, evidence: []))
}

private func patterns(_ events: [Event], impact: Instant? = impact, recovered: Instant? = nil) throws -> LogPatterns {
  let sources = [Source(id: 1, path: "app.log", format: "x")]
  let known = [impact.map { milestone(.impactStarted, $0) }, recovered.map { milestone(.recovered, $0) }]
  let milestones = Dictionary(uniqueKeysWithValues: known.compactMap { $0 })
  return try LogComparison.patterns(
    InMemoryEvidence(sources: sources, events: events), milestones, Citations(sources))
}

/// A request each second for two hours; from the second hour on, an error each minute.
private let ordinary = (0..<7200).map { line(Double($0), "request \($0) done in \($0 % 90) ms") }
private func errors(pods: Int, each: Int) -> [Event] {
  (0..<pods * each).map {
    line(
      3600.5 + Double($0 * 3600 / (pods * each)), "order \($0) failed: no route to db", pod: "web-\($0 % pods)", .error)
  }
}

struct `Comparison of logs` {
  @Test func `tells what is new from what goes on`() throws {
    let found = try patterns(ordinary + errors(pods: 4, each: 15))
    let new = try #require(found.patterns.first)
    #expect(new.pattern == "order <*> failed: no route to db")
    #expect((new.baseline, new.incident, new.objects) == (0, 60, 4))
    #expect(new.isNew && new.severity == .error)
    #expect(try #require(new.q) < 1e-6)
    #expect(try #require(new.score) > 50)
    #expect(new.evidence.map(\.source) == ["app.log", "app.log", "app.log"])
    #expect(new.first == origin + .seconds(3600.5))
    let usual = try #require(found.patterns.last)
    #expect(usual.pattern == "request <*> done in <*>")
    #expect((usual.baseline, usual.incident) == (3600, 3600))
    #expect(!usual.isNew && usual.q.map { $0 > 0.5 } ?? false)
  }

  @Test func `shows what vanished with a negative score, after what is new`() throws {
    let heartbeat = (0..<60).map { line(Double($0 * 60) + 0.25, "heartbeat sent") }
    let found = try patterns(ordinary + heartbeat + errors(pods: 4, each: 15))
    #expect(found.patterns.map(\.pattern).prefix(2) == ["order <*> failed: no route to db", "heartbeat sent"])
    #expect(try #require(found.patterns[1].score) < -50)
    #expect(!found.patterns[1].isNew)
  }

  @Test func `does not call new what chance explains`() throws {
    let found = try patterns(ordinary + errors(pods: 1, each: 2))
    let rare = try #require(found.patterns.first { $0.incident == 2 })
    #expect(!rare.isNew)
  }

  @Test func `is not misled by a flood of other lines`() throws {
    let flood = (0..<20_000).map { line(3600 + Double($0) * 0.1, "debug token \($0)") }
    let found = try patterns(ordinary + flood)
    let usual = try #require(found.patterns.first { $0.pattern.hasPrefix("request") })
    #expect(try #require(usual.q) > 0.5)
  }

  @Test func `ranks what many pods say before what one pod repeats`() throws {
    let spam = (0..<400).map { line(3600 + Double($0) * 3, "cannot parse header of upstream", pod: "web-9", .error) }
    let found = try patterns(ordinary + spam + errors(pods: 20, each: 10))
    #expect(found.patterns.map(\.incident).prefix(2) == [200, 400])
  }

  @Test func `counts neither what came after recovery nor what has no time`() throws {
    var undated = line(1, "order 7 failed: no route to db", .error)
    undated.time = nil
    let found = try patterns(ordinary + errors(pods: 1, each: 60) + [undated], recovered: origin + .minutes(90))
    #expect(found.patterns.first { $0.isNew }?.incident == 30)
    #expect(found.incident == TimeRange(impact, origin + .minutes(90)))
  }

  @Test func `claims nothing without a baseline`() throws {
    for onset in [nil, origin + .seconds(30)] {
      let found = try patterns(ordinary + errors(pods: 1, each: 60), impact: onset)
      #expect(found.baseline == nil)
      #expect(found.patterns.first?.severity == .error)
      #expect(found.patterns.allSatisfy { !$0.isNew && $0.q == nil && $0.score == nil })
    }
  }

  @Test func `knows a stack trace by its type and top frame`() throws {
    let traces = (0..<40).map { index in
      var event = line(
        3700 + Double(index), "java.io.IOException: peer \(index) said \(["no", "bye", "what"][index % 3])")
      event.attributes[Attribute.exception] = "java.io.IOException at com.example.Store.load(Store.java:\(index % 2))"
      return event
    }
    let found = try patterns(ordinary + traces)
    #expect(found.patterns.first?.pattern == "java.io.IOException at com.example.Store.load(Store.java:<*>)")
    #expect(found.patterns.first?.incident == 40)
  }

  @Test func `keeps a list that does not grow with the logs`() throws {
    let many = (0..<900).map { line(Double($0), "\(word($0)) \(word($0 * 7 + 1)) \(word($0 * 13 + 2))") }
    let found = try patterns(many + ordinary)
    #expect(found.patterns.count == LogComparison.limit)
    #expect(found.hidden == 901 - LogComparison.limit)
  }
}

struct `Tests of counts` {
  // scipy 1.17: chi2_contingency(lambda_="log-likelihood", correction=False), fisher_exact, binomtest.
  @Test func `agree with SciPy`() {
    let often = FourCells(30, of: 1000, 10, of: 4000)
    #expect(abs(often.signedG - 56.655636) < 1e-6)
    #expect(abs(ChiSquare.upperTail(often.signedG, freedom: 1) / 5.19e-14 - 1) < 1e-3)
    #expect(abs(often.logRatio - 3.537339) < 1e-6)
    let new = FourCells(5, of: 1000, 0, of: 4000)
    #expect(abs(new.signedG - 16.114419) < 1e-6)
    #expect(abs(new.fisher / 3.174e-4 - 1) < 1e-3)
    #expect(abs(FourCells(0, of: 1000, 40, of: 4000).signedG + 17.931967) < 1e-6)
    #expect(abs(Exposure.p(30, in: 1000, 10, in: 4000) / 1.062e-13 - 1) < 1e-3)
  }

  @Test func `bear empty and impossible tables`() {
    #expect(FourCells(0, of: 0, 0, of: 0).signedG == 0)
    #expect(FourCells(0, of: 0, 0, of: 0).fisher == 1)
    #expect(FourCells(9, of: 3, -1, of: -5).fisher == 1)
    #expect(Exposure.p(0, in: 0, 0, in: 0) == 1)
    #expect(FourCells(1_000_000, of: 2_000_000, 0, of: 2_000_000).fisher == 0)
  }
}
