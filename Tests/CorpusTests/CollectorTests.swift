import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// Files of collectors and stores, their records counted with Foundation.
@Suite struct `Collected logs of the corpus` {
  @Test(.enabled(if: Corpus.root != nil))
  func `a journal gives an event for each entry with a message`() throws {
    let bytes = try Corpus.bytes("logs/lnav/logfile_journald.json")
    #expect(Corpus.claims(bytes).map(\.id) == ["journald"])
    let messages = bytes.split(separator: 0x0A).compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any]
    }.compactMap { $0["MESSAGE"] as? String }
    let run = try ImporterRun(JournaldImporter.self, bytes)
    #expect(run.rejected.isEmpty)
    #expect(run.events.map(\.message).sorted() == messages.sorted())
  }

  @Test(.enabled(if: Corpus.root != nil))
  func `Kubernetes Events that Fluent Bit collected are Events`() throws {
    for path in Corpus.files(below: "kubernetes/fluent-bit-events") where path.hasSuffix(".out") {
      let bytes = try Corpus.bytes(path)
      #expect(Corpus.claims(bytes).first?.id == "fluent-bit-file", "\(path)")
      let record = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [Any])
      let run = try ImporterRun(FluentBitFileImporter.self, bytes)
      #expect(run.rejected.isEmpty && run.events.count == record.count / 2, "\(path)")
      #expect(run.events.allSatisfy { $0.kind == .kubernetes && $0.time != nil }, "\(path)")
    }
  }
}
