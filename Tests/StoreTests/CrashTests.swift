import DebriefImport
import DebriefModel
import DebriefStore
import DebriefTesting
import Foundation
import Testing

/// The program next to the test bundle.
private func program() throws -> URL {
  let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  let url = bundle.appendingPathComponent("debrief")
  guard FileManager.default.isExecutableFile(atPath: url.path) else {
    throw Diagnostic(.error, "the debrief program was not built beside the tests", place: url.path)
  }
  return url
}

struct `An import that is killed` {
  static let events = 20_000

  /// Twelve moments spread over an import's time, none of them chosen by what the import is doing.
  @Test func `leaves none or all of the file, and importing again gives exactly all`() throws {
    let folder = try TemporaryDirectory()
    let list = eventList(
      (0..<Self.events).map { kubernetesEvent(uid: "uid-\($0)", pod: "web-\($0 % 50)", message: "attempt \($0)") })
    let evidence = try folder.write("evidence/events.json", list)
    let whole = try run(evidence, store: folder.path + "/whole.db", killAfter: nil)
    var generator = SplitMix64(seed: 20_260_827)
    var partial = 0
    for round in 0..<12 {
      let store = folder.path + "/\(round).db"
      let delay = whole * Double(generator.next() % 1000) / 1000
      _ = try run(evidence, store: store, killAfter: delay)
      guard FileManager.default.fileExists(atPath: store) else { continue }
      let opened = try Store(path: store)
      #expect(try opened.integrityProblems().isEmpty, "killed after \(delay) s")
      let count = try counted(opened)
      #expect(count == 0 || count == Self.events, "killed after \(delay) s: \(count) events")
      if count == 0 { partial += 1 }
      _ = try run(evidence, store: store, killAfter: nil)
      #expect(try counted(opened) == Self.events, "killed after \(delay) s and imported again")
      #expect(try opened.evidence(incident: "crash").events(EventFilter(search: "\"attempt 19999\"")).count == 1)
    }
    #expect(partial > 0, "no kill came before the commit: the test shows nothing")
  }

  private func counted(_ store: Store) throws -> Int {
    var count = 0
    try store.select("SELECT count(*) FROM events", columns: { _ in }) { row in
      if case .integer(let number) = row[0] { count = Int(number) }
      return true
    }
    return count
  }

  /// Runs an import, killing it after some seconds; returns how long it ran.
  private func run(_ evidence: String, store: String, killAfter delay: Double?) throws -> Double {
    let process = Process()
    process.executableURL = try program()
    process.arguments = ["import", evidence, "--incident", "crash", "--store", store]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    if let delay {
      Thread.sleep(forTimeInterval: delay)
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    if delay == nil { #expect(process.terminationStatus == 0) }
    return (ContinuousClock.now - start) / .seconds(1)
  }
}
