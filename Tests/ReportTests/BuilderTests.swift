import DebriefModel
import Testing

@testable import DebriefReport

struct `The document` {
  @Test func `lists or counts every event`() {
    for sample in SampleDocument.all {
      let timeline = sample.document.timeline
      let listed = timeline.rows.reduce(0) { $0 + $1.events }
      #expect(listed + timeline.notListed.reduce(0) { $0 + $1.count } == timeline.total, "\(sample.name)")
    }
  }

  @Test func `says of which workload a row for several pods is`() {
    let row = SampleDocument.rollout.document.timeline.rows.first { $0.reason == "Unhealthy" }
    #expect(row?.events == 3)
    #expect(row?.subject == RolloutIncident.payments)
  }

  @Test func `stays small with very many events`() throws {
    var evidence = ArrayEvidence()
    evidence.eventList = (0..<60_000).map { index in
      Event(
        id: "\(index)", time: EventTime(at("18:00:00") + .seconds(Double(index) / 20)),
        kind: index % 2 == 0 ? .log : .kubernetes,
        severity: index % 3 == 0 ? .error : .warning,
        subject: Subject(namespace: "n", kind: "Pod", name: "p\(index % 5000)-x"), reason: "R\(index % 977)",
        message: "word\(Character(Unicode.Scalar(UInt8(97 + index % 26)))) number \(index)",
        provenance: Provenance(source: 1, line: index, byte: index))
    }
    let analysis = IncidentAnalysis(
      incident: IncidentHead(id: "big", title: "Big", status: "open"),
      window: TimeRange(at("18:00:00"), at("18:50:00")))
    let document = try ReportBuilder(analysis).document(from: evidence)
    #expect(document.timeline.rows.count == TimelineCollector.limit)
    #expect(document.lanes.lanes.count == LaneCollector.laneLimit)
    #expect(document.lanes.lanes.reduce(0) { $0 + $1.events } + document.lanes.hiddenEvents == 30_000)
    #expect(document.logs.excerpts.count == LogCollector.limit)
    #expect(document.logs.bins.reduce(0) { $0 + $1.errors + $1.others } == 30_000)
    let listed = document.timeline.rows.reduce(0) { $0 + $1.events }
    #expect(listed + document.timeline.notListed.reduce(0) { $0 + $1.count } == 60_000)
    #expect(try rendered(document)["postmortem.html"]?.utf8.count ?? .max < 1_000_000)
  }

  @Test func `rolls pods up to the workload that owns them`() {
    let workloads = Workloads([
      Relation(.owns, from: RolloutIncident.payments, to: RolloutIncident.replicaSet),
      Relation(.owns, from: RolloutIncident.replicaSet, to: RolloutIncident.pod("x2x4z").object),
    ])
    #expect(workloads.workload(of: RolloutIncident.pod("x2x4z")) == RolloutIncident.payments)
    #expect(
      workloads.workload(of: Subject(namespace: "shop", kind: "Pod", name: "cart-7d9f8b6c5-k8qmd")).name == "cart")
    #expect(workloads.workload(of: Subject(namespace: "shop", kind: "Pod", name: "cart-main-0")).name == "cart-main-0")
  }

  @Test func `survives owners that own each other`() {
    let (a, b) = (Subject(kind: "A", name: "a"), Subject(kind: "B", name: "b"))
    let workloads = Workloads([Relation(.owns, from: a, to: b), Relation(.owns, from: b, to: a)])
    #expect([a, b].contains(workloads.workload(of: a)))
  }

  @Test func `shows known steps of the ladder in order and keeps the unknown ones`() {
    let ladder = Narration(SampleDocument.open.document).ladder.map { $0.step }
    let known = ladder.compactMap { $0.at }
    #expect(known == known.sorted())
    #expect(ladder.contains { $0.name == "recovered" && $0.at == nil })
  }

  @Test func `says how much of the budget was burnt`() {
    let burn = SampleDocument.rollout.document.budgets.first
    // About 0.6 × 25 min of 43.2 min.
    #expect((0.28...0.36).contains(burn?.share ?? 0))
  }
}

struct `A line of samples` {
  static let samples: [Sample] = (0..<10_000).map { index -> Sample in
    let value: Double
    switch index {
    case 5000: value = 99
    case 7001: value = -99
    default: value = Double(index % 7)
    }
    return Sample(at: Instant(seconds: Int64(index * 15)), value: value)
  }

  @Test func `keeps its peaks when it is thinned`() {
    let runs = Downsampling.thinned([Self.samples], to: 400)
    let values = runs.joined().map { $0.value }
    #expect(values.count <= 400)
    #expect(values.max() == 99 && values.min() == -99)
    #expect(runs.joined().map { $0.at } == runs.joined().map { $0.at }.sorted())
  }

  @Test func `breaks at gaps and at values that are no numbers`() {
    var samples = Array(Self.samples.prefix(20))
    samples.removeSubrange(5..<9)
    samples[10].value = Double.nan
    let runs = Downsampling.runs(of: samples, step: 15)
    #expect(runs.map { $0.count } == [5, 5, 5])
  }

  @Test(
    arguments: [
      (#"up"#, "up", [:]), (#"e{a="b"}"#, "e", ["a": "b"]), (#"e{a = "b,}", c="\"x"}"#, "e", ["a": "b,}", "c": "\"x"]),
    ] as [(String, String, [String: String])])
  func `is found by its selector`(text: String, metric: String, labels: [String: String]) {
    #expect(SeriesSelector(text)?.metric == metric)
    #expect(SeriesSelector(text)?.labels == labels)
  }

  @Test(arguments: ["", "{a=\"b\"}", "e{a=b}", "e{a=\"b\""])
  func `is not found by a broken selector`(text: String) { #expect(SeriesSelector(text) == nil) }
}
