import DebriefImport
import DebriefModel
import DebriefStore
import DebriefTesting
import Foundation
import Testing

struct `A store` {
  @Test func `keeps every event with source, line and byte`() throws {
    let bench = try Bench()
    let text = eventList([kubernetesEvent(uid: "a"), kubernetesEvent(uid: "b", pod: "web-2")])
    try bench.folder.write("events.json", text)
    try bench.importAll()
    let rows = try bench.rows("SELECT line, byte, subject, start, end, severity, kind FROM events ORDER BY byte")
    #expect(rows.map { $0[0] } == ["2", "3"])
    #expect(rows.map { $0[2] } == ["web-1", "web-2"])
    #expect(rows[0][3...] == ["2026-08-27T18:00:00Z", "2026-08-27T18:05:00Z", "warning", "kubernetes"])
    for row in rows {
      let byte = try #require(Int(row[1]))
      #expect(Array(text.utf8)[byte] == UInt8(ascii: "{"))
    }
  }

  @Test func `merges snapshots of one uid and never adds their counts`() throws {
    let bench = try Bench()
    let early = kubernetesEvent(uid: "a", first: "2026-08-27T18:00:00Z", last: "2026-08-27T18:05:00Z", count: 5)
    let late = kubernetesEvent(uid: "a", first: "2026-08-27T18:02:00Z", last: "2026-08-27T18:09:00Z", count: 9)
    try bench.folder.write("1.json", eventList([early, kubernetesEvent(uid: "b")]))
    try bench.folder.write("2.json", eventList([late]))
    try bench.importAll()
    #expect(
      try bench.rows("SELECT start, end, count FROM events WHERE count > 1") == [
        ["2026-08-27T18:00:00Z", "2026-08-27T18:09:00Z", "9"]
      ])
    #expect(try bench.rows("SELECT count(*), sum(count) FROM events") == [["2", "10"]])
    #expect(try bench.rows("SELECT events FROM sources ORDER BY path") == [["2"], ["1"]])
  }

  @Test func `merges snapshots that come in separate imports`() throws {
    let bench = try Bench()
    try bench.folder.write("1.json", eventList([kubernetesEvent(uid: "a", count: 5)]))
    try bench.importAll()
    try bench.folder.write("2.json", eventList([kubernetesEvent(uid: "a", count: 7)]))
    try bench.importAll()
    #expect(try bench.rows("SELECT count FROM events") == [["7"]])
  }

  @Test func `is not changed by importing the same files again`() throws {
    let bench = try Bench()
    try bench.folder.write("events.json", eventList([kubernetesEvent(uid: "a"), kubernetesEvent(uid: "a", count: 3)]))
    try bench.importAll()
    let before = try bench.rows("SELECT * FROM events") + bench.rows("SELECT * FROM sources")
    let outcomes = try bench.importAll()
    #expect(try bench.rows("SELECT * FROM events") + bench.rows("SELECT * FROM sources") == before)
    guard case .unchanged = outcomes[0].status else {
      Issue.record("expected unchanged, got \(outcomes[0].status)")
      return
    }
  }

  @Test func `replaces a source whose content changed and takes back what it had merged`() throws {
    let bench = try Bench()
    try bench.folder.write("1.json", eventList([kubernetesEvent(uid: "a", message: "first wording", count: 5)]))
    try bench.folder.write("2.json", eventList([kubernetesEvent(uid: "a", message: "second wording", count: 9)]))
    try bench.importAll()
    try bench.folder.write("2.json", eventList([kubernetesEvent(uid: "z", message: "third wording")]))
    try bench.importAll()
    #expect(
      try bench.rows("SELECT message, count FROM events ORDER BY message") == [
        ["first wording", "5"], ["third wording", "1"],
      ])
    #expect(try bench.evidence().events(EventFilter(search: "second")).isEmpty)
    #expect(try bench.evidence().events(EventFilter(search: "third")).count == 1)
    #expect(try bench.store.integrityProblems().isEmpty)
  }

  @Test func `stores rejected records with place, reason and excerpt`() throws {
    let bench = try Bench()
    try bench.folder.write(
      "events.json", eventList([kubernetesEvent(uid: "a"), "{\"kind\":\"Event\",\"metadata\":{}}"]))
    let outcomes = try bench.importAll()
    #expect(outcomes[0].source.rejected == 1)
    let rows = try bench.rows("SELECT line, reason, excerpt FROM rejections")
    #expect(rows.count == 1)
    #expect(rows[0][0] == "3")
    #expect(rows[0][2].hasPrefix("{\"kind\":\"Event\""))
  }

  @Test func `lists files that no importer claims`() throws {
    let bench = try Bench()
    try bench.folder.write("main.c", "#include <stdio.h>\nint main(void) {\n  return 0;\n}\nstatic int x;\n")
    let outcomes = try bench.importAll()
    guard case .unclaimed = outcomes[0].status else {
      Issue.record("expected unclaimed, got \(outcomes[0].status)")
      return
    }
    let source = try #require(try bench.evidence().sources().first)
    #expect(source.format == "" && source.sha256.count == 64)
    #expect(source.notes == [SourceNote(.notEvidence, "source code (C or C++)")])
  }

  @Test func `does not follow links out of the folder`() throws {
    let bench = try Bench()
    let outside = try TemporaryDirectory()
    let target = try outside.write("events.json", eventList([kubernetesEvent(uid: "a")]))
    try FileManager.default.createSymbolicLink(atPath: bench.folder.path + "/link.json", withDestinationPath: target)
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM events") == [["0"]])
    #expect(try bench.evidence().sources().map(\.notes) == [[SourceNote(.missing, "a symbolic link, not followed")]])
  }

  @Test func `counts what lies outside the range asked for`() throws {
    let bench = try Bench()
    try bench.folder.write(
      "events.json",
      eventList([
        kubernetesEvent(uid: "a"),
        kubernetesEvent(uid: "b", first: "2026-08-27T12:00:00Z", last: "2026-08-27T12:00:00Z"),
      ]))
    let start = try #require(CivilTime(year: 2026, month: 8, day: 27, hour: 18).instant())
    try bench.importAll(range: TimeRange(start, start + .minutes(60)))
    #expect(try bench.rows("SELECT count(*) FROM events") == [["1"]])
    #expect(
      try bench.evidence().sources()[0].notes.contains { $0.kind == .limit && $0.text.hasPrefix("1 events outside") })
  }
}

struct `Reading back` {
  @Test func `gives the same event that was imported`() throws {
    let bench = try Bench()
    try bench.folder.write(
      "events.json", eventList([kubernetesEvent(uid: "a", message: "tab\\t quote\\\" emoji é 漢", count: 4)]))
    try bench.importAll()
    let event = try #require(try bench.evidence().events().first)
    #expect(event.message == "tab\t quote\" emoji é 漢")
    #expect(event.count == 4 && event.kind == .kubernetes && event.severity == .warning)
    #expect(event.subject == Subject(namespace: "shop", kind: "Pod", name: "web-1"))
    #expect(event.attributes == ["component": "kubelet"])
    #expect(event.time?.end.description == "2026-08-27T18:05:00Z")
    #expect(try bench.rows("SELECT id FROM events") == [[event.id]])
  }

  @Test func `orders by start and filters by range, kind, namespace and severity`() throws {
    let bench = try Bench()
    try bench.folder.write(
      "events.json",
      eventList([
        kubernetesEvent(uid: "late", first: "2026-08-27T19:00:00Z", last: "2026-08-27T19:00:00Z"),
        kubernetesEvent(uid: "early", first: "2026-08-27T17:00:00Z", last: "2026-08-27T17:30:00Z"),
      ]))
    try bench.importAll()
    let evidence = try bench.evidence()
    #expect(try evidence.events().map { $0.time?.start.clock() } == ["17:00:00", "19:00:00"])
    let at = try #require(CivilTime(year: 2026, month: 8, day: 27, hour: 17, minute: 15).instant())
    #expect(try evidence.events(EventFilter(range: TimeRange(at, at))).count == 1)
    #expect(try evidence.events(EventFilter(kinds: [.log])).isEmpty)
    #expect(
      try evidence.events(EventFilter(kinds: [.kubernetes, .log], namespace: "shop", severity: .warning)).count == 2)
    #expect(try evidence.events(EventFilter(severity: .error)).isEmpty)
    #expect(try evidence.events(EventFilter(namespace: "other")).isEmpty)
  }

  @Test(arguments: [
    ("container", 2), ("restarting failed", 2), ("\"restarting failed\"", 2), ("\"failed restarting\"", 0),
    ("web-2", 1),
    ("backoff", 2), ("shop web", 2), ("nothing", 0), ("100%_", 0), ("'; DROP TABLE event; --", 0), ("\"", 2),
    ("AND OR NOT *", 0),
  ])
  func `searches messages, subjects and reasons by every word`(_ text: String, _ count: Int) throws {
    let bench = try Bench()
    try bench.folder.write(
      "events.json", eventList([kubernetesEvent(uid: "a"), kubernetesEvent(uid: "b", pod: "web-2")]))
    try bench.importAll()
    #expect(try bench.evidence().events(EventFilter(search: text)).count == count)
  }

  @Test func `shows times with the precision kept, before 1970 too`() throws {
    let bench = try Bench()
    try bench.folder.write(
      "events.json",
      eventList([
        kubernetesEvent(uid: "a", first: "1969-12-31T23:59:59.250Z", last: "1969-12-31T23:59:59.250Z"),
        kubernetesEvent(uid: "b", first: "2026-08-27T18:00:00.123456Z", last: "2026-08-27T18:00:00.123456Z"),
      ]))
    try bench.importAll()
    #expect(
      try bench.rows("SELECT start FROM events ORDER BY start") == [
        ["1969-12-31T23:59:59.250Z"], ["2026-08-27T18:00:00.123456Z"],
      ])
  }

  @Test(arguments: [
    "DELETE FROM event", "DROP TABLE event", "SELECT 1; SELECT 2", "PRAGMA journal_mode = DELETE", "not sql",
  ])
  func `refuses SQL that is not one SELECT`(_ sql: String) throws {
    let folder = try TemporaryDirectory()
    let store = try Store(path: folder.path + "/store.db")
    #expect(throws: Diagnostic.self) { try store.select(sql, columns: { _ in }) { _ in true } }
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func `says which incidents there are when one is unknown`() throws {
    let bench = try Bench()
    try bench.folder.write("events.json", eventList([kubernetesEvent(uid: "a")]))
    try bench.importAll()
    let error = try #require(throws: Diagnostic.self) { try bench.store.evidence(incident: "tset") }
    #expect(error.help == "the store has: test")
  }
}
