import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefImport

@Suite struct `Hostile archives` {
  private let plain = TestArchive.Member("z-after.log", lines)

  @Test(arguments: [(TestArchive.Format.tar, TestArchive.Filter.gzip), (.zip, .none)])
  func `that hold a bomb are cut off there and read on`(_ format: TestArchive.Format, _ filter: TestArchive.Filter)
    throws
  {
    let packed = try Packed()
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    try packed.write("b", [.init("bomb.bin", zeros, repeated: 256), plain], format, filter)
    try packed.run()
    let bomb = try #require(packed.sink.sources["b/bomb.bin"])
    #expect(bomb.bytes < 80 << 20)
    #expect(packed.sink.notes("b/bomb.bin").contains { $0.contains("more than 250 times its packed size") })
    #expect(packed.sink.sources["b/z-after.log"]?.events == 2)
  }

  @Test func `of one compressed bomb are cut off`() throws {
    let packed = try Packed()
    try packed.write("b.gz", [.init("data", [UInt8](repeating: 1, count: 1 << 20), repeated: 256)], .raw, .gzip)
    try packed.run()
    #expect(
      packed.sink.notes("b.gz").filter { $0.contains("more than 250 times its packed size") }.count == 1,
      "\(packed.sink.sources)")
    #expect(try #require(packed.sink.sources["b.gz"]).bytes < 80 << 20)
  }

  @Test func `of nothing but zeros are archives without files`() throws {
    let packed = try Packed()
    try packed.write("b.gz", [.init("data", [UInt8](repeating: 0, count: 1 << 20), repeated: 64)], .raw, .gzip)
    try packed.run()
    #expect(
      packed.sink.notes("b.gz") == [
        "it unpacks to zeros alone: an archive of nothing, or a file that was never written"
      ])
  }

  @Test func `with names that lead elsewhere are read under names that do not`() throws {
    let packed = try Packed()
    try packed.write(
      "b.tar", [.init("../../etc/app.log", lines), .init("/var/log/app.log", lines), .init("./a/./b.log", lines)])
    try packed.run()
    #expect(
      packed.sink.sources.keys.sorted() == ["b.tar", "b.tar/a/b.log", "b.tar/etc/app.log", "b.tar/var/log/app.log"])
    #expect(packed.sink.notes("b.tar/etc/app.log") == ["the archive calls it ../../etc/app.log"])
    #expect(packed.sink.notes("b.tar/var/log/app.log") == ["the archive calls it /var/log/app.log"])
    #expect(packed.sink.notes("b.tar/a/b.log") == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: packed.folder.path) == ["b.tar"])
  }

  @Test func `with endless names, links and devices have these named and the rest read`() throws {
    let packed = try Packed()
    try packed.write(
      "b.tar",
      [
        .init(String(repeating: "d/", count: 10_000) + "x.log", lines),
        .init(String(repeating: "n", count: 5_000), lines),
        .init("soft", "/etc/passwd", kind: .symbolicLink), .init("null", "", kind: .device), plain,
        .init("hard", "z-after.log", kind: .hardLink),
      ])
    try packed.run()
    let notes = packed.sink.sources.values.filter { $0.format.isEmpty }.flatMap { $0.notes.map { $0.text } }.sorted()
    #expect(
      notes == [
        "a hard link, not followed", "a symbolic link, not followed", "its name is longer than 1024 bytes",
        "nested deeper than 64 folders", "not a regular file",
      ])
    #expect(packed.sink.sources.keys.allSatisfy { $0.utf8.count < 200 })
    #expect(packed.sink.sources["b.tar/z-after.log"]?.events == 2)
  }

  @Test func `with several members of one name keep them all and say so`() throws {
    let packed = try Packed()
    try packed.write("b.zip", [.init("a.log", lines), .init("a.log", lines + lines), plain], .zip)
    try packed.run()
    #expect(packed.sink.sources["b.zip/a.log"]?.events == 2)
    #expect(packed.sink.sources["b.zip/a.log#2"]?.events == 4)
    #expect(packed.sink.notes("b.zip") == ["several members are called b.zip/a.log"])
  }

  @Test func `whose checksum is wrong keep the member and warn`() throws {
    let packed = try Packed()
    try packed.write("b.zip", [.init("a.log", lines), plain], .zip)
    var bytes = try packed.bytes("b.zip")
    // The checksum in the directory and, for members without one there, behind the data.
    for at in bytes.indices.dropLast(16) where bytes[at...].starts(with: [0x50, 0x4B, 0x01, 0x02]) {
      bytes[at + 16] ^= 0xFF
      break
    }
    for at in bytes.indices.dropLast(16) where bytes[at...].starts(with: [0x50, 0x4B, 0x07, 0x08]) {
      bytes[at + 4] ^= 0xFF
      break
    }
    try packed.write("b.zip", bytes)
    try packed.run()
    #expect(packed.sink.sources["b.zip/a.log"]?.events == 2)
    #expect(packed.sink.notes("b.zip/a.log").contains { $0.lowercased().contains("crc") })
    #expect(packed.sink.sources["b.zip/z-after.log"]?.events == 2)
  }

  /// A zip whose member is stored, and said to be encrypted: 12 bytes of a header that no key opens, then noise.
  private static func encryptedZip(_ name: String) -> [UInt8] {
    func little(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    let data = (0..<60).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    // Version 2.0, bit 0: encrypted; stored; no date; some checksum.
    let fields =
      little(20, 2) + little(1, 2) + little(0, 6) + little(0x1234_5678, 4) + little(data.count, 4)
      + little(data.count - 12, 4) + little(name.utf8.count, 2) + little(0, 2)
    let local = [0x50, 0x4B, 0x03, 0x04] + fields + Array(name.utf8) + data
    let directory = [0x50, 0x4B, 0x01, 0x02] + little(20, 2) + fields + little(0, 14) + Array(name.utf8)
    let end = little(0, 4) + little(1, 2) + little(1, 2) + little(directory.count, 4) + little(local.count, 4)
    return local + directory + [0x50, 0x4B, 0x05, 0x06] + end + little(0, 2)
  }

  @Test func `that are encrypted are said to be`() throws {
    let packed = try Packed()
    try packed.write("b.zip", Self.encryptedZip("a.log"))
    try packed.run()
    #expect(packed.sink.notes("b.zip/a.log") == ["encrypted"])
    #expect(packed.sink.sources["b.zip/a.log"]?.events == 0)
  }

  @Test func `of gzip whose checksum or length is wrong keep what was read and warn`() throws {
    for (place, word) in [(8, "checksum"), (4, "length")] {
      for (name, format) in [("app.log.gz", TestArchive.Format.raw), ("b.tgz", .tar)] {
        let packed = try Packed()
        try packed.write(name, [.init("app.log", lines)], format, .gzip)
        var bytes = try packed.bytes(name)
        bytes[bytes.count - place] ^= 0xFF
        try packed.write(name, bytes)
        try packed.run()
        let member = format == .raw ? name : name + "/app.log"
        #expect(packed.sink.sources[member]?.events == 2)
        #expect(packed.sink.notes(name).contains { $0.contains(word) }, "\(name) \(packed.sink.notes(name))")
      }
    }
  }

  @Test func `of gzip that are damaged in the middle keep what came before`() throws {
    let packed = try Packed()
    var random = SplitMix64(seed: 7)
    let noise = (0..<3000).map { _ in "2026-08-27T18:00:00.000Z ERROR \(random.next())\n" }.joined()
    try packed.write("app.log.gz", [.init("data", noise)], .raw, .gzip)
    var bytes = try packed.bytes("app.log.gz")
    for i in 0..<20 { bytes[bytes.count * 3 / 4 + i] ^= 0x5A }
    try packed.write("app.log.gz", bytes)
    try packed.run()
    #expect((1000...3000).contains(packed.sink.sources["app.log.gz"]?.events ?? 0))
    #expect(packed.sink.notes("app.log.gz").contains { $0.contains("cut off after") })
  }

  @Test func `of several gzip members, as logs are appended, are read to the end`() throws {
    let packed = try Packed()
    try packed.write("one.gz", [.init("data", lines)], .raw, .gzip)
    let one = try packed.bytes("one.gz")
    try packed.write("one.gz", one + one + [0, 0, 0] + one + [0, 0, 0, 0])
    try packed.write("two.gz", one + Array("rest".utf8))
    try packed.run()
    #expect(packed.sink.sources["one.gz"]?.events == 6)
    #expect(packed.sink.notes("one.gz") == [])
    #expect(packed.sink.sources["two.gz"]?.events == 2)
    #expect(packed.sink.notes("two.gz").contains { $0.contains("what follows its end is not gzip") })
  }

  @Test(arguments: [(TestArchive.Format.tar, TestArchive.Filter.gzip), (.tar, .xz), (.tar, .none), (.zip, .none)])
  func `that are cut off keep what came before`(_ format: TestArchive.Format, _ filter: TestArchive.Filter) throws {
    let packed = try Packed()
    var noise: [UInt8] = []
    var random = SplitMix64(seed: 7)
    for _ in 0..<300_000 { noise.append(UInt8(truncatingIfNeeded: random.next() >> 40)) }
    try packed.write("b", [.init("a.log", lines), .init("noise.bin", noise), plain], format, filter)
    let whole = try packed.bytes("b")
    try packed.write("b", Array(whole.prefix(whole.count / 2)))
    try packed.run()
    #expect(packed.sink.sources["b/a.log"]?.events == 2)
    #expect(packed.sink.sources["b/z-after.log"] == nil)
    let said = packed.sink.notes("b") + packed.sink.notes("b/noise.bin")
    #expect(said.contains { $0.contains("not read further") || $0.contains("cut off") })
  }

  @Test func `damaged anywhere neither crash nor hang`() throws {
    var random = SplitMix64(seed: 7)
    for (name, format, filter) in [
      ("t", TestArchive.Format.tar, TestArchive.Filter.none), ("g", .tar, .gzip), ("z", .zip, .none), ("x", .tar, .xz),
      ("s", .tar, .zstd), ("b", .tar, .bzip2),
    ] {
      let packed = try Packed()
      try packed.write(name, [.init("a.log", lines), .init("dir/b.log", lines), plain], format, filter)
      let whole = try packed.bytes(name)
      for _ in 0..<40 {
        var bytes = whole
        for _ in 0..<3 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
        if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
        try packed.write(name, bytes)
        try packed.run()
      }
    }
  }

  @Test func `that hold too much stop at the limit, and the limit is told`() throws {
    let packed = try Packed()
    try packed.write("b.tar", (0..<20).map { .init("\($0).log", lines) })
    var limits = ArchiveLimits.standard
    limits.members = 5
    var seen = 0
    let file = EvidenceFile(location: packed.folder.path + "/b.tar", path: "b.tar", bytes: 1)
    let notes = try ArchiveWalk(file, limits: limits).run { _ in
      seen += 1
      return true
    }
    #expect(seen == 5)
    #expect(notes.map { $0.text } == ["not read further: it has more than 5 members"])
    (limits.members, limits.leastTotal, limits.ratio) = (1000, 150, 1)
    let total = try ArchiveWalk(file, limits: limits).run { member in
      _ = member.input?.peek(1000)
      return true
    }
    #expect(total.map { $0.text } == ["not read further: it unpacks to more than 150 bytes"])
  }

  @Test func `whose skipped members are bombs stop, too`() throws {
    let packed = try Packed()
    try packed.write(
      "b.tgz", [.init(".hidden", [UInt8](repeating: 0, count: 1 << 20), repeated: 64), plain], .tar, .gzip)
    var limits = ArchiveLimits.standard
    limits.leastTotal = 10 << 20
    let file = EvidenceFile(location: packed.folder.path + "/b.tgz", path: "b.tgz", bytes: 100)
    let notes = try ArchiveWalk(file, limits: limits).run { _ in true }
    #expect(notes.map { $0.text } == ["not read further: it unpacks to more than 10485760 bytes"])
  }
}
