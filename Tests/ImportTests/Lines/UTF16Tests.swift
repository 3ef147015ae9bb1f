import DebriefModel
import DebriefParsing
import Foundation
import Testing

@testable import DebriefImport

@Suite struct `Text in UTF-16` {
  private static let lines = [
    "2026-08-27T18:15:00Z ERROR \u{DC}berweisung \u{1F600} failed", "2026-08-27T18:15:01Z INFO ok \u{4E2D}",
    "2026-08-27T18:15:02Z WARN bye",
  ]

  private func encoded(_ text: String, isBigEndian: Bool) -> [UInt8] {
    let units = [0xFEFF] + Array(text.utf16)
    return units.flatMap { unit in
      let pair = [UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]
      return isBigEndian ? pair : pair.reversed()
    }
  }

  private func run(_ bytes: [UInt8]) throws -> (sink: KeptRows, scan: SourceScan) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("debrief-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("web.log")
    try Data(bytes).write(to: file)
    let sink = KeptRows()
    _ = try ImportSession(sink: sink).importFiles(EvidenceFolder.files(in: folder.path), ImportRequest(incident: "i"))
    var scan = try SourceScan(location: file.path)
    for event in sink.rows.events { try scan.visit(event.provenance) }
    _ = try scan.finish()
    return (sink, scan)
  }

  @Test(arguments: [true, false]) func `is read as a log, and its places are the file's`(_ isBigEndian: Bool) throws {
    let bytes = encoded(Self.lines.joined(separator: "\r\n") + "\r\n", isBigEndian: isBigEndian)
    let (sink, scan) = try run(bytes)
    #expect(sink.sources.map(\.format) == ["plain-log"])
    #expect(sink.sources.map(\.bytes) == [bytes.count])
    #expect(sink.rows.events.map(\.message) == ["\u{DC}berweisung \u{1F600} failed", "ok \u{4E2D}", "bye"])
    #expect(sink.rows.events.map(\.severity) == [.error, .info, .warning])
    var start = 2
    for (event, line) in zip(sink.rows.events, Self.lines) {
      #expect(event.provenance.byte == start)
      start += 2 * (line.utf16.count + 2)
    }
    #expect(scan.misplacedCount == 0)
  }

  @Test func `holds JSON that Windows redirected into a file`() throws {
    let json =
      #"{"kind":"EventList","items":[{"involvedObject":{"kind":"Pod","name":"web-1"},"reason":"BackOff","message":"\#u{FC}"}]}"#
    let (sink, _) = try run(encoded(json, isBigEndian: false))
    #expect(sink.sources.map(\.format) == ["kubernetes-events"])
    #expect(sink.rows.events.map(\.message) == ["\u{FC}"])
  }

  @Test(arguments: [1, 2, 3, 7, 64]) func `is the same however its bytes are cut`(_ size: Int) throws {
    let bytes = encoded(Self.lines.joined(separator: "\n"), isBigEndian: false)
    let input = UTF16Input(SlowInput(bytes: bytes, size: size))
    var text: [UInt8] = []
    while try input.read(1 << 16, into: &text) > 0 {}
    #expect(String(decoding: text, as: UTF8.self) == Self.lines.joined(separator: "\n"))
  }

  @Test func `that is damaged loses only what is damaged`() {
    // A lone second half, a lone first half before a letter, a first half and one byte at the end.
    let bytes: [UInt8] = [0xFF, 0xFE, 0x00, 0xDC, 0x61, 0x00, 0x3D, 0xD8, 0x62, 0x00, 0x3D, 0xD8, 0x63]
    #expect(String(decoding: UTF16Input.text(of: bytes), as: UTF8.self) == "\u{FFFD}a\u{FFFD}b\u{FFFD}")
    #expect(UTF16Input.text(of: [0xFF, 0xFE]).isEmpty)
    #expect(UTF16Input.text(of: [0xFF]).isEmpty == false)
    #expect(!UTF16Input.isMarked([0xFF, 0xFE, 0, 0]))
  }
}

/// Gives out a few bytes at a time.
private struct SlowInput: ByteInput {
  var bytes: [UInt8]
  var size: Int

  mutating func read(_ count: Int, into buffer: inout [UInt8]) throws -> Int {
    let part = bytes.prefix(size)
    buffer.append(contentsOf: part)
    bytes.removeFirst(part.count)
    return part.count
  }
}
