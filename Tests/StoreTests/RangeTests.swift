import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefStore

@Suite struct `The events of a source` {
  private func ranges(_ store: Store) throws -> [[String]] {
    var rows: [[String]] = []
    let sql = """
      SELECT path, first_event, last_event, (SELECT min(id) FROM event WHERE source = s.id),
        (SELECT max(id) FROM event WHERE source = s.id) FROM source s ORDER BY path
      """
    try store.select(sql, columns: { _ in }) { row in
      rows.append(row.map { "\($0)" })
      return true
    }
    return rows
  }

  @Test func `have numbers that follow each other, after replacing one, too`() throws {
    let bench = try Bench()
    for name in ["a", "b", "c"] {
      try bench.folder.write("\(name).json", eventList([kubernetesEvent(uid: name), kubernetesEvent(uid: name + "2")]))
    }
    try bench.importAll()
    try bench.folder.write("a.json", eventList((0..<5).map { kubernetesEvent(uid: "new-\($0)") }))
    try bench.folder.write("b.json", eventList([]))
    try bench.importAll()
    let found = try ranges(bench.store)
    #expect(found[0][1...2] == found[0][3...4])
    #expect(found[2][1...2] == found[2][3...4])
    #expect(try bench.rows("SELECT count(*) FROM events") == [["7"]])
    #expect(try bench.rows("SELECT events FROM sources ORDER BY path") == [["5"], ["0"], ["2"]])
  }

  @Test func `are found in a store of the version before`() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/store.db"
    try folder.write("evidence/a.json", eventList([kubernetesEvent(uid: "1"), kubernetesEvent(uid: "2")]))
    try folder.write("evidence/b.json", eventList([kubernetesEvent(uid: "3")]))
    let before: [[String]]
    do {
      let store = try Store(path: path)
      _ = try ImportSession(sink: StoreImport(store)).importFiles(
        EvidenceFolder.files(in: folder.path + "/evidence"), ImportRequest(incident: "test"))
      before = try ranges(store)
    }
    try takeBack(path)
    #expect(try ranges(Store(path: path)) == before)
  }

  /// Makes the store one that has not seen the migration, with another SQLite client.
  private func takeBack(_ path: String) throws {
    let script = """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      db.executescript("ALTER TABLE source DROP COLUMN first_event; ALTER TABLE source DROP COLUMN last_event;"
                       "DELETE FROM grdb_migrations WHERE identifier = '004-ranges'")
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
