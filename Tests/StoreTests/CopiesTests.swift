import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefStore

@Suite struct `Evidence that was collected twice` {
  private func line(_ second: Int, _ text: String) -> String {
    "2026-08-27T18:00:\(second < 10 ? "0" : "")\(second).123Z ERROR \(text)\n"
  }

  private func messages(_ bench: Bench) throws -> [String] {
    try bench.rows("SELECT message FROM events ORDER BY start, message").map { $0[0] }
  }

  @Test func `as a file with the same bytes is shown once, and the other says so`() throws {
    let bench = try Bench()
    try bench.folder.write("a/app.log", line(1, "x") + line(2, "y"))
    try bench.folder.write("b/copy.log", line(1, "x") + line(2, "y"))
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM events") == [["2"]])
    let notes = try bench.evidence().sources().map { $0.notes.map { $0.text } }
    #expect(notes == [[], ["same content as a/app.log, which is shown instead"]])
    // The original goes, the copy comes to the fore.
    try bench.folder.write("a/app.log", line(3, "z"))
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM events") == [["3"]])
    #expect(try bench.evidence().sources().allSatisfy { $0.notes.isEmpty })
  }

  @Test func `in an archive beside the unpacked folder is shown once`() throws {
    let bench = try Bench()
    try bench.folder.write("bundle/app.log", line(1, "x"))
    try TestArchive.write(
      [.init("bundle/app.log", line(1, "x"))], to: bench.folder.path + "/bundle.tar.gz", .tar, .gzip)
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM events") == [["1"]])
  }

  @Test func `as copies of a log in an archive, whichever stands first, is shown once`() throws {
    let names = ["app.log": [line(2, "c"), line(2, "d")], "app.log.1": [line(1, "a"), line(2, "b"), line(2, "c")]]
    for (archive, order) in [("one.tar.gz", ["app.log", "app.log.1"]), ("two.tar.gz", ["app.log.1", "app.log"])] {
      let bench = try Bench()
      try TestArchive.write(
        order.map { .init($0, (names[$0] ?? []).joined()) }, to: bench.folder.path + "/" + archive, .tar, .gzip)
      try bench.importAll()
      #expect(try messages(bench) == ["a", "b", "c", "d"], "\(archive)")
    }
  }

  @Test func `by two pods is two things`() throws {
    let bench = try Bench()
    for pod in ["web-1", "web-2"] { try bench.folder.write("pods/shop_\(pod)_u/app/0.log", line(1, "x")) }
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM events") == [["2"]])
  }

  @Test func `as samples counts once`() throws {
    let bench = try Bench()
    let answer = """
      {"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"a"},"values":[[1788000000,"1"],[1788000015,"1"]]}]}}
      """
    try bench.folder.write("a.json", answer)
    try bench.folder.write("b.json", answer)
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM samples") == [["2"]])
    #expect(try bench.evidence().series().count == 1)
  }

  @Test func `at the seam of two rotations is shown once, and repeats within a file stay`() throws {
    let bench = try Bench()
    let seam = line(10, "retry") + line(10, "retry") + line(11, "down")
    try bench.folder.write("app.log.1", line(1, "up") + seam)
    try bench.folder.write("app.log", seam + line(10, "retry") + line(12, "again") + line(12, "again"))
    try bench.folder.write("other.log", line(11, "down"))
    try bench.importAll()
    // Three retries: the copy that holds most of them counts.
    #expect(try messages(bench).filter { $0.contains("retry") }.count == 3)
    #expect(try messages(bench).filter { $0.contains("again") }.count == 2)
    // The other log's line is its own.
    #expect(try messages(bench).filter { $0.contains("down") }.count == 2)
    #expect(
      try bench.evidence().sources().first { $0.path == "app.log" }?.notes.map { $0.text } == [
        "3 records also stand in another copy of this log and are shown once"
      ])
  }

  @Test func `is worked out anew by every import, with the same result`() throws {
    let bench = try Bench()
    try bench.folder.write("app.log.1", line(1, "a") + line(2, "b"))
    try bench.folder.write("app.log", line(2, "b") + line(3, "c"))
    for _ in 0..<3 {
      try bench.importAll()
      #expect(try bench.rows("SELECT count(*) FROM events") == [["3"]])
    }
    try bench.folder.write("app.log.1", line(1, "a"))
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM events") == [["3"]])
    #expect(try bench.evidence().sources().allSatisfy { $0.notes.isEmpty })
  }

  @Test func `with identities loses no record`() throws {
    let bench = try Bench()
    let list = eventList([kubernetesEvent(uid: "1"), kubernetesEvent(uid: "2")])
    try bench.folder.write("a.json", list)
    try bench.folder.write("b.json", list)
    try bench.importAll()
    #expect(try bench.rows("SELECT count(*) FROM events") == [["2"]])
  }
}
