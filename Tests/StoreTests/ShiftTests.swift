import DebriefImport
import DebriefModel
import DebriefStore
import DebriefTesting
import Testing

@Suite struct `A correction of a clock` {
  @Test func `moves events, samples and spans, and is kept with the source`() throws {
    let bench = try Bench()
    try bench.folder.write("events.json", eventList([kubernetesEvent(uid: "a")]))
    try bench.folder.write(
      "up.json",
      #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up"},"values":[[1790000000,"1"],[1790000015,"1"]]}]}}"#
    )
    var request = ImportRequest(incident: "test")
    request.adjustments = [
      ClockAdjustment(source: "*", shift: .seconds(-5)), ClockAdjustment(source: "up.json", shift: .seconds(7.25)),
    ]
    _ = try ImportSession(sink: StoreImport(bench.store)).importFiles(
      EvidenceFolder.files(in: bench.folder.path), request)
    let evidence = try bench.evidence()
    let sources = try evidence.sources()
    #expect(sources.map(\.shift) == [.seconds(-5), .seconds(7.25)])
    #expect(
      sources[0].first?.description == "2026-08-27T17:59:55Z" && sources[0].last?.description == "2026-08-27T18:04:55Z")
    let series = try #require(try evidence.series().first)
    #expect(
      try evidence.samples(of: series).map(\.at.nanoseconds) == [1_790_000_007_250_000_000, 1_790_000_022_250_000_000])
    #expect(sources[1].first == Instant(nanoseconds: 1_790_000_007_250_000_000))
  }

  @Test func `does not trap at the ends of time`() throws {
    let bench = try Bench()
    try bench.folder.write(
      "events.json", eventList([kubernetesEvent(uid: "a", first: "2261-01-01T00:00:00Z", last: "2261-12-31T00:00:00Z")])
    )
    var request = ImportRequest(incident: "test")
    request.adjustments = [ClockAdjustment(source: "events.json", shift: TimeSpan(nanoseconds: .max))]
    _ = try ImportSession(sink: StoreImport(bench.store)).importFiles(
      EvidenceFolder.files(in: bench.folder.path), request)
    #expect(try bench.evidence().sources().first?.events == 1)
  }
}
