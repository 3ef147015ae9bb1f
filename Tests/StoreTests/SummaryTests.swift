import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefStore

@Suite struct `Summaries` {
  private func keep(_ json: String, at start: Int64? = 0, version: String = "1", in bench: Bench) throws {
    try bench.evidence().keep(
      StoredSummary(incident: "test", impactStart: start.map { Instant(seconds: $0) }, json: json), version: version)
  }

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.folder.write("a.json", eventList([kubernetesEvent(uid: "a")]))
    try bench.importAll()
    return bench
  }

  @Test func `hold as long as evidence and program are the same`() throws {
    let bench = try bench()
    #expect(try bench.store.staleSummaries(version: "1") == ["test"])
    try keep("{\"a\":1}", in: bench)
    #expect(try bench.store.staleSummaries(version: "1").isEmpty)
    #expect(try bench.store.summaries(version: "1").map(\.json) == ["{\"a\":1}"])
    #expect(try bench.store.staleSummaries(version: "2") == ["test"])
    #expect(try bench.store.summaries(version: "2").isEmpty)
    try bench.importAll()
    #expect(try bench.store.staleSummaries(version: "1").isEmpty, "the same bytes again")
    try bench.folder.write("b.json", eventList([kubernetesEvent(uid: "b")]))
    try bench.importAll()
    #expect(try bench.store.staleSummaries(version: "1") == ["test"], "a further source")
    try keep("{\"a\":2}", in: bench)
    #expect(try bench.store.summaries(version: "1").map(\.json) == ["{\"a\":2}"])
    try bench.folder.write("incident.yaml", "title: A\nseverity: SEV1\nstatus: open\n")
    try bench.importAll()
    #expect(try bench.store.staleSummaries(version: "1") == ["test"], "a manifest")
  }

  @Test func `worked out from evidence that changed meanwhile do not hold`() throws {
    let bench = try bench()
    let before = try bench.evidence()
    try bench.folder.write("a.json", eventList([kubernetesEvent(uid: "other")]))
    try bench.importAll()
    try before.keep(StoredSummary(incident: "test", impactStart: nil, json: "{}"), version: "1")
    #expect(try bench.store.staleSummaries(version: "1") == ["test"])
  }

  @Test func `do not hold while an import is under way`() throws {
    let bench = try bench()
    try keep("{}", in: bench)
    let sink = StoreImport(bench.store)
    try sink.beginSource(incident: "test", path: "z.json", format: "x", bytes: 1)
    try sink.commitSource(Source(path: "z.json", format: "x", bytes: 1), manifest: nil)
    #expect(try bench.store.staleSummaries(version: "1") == ["test"])
    try sink.finishImport(incident: "test")
    #expect(try bench.store.staleSummaries(version: "1") == ["test"])
  }

  @Test func `come by start of the impact, unknown last`() throws {
    let bench = try bench()
    let files = try EvidenceFolder.files(in: bench.folder.path)
    for (id, start) in [("c", 3), ("a", nil), ("b", 1), ("d", 3)] as [(String, Int64?)] {
      _ = try ImportSession(sink: StoreImport(bench.store)).importFiles(files, ImportRequest(incident: id))
      try bench.store.evidence(incident: id).keep(
        StoredSummary(incident: id, impactStart: start.map { Instant(seconds: $0) }, json: "{}"), version: "1")
    }
    #expect(try bench.store.summaries(version: "1").map(\.incident) == ["b", "c", "d", "a"])
    #expect(try bench.store.staleSummaries(version: "1") == ["test"])
  }

  @Test func `of ten thousand incidents are read in well under a second`() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/store.db"
    _ = try Store(path: path)
    try fill(path)
    let store = try Store(path: path)
    let start = ContinuousClock.now
    #expect(try store.summaries(version: "1").count == 10_000)
    #expect(ContinuousClock.now - start < .seconds(2), "in a debug build, on a busy machine")
  }

  /// Ten thousand summaries of three kilobytes, with another SQLite client.
  private func fill(_ path: String) throws {
    let script = """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      db.executemany("INSERT INTO incident (id, slug, content) VALUES (?, 'i' || ?, 'x')", [(n, n) for n in range(1, 10001)])
      db.executemany("INSERT INTO summary VALUES (?, 'x', '1', ?, ?)", [(n, n * 7919 % 10000, '{"x":"' + 'x' * 3000 + '"}') for n in range(1, 10001)])
      db.commit()
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
