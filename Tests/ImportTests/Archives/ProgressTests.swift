import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefImport

@Suite struct `The progress of an import` {
  private func progress(_ packed: Packed) throws -> [ImportProgress] {
    let kept = Kept()
    _ = try ImportSession(sink: packed.sink).importFiles(
      EvidenceFolder.files(in: packed.folder.path), ImportRequest(incident: "i")
    ) { kept.progress.append($0) }
    return kept.progress
  }

  private final class Kept {
    var progress: [ImportProgress] = []
  }

  @Test func `ends with all files and all bytes, as they lie on disk, and never goes back`() throws {
    let packed = try Packed()
    try packed.folder.write("a.log", String(repeating: lines, count: 60_000))
    try packed.folder.write("b.bin", "\u{1}\u{2}")
    try packed.write("c.log.gz", [.init("data", lines, repeated: 40_000)], .raw, .gzip)
    try packed.write("d.tar", [.init("klog", "E0827 18:00:00.000000       1 main.go:7] x\n"), .init("e.json", events)])
    let steps = try progress(packed)
    let last = try #require(steps.last)
    let bytes = try EvidenceFolder.files(in: packed.folder.path).reduce(0) { $0 + $1.bytes }
    #expect(last.stage == .finishing)
    #expect(last.files == 4)
    #expect(last.allFiles == 4)
    #expect(last.bytes == bytes)
    #expect(last.allBytes == bytes)
    #expect(last.events == 200_000 + 2)
    let reading = steps.filter { $0.stage == .reading }
    #expect(zip(reading, reading.dropFirst()).allSatisfy { $0.bytes <= $1.bytes && $0.files <= $1.files })
    // A large file is told while it is read.
    #expect(reading.filter { $0.path == "a.log" && $0.bytes > 0 }.count > 3)
    #expect(steps.filter { $0.stage == .looking }.map { $0.files } == [1, 2, 3, 4])
  }

  @Test func `counts what is unchanged as done`() throws {
    let packed = try Packed()
    try packed.folder.write("a.log", lines)
    try packed.write("d.tar", [.init("e.json", events)])
    _ = try progress(packed)
    let last = try #require(try progress(packed).last)
    #expect(last.files == 2)
    #expect(last.bytes == last.allBytes)
  }
}
