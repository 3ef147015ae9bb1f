import DebriefImport
import DebriefModel
import Foundation
import Testing

struct `Files of the corpus that no importer claims` {
  @Test(.enabled(if: Corpus.root != nil))
  func `all have a stated reason`() throws {
    for path in Corpus.files(below: "") {
      let bytes = try Corpus.bytes(path)
      guard Corpus.claims(bytes).isEmpty else { continue }
      let note = UnclaimedFile.reason(FileHead(bytes, path: path))
      #expect(note.kind == .notEvidence || note.kind == .missing)
      #expect(note.text.utf8.count >= 10 && note.text.utf8.count <= 400, "\(path): \(note.text)")
      if ProcessInfo.processInfo.environment["DEBRIEF_TABLE"] != nil {
        print("REASON|\(path)|\(note.kind)|\(note.text)")
      }
    }
  }
}
