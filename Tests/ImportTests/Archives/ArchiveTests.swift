import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefImport

/// Keeps what a session hands over, with the hashes that a second import asks for.
final class KeptSources: ImportSink {
  var sources: [String: Source] = [:]
  var messages: [String: [String]] = [:]
  var places: [String: [Provenance]] = [:]
  var manifests: [Manifest] = []
  var order: [String] = []
  private var current = ""
  func storedHash(incident: String, path: String, format: String, bytes: Int?) -> String? {
    sources[path].flatMap { $0.format == format ? $0.sha256 : nil }
  }
  func beginSource(incident: String, path: String, format: String, bytes: Int) {
    current = path
    (messages[path], places[path]) = ([], [])
  }
  func write(_ rows: ImportedRows) {
    messages[current, default: []] += rows.events.map { $0.message }
    places[current, default: []] += rows.events.map { $0.provenance }
  }
  func commitSource(_ source: Source, manifest: Manifest?) {
    sources[source.path] = source
    order.append(source.path)
    if let manifest { manifests.append(manifest) }
  }
  func abandonSource() {}
  func finishImport(incident: String) {}
  func latestInstant(incident: String) -> Instant? { sources.values.compactMap { $0.last }.max() }

  func notes(_ path: String) -> [String] { sources[path]?.notes.map { $0.text } ?? [] }
}

/// A folder of evidence in which archives are written.
struct Packed {
  let folder: TemporaryDirectory
  let sink = KeptSources()

  init() throws { folder = try TemporaryDirectory() }

  func write(
    _ name: String, _ members: [TestArchive.Member], _ format: TestArchive.Format = .tar,
    _ filter: TestArchive.Filter = .none, password: String? = nil
  ) throws {
    try TestArchive.write(members, to: folder.path + "/" + name, format, filter, password: password)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.url.appendingPathComponent(name)))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: folder.url.appendingPathComponent(name))
  }

  @discardableResult
  func run() throws -> [ImportOutcome] {
    try ImportSession(sink: sink).importFiles(EvidenceFolder.files(in: folder.path), ImportRequest(incident: "i"))
  }
}

let events = """
  {"kind":"EventList","items":[{"involvedObject":{},"reason":"x","lastTimestamp":"2026-08-27T18:00:00Z"}]}
  """
let lines = "2026-08-27T18:00:00.000Z ERROR first\n2026-08-27T18:00:01.000Z ERROR second\n"

@Suite struct `Archives` {
  static let packings: [(TestArchive.Format, TestArchive.Filter)] =
    [(.zip, .none)] + TestArchive.Filter.allCases.map { (.tar, $0) }

  @Test(arguments: packings)
  func `give the same source as the plain file`(_ format: TestArchive.Format, _ filter: TestArchive.Filter) throws {
    let packed = try Packed()
    try packed.folder.write("plain.log", lines)
    try packed.write("bundle", [.init("pods/app.log", lines)], format, filter)
    try packed.run()
    let (plain, member) = (packed.sink.sources["plain.log"], packed.sink.sources["bundle/pods/app.log"])
    #expect(member?.sha256 == plain?.sha256)
    #expect(member?.bytes == lines.utf8.count)
    #expect(member?.format == plain?.format)
    #expect(packed.sink.messages["bundle/pods/app.log"] == packed.sink.messages["plain.log"])
    #expect(packed.sink.places["bundle/pods/app.log"] == packed.sink.places["plain.log"])
    #expect(packed.sink.places["plain.log"]?.count == 2)
    #expect(packed.sink.sources["bundle"]?.format == "archive")
    #expect(packed.sink.sources["bundle"]?.sha256.count == 64)
  }

  @Test(arguments: TestArchive.Filter.allCases.filter { $0 != .none })
  func `of one compressed file are that file`(_ filter: TestArchive.Filter) throws {
    let packed = try Packed()
    try packed.write("app.log.packed", [.init("data", lines)], .raw, filter)
    try packed.run()
    #expect(packed.sink.sources.keys.sorted() == ["app.log.packed"])
    #expect(packed.sink.sources["app.log.packed"]?.events == 2)
    #expect(packed.sink.sources["app.log.packed"]?.bytes == lines.utf8.count)
  }

  @Test func `that were imported are not read again until they change`() throws {
    let packed = try Packed()
    try packed.write("bundle.tgz", [.init("a.log", lines), .init("b.bin", "\u{1}\u{2}")], .tar, .gzip)
    try packed.write("c.log.gz", [.init("data", lines)], .raw, .gzip)
    let first = try packed.run()
    let second = try packed.run()
    #expect(first.map { $0.source.path }.sorted() == second.map { $0.source.path }.sorted())
    #expect(second.allSatisfy { if case .unchanged = $0.status { true } else { false } })
    try packed.write("bundle.tgz", [.init("a.log", lines + lines)], .tar, .gzip)
    try packed.run()
    #expect(packed.sink.sources["bundle.tgz/a.log"]?.events == 4)
  }

  @Test func `alone bring their manifest, at the top or in their one folder`() throws {
    for name in ["incident.yaml", "case-7/incident.yaml"] {
      let packed = try Packed()
      try packed.write(
        "b.tar",
        [.init("case-7/late.log", "2026-03-02 23:00:00 ERROR x\n"), .init(name, "timezone: Asia/Tokyo\ntitle: T\n")])
      try packed.run()
      #expect(packed.sink.manifests.map { $0.title } == ["T"])
      #expect(packed.sink.sources["b.tar/case-7/late.log"]?.first == Instant(seconds: 1_772_460_000))
    }
  }

  @Test(arguments: [(TestArchive.Format.zip, TestArchive.Filter.none), (.tar, .gzip)])
  func `read the copies of a log oldest first, however they stand in there`(
    _ format: TestArchive.Format, _ filter: TestArchive.Filter
  ) throws {
    let packed = try Packed()
    let names = ["a.json", "app.log", "app.log.1", "app.log.2", "z.log"]
    try packed.write(
      "b", names.map { .init($0, $0 == "a.json" ? events : lines) }, format, filter)
    try packed.run()
    #expect(
      packed.sink.order.map { $0.split(separator: "/").last.map(String.init) } == [
        "a.json", "app.log.2", "z.log", "app.log.1", "app.log", "b",
      ])
    #expect(packed.sink.sources["b"]?.notes == [])
  }

  @Test func `with very many copies newest first are read in a few walks, and say so`() throws {
    let packed = try Packed()
    try packed.write("b.tar", (1...20).map { .init("app.log.\($0)", lines) })
    try packed.run()
    #expect(packed.sink.sources.count == 21)
    #expect(packed.sink.notes("b.tar") == [ArchiveWalks.tooMany])
    #expect(packed.sink.order.prefix(3) == ["b.tar/app.log.20", "b.tar/app.log.19", "b.tar/app.log.18"])
  }

  @Test func `read formats without a year after what tells the year`() throws {
    let packed = try Packed()
    try packed.write(
      "b.tar",
      [
        .init("a.log", "E0827 18:00:00.000000       1 main.go:7] x\nE0827 18:00:01.000000       1 main.go:7] y\n"),
        .init("z.json", events),
      ])
    try packed.run()
    #expect(packed.sink.order == ["b.tar/z.json", "b.tar/a.log", "b.tar"])
    #expect(packed.sink.sources["b.tar/a.log"]?.first?.description == "2026-08-27T18:00:00Z")
  }

  @Test func `inside archives are opened two deep, a compressed log three`() throws {
    let packed = try Packed()
    try packed.write("log.gz", [.init("data", lines)], .raw, .gzip)
    let log = try packed.bytes("log.gz")
    try packed.write("two.zip", [.init("app.log.gz", log), .init("x.log", lines)], .zip)
    let two = try packed.bytes("two.zip")
    try packed.write("three.tar", [.init("two.zip", two), .init("y.log", lines)])
    let three = try packed.bytes("three.tar")
    try packed.write("four.tgz", [.init("three.tar", three)], .tar, .gzip)
    for name in ["log.gz", "two.zip", "three.tar"] {
      try FileManager.default.removeItem(atPath: packed.folder.path + "/" + name)
    }
    try packed.write("one.tar", [.init("two.zip", two)])
    try packed.run()
    #expect(packed.sink.sources["one.tar/two.zip/app.log.gz"]?.events == 2)
    #expect(packed.sink.sources["one.tar/two.zip/x.log"]?.events == 2)
    #expect(packed.sink.sources["four.tgz/three.tar/y.log"]?.events == 2)
    #expect(packed.sink.notes("four.tgz/three.tar/two.zip") == ["an archive inside archives nested deeper than 2"])
  }
}
