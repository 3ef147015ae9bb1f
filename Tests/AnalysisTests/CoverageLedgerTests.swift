import DebriefAnalysis
import DebriefModel
import DebriefTesting
import Testing

private let origin = Scenario.origin

private func event(
  _ seconds: Double, through end: Double? = nil, _ kind: EventKind, source: Int = 1, subject: Subject = .none,
  count: Int = 1, reason: String = "", _ attributes: [String: String] = [:]
) -> Event {
  let time = EventTime(origin + .seconds(seconds), through: end.map { origin + .seconds($0) })
  return Event(
    id: "\(source)-\(seconds)-\(reason)", time: time, count: count, kind: kind, severity: .info, subject: subject,
    reason: reason, message: "m", attributes: attributes,
    provenance: Provenance(source: source, line: 1, byte: Int(seconds)))
}

private let sources = [Source(id: 1, path: "one", format: "x"), Source(id: 2, path: "two", format: "x")]

private func caveats(
  _ events: [Event], _ sources: [Source] = sources, series: [(series: Series, samples: [Sample])] = [],
  captured: Instant? = nil
) throws -> [Caveat] {
  var manifest = Manifest()
  manifest.capturedAt = captured
  return try IncidentAnalyzer.analyze(
    InMemoryEvidence(manifest: manifest, sources: sources, events: events, series: series)
  ).caveats
}

@Suite struct `A silence of a source` {
  private func log(_ times: [Double]) -> [Event] { times.map { event($0, .log) } }

  @Test func `is told when its own pace does not explain it`() throws {
    let steady = (0..<60).map { Double($0) * 10 }
    let found = try caveats(log(steady + steady.map { $0 + 1500 })).filter { $0.kind == .silence }
    #expect(found.map(\.range) == [TimeRange(origin + .seconds(590), origin + .seconds(1500))])
    #expect(found.first?.sources == ["one"])
  }

  @Test func `is not told of a log that pauses as long again and again`() throws {
    let bursts = (0..<6).flatMap { burst in (0..<20).map { Double(burst) * 600 + Double($0) } }
    #expect(try caveats(log(bursts)).filter { $0.kind == .silence }.isEmpty)
  }

  @Test func `is not told below two minutes or of a handful of records`() throws {
    let dense = (0..<200).map { Double($0) * 0.1 }
    #expect(try caveats(log(dense + dense.map { $0 + 110 })).filter { $0.kind == .silence }.isEmpty)
    #expect(try caveats(log([0, 1, 2, 3, 4, 5, 6, 5000])).filter { $0.kind == .silence }.isEmpty)
  }

  @Test func `of a metric is a hole of more than three steps`() throws {
    let series = Series(metric: "up", labels: [:], step: 60, provenance: Provenance(source: 2, line: 0, byte: 0))
    let samples = (0..<40).filter { !(10..<25).contains($0) }.map {
      Sample(at: origin + .minutes(Double($0)), value: 1)
    }
    let whole = Series(metric: "down", labels: [:], step: 60, provenance: Provenance(source: 2, line: 0, byte: 9))
    let all = (0..<40).map { Sample(at: origin + .minutes(Double($0)), value: 1) }
    let found = try caveats([], series: [(series, samples), (whole, all)])
    let hole = try #require(found.first { $0.kind == .silence })
    #expect(hole.sources == ["two"] && hole.text.hasPrefix("1 of 2 series have holes"))
    #expect(hole.range == TimeRange(origin + .minutes(9), origin + .minutes(25)))
  }
}

@Suite struct `A list of Kubernetes events` {
  private let pod = Subject(namespace: "shop", kind: "Pod", name: "web-1")

  @Test func `that reaches back one hour has lost earlier ones`() throws {
    let events = (0..<59).map { event(Double($0) * 60, .kubernetes, subject: pod, reason: "r\($0)") }
    let captured = origin + .minutes(59)
    let expired = try #require(try caveats(events, captured: captured).first { $0.kind == .expired })
    #expect(expired.range?.end == origin && expired.text.contains("the capture"))
  }

  @Test func `of which nobody knows when it was asked for may have lost some`() throws {
    let events = [event(0, .kubernetes, subject: pod), event(600, .kubernetes, subject: pod)]
    let expired = try #require(try caveats(events).first { $0.kind == .expired })
    #expect(expired.range == nil && expired.text.contains("when they were asked for is not known"))
    let long = (0..<30).map { event(Double($0) * 600, .kubernetes, subject: pod, reason: "r\($0)") }
    #expect(try caveats(long).allSatisfy { $0.kind != .expired })
  }

  @Test func `of a quiet cluster or of a longer memory has not`() throws {
    let quiet = [event(0, .kubernetes, subject: pod), event(600, .kubernetes, subject: pod)]
    #expect(try caveats(quiet, captured: origin + .minutes(15)).allSatisfy { $0.kind != .expired })
    let long = (0..<30).map { event(Double($0) * 600, .kubernetes, subject: pod, reason: "r\($0)") }
    #expect(try caveats(long, captured: origin + .minutes(300)).allSatisfy { $0.kind != .expired })
  }

  @Test func `with as many events about one object as the client lets through says so`() throws {
    let events = [event(0, through: 3000, .kubernetes, subject: pod, count: 35, ["component": "kubelet"])]
    let limited = try #require(try caveats(events).first { $0.kind == .rateLimited })
    #expect(limited.subject == pod && limited.text.contains("35 events"))
    let few = [event(0, through: 3000, .kubernetes, subject: pod, count: 20)]
    let unlimited = [event(0, through: 3000, .kubernetes, subject: pod, count: 400)]
    #expect(try caveats(few).allSatisfy { $0.kind != .rateLimited })
    #expect(try caveats(unlimited).allSatisfy { $0.kind != .rateLimited })
  }
}

@Suite struct `A container that restarted` {
  private let app = Subject(namespace: "shop", kind: "Pod", name: "web-1", container: "app")
  private var running: Event {
    event(600, .state, subject: app, reason: "Running", [Attribute.restartCount: "3"])
  }

  @Test func `without a log from before its last start is told`() throws {
    let found = try caveats([running, event(601, .log, source: 2, subject: app)])
    let missing = try #require(found.first { $0.kind == .previousLog })
    #expect(missing.subject == app.object && missing.text.contains("restarted 3 times"))
  }

  @Test func `with a log from before its last start is not`() throws {
    #expect(try caveats([running, event(10, .log, source: 2, subject: app)]).allSatisfy { $0.kind != .previousLog })
    #expect(
      try caveats([running, event(10, .log, source: 2, subject: app.object)]).allSatisfy { $0.kind != .previousLog })
  }

  @Test func `never is not told`() throws {
    let fresh = event(600, .state, subject: app, reason: "Running", [Attribute.restartCount: "0"])
    #expect(try caveats([fresh]).allSatisfy { $0.kind != .previousLog })
  }
}

@Suite struct `What an importer says about its source` {
  @Test func `becomes a caveat with rejected and undated records`() throws {
    var source = Source(
      id: 1, path: "one", format: "x", events: 9, rejected: 3, undated: 2,
      notes: [SourceNote(.limit, "100 lines"), SourceNote(.timeAssumption, "UTC"), SourceNote(.warning, "odd")])
    source.rejections = [RejectionCount(reason: "not JSON", count: 2), RejectionCount(reason: "no time", count: 1)]
    let found = try caveats([], [source])
    #expect(found.map(\.kind) == [.limit, .rejected, .undated, .timeAssumption])
    #expect(found[1].text == "3 records could not be read: not JSON (2); no time (1)")
  }

  @Test func `tells what its collector could not have, and nothing of a file that was not read`() throws {
    let missing = [SourceNote(.missing, "services were not collected: forbidden")]
    let all = [Source(id: 1, path: "errors", format: "x", notes: missing), Source(id: 2, path: "odd", notes: missing)]
    let found = try caveats([], all).filter { $0.kind == .missing }
    #expect(found.map(\.sources) == [["errors"]])
    #expect(found.first?.text == "services were not collected: forbidden")
    #expect(found.first?.isDoubt == false)
  }
}

@Suite struct `A conclusion` {
  private func crash(_ source: Int) -> [Event] {
    (0..<5).map { index in
      Event(
        id: "e\(index)", time: EventTime(origin + .seconds(Double(index) * 60)), count: 3, kind: .kubernetes,
        severity: .warning, subject: Subject(namespace: "shop", kind: "Pod", name: "web-1"), reason: "BackOff",
        message: "Back-off restarting failed container", provenance: Provenance(source: source, line: 1, byte: index))
    }
  }

  @Test func `carries the limits of the sources it cites and of no other`() throws {
    let limited = [
      Source(id: 1, path: "one", format: "x", notes: [SourceNote(.limit, "the first 100 only")]),
      Source(id: 2, path: "two", format: "x", notes: [SourceNote(.limit, "another limit")]),
    ]
    let analysis = try IncidentAnalyzer.analyze(InMemoryEvidence(sources: limited, events: crash(1)))
    let finding = try #require(analysis.findings.first { $0.detector == "crash-loop" })
    #expect(finding.caveats == [Caveat(.limit, ["one"], "the first 100 only")])
    #expect(analysis.leads.first?.caveats == [Caveat(.limit, ["one"], "the first 100 only")])
  }

  @Test func `declared by a person carries none`() throws {
    var manifest = Manifest()
    manifest.milestones = [.detected: origin + .minutes(2)]
    let limited = [Source(id: 1, path: "one", format: "x", notes: [SourceNote(.limit, "the first 100 only")])]
    let analysis = try IncidentAnalyzer.analyze(
      InMemoryEvidence(manifest: manifest, sources: limited, events: crash(1)))
    #expect(analysis.milestones[.detected]?.caveats == [])
  }
}
