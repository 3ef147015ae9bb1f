import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// Counts the lines that begin a record with regular expressions, which the importers do not use.
struct `Log lines of the corpus` {
  static let files = Corpus.files(below: "logs") + Corpus.files(below: "kubernetes")

  /// What a line looks like that begins a record of a format.
  static let beginnings: [(format: String, pattern: String, fewest: Int)] = [
    (
      "syslog",
      #"^(<\d+>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d)"#,
      32
    ), ("access-log", #"^\S+ \S+ \S+ .*\[\d\d/[A-Z][a-z]{2}/\d{4}:|^\S+ - - \["#, 6),
    ("web-error-log", #"^\[[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ |^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \["#, 1),
  ]

  @Test(.enabled(if: Corpus.root != nil), arguments: beginnings)
  func `give an event for each line that begins one`(_ format: String, _ pattern: String, _ fewest: Int) throws {
    let beginning = try NSRegularExpression(pattern: pattern)
    let importer = try #require(ImporterRegistry.standard.format(id: format))
    var claimed = 0
    for path in Self.files {
      let bytes = try Corpus.bytes(path)
      guard Corpus.claims(bytes).map(\.id) == [format] else { continue }
      claimed += 1
      let lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: true) { $0.isNewline }
      let expected = lines.count { line in
        // Terminal codes and marks of bytes are no text.
        let text = String(line).replacing("\u{FEFF}", with: "").replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        return beginning.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
      }
      let context = SourceContext(path: path, referenceTime: Instant(seconds: 1_790_000_000))
      let run = try ImporterRun(importer, bytes, path: path, context: context)
      // One file has two lines of headings before its first time.
      #expect(run.events.count { !$0.message.hasPrefix("Header") } == expected, "\(path)")
      #expect(run.rejected.isEmpty, "\(path)")
    }
    #expect(claimed >= fewest, "\(claimed) files are claimed")
  }

  @Test(.enabled(if: Corpus.root != nil)) func `are claimed by one importer at most`() throws {
    for path in Self.files {
      let claims = Corpus.claims(try Corpus.bytes(path))
      #expect(claims.count <= 1, "\(path): \(claims)")
    }
  }

  @Test(.enabled(if: Corpus.root != nil)) func `in Docker's records without times are read, and none is lost`() throws {
    var claimed = 0
    for path in Corpus.files(below: "logs/fluent-bit") {
      let bytes = try Corpus.bytes(path)
      let records = bytes.split(separator: 0x0A).map {
        (try? JSONSerialization.jsonObject(with: Data($0))) as? [String: String] ?? [:]
      }
      guard !records.isEmpty, records.allSatisfy({ Array($0.keys) == ["log"] }) else { continue }
      claimed += 1
      #expect(Corpus.claims(bytes).map(\.id) == ["docker-json-log"], "\(path)")
      let run = try ImporterRun(DockerJSONLogImporter.self, bytes, path: path)
      let expected = records.compactMap { $0["log"] }.joined()
      #expect(Self.letters(run.events.map(\.message).joined()) == Self.letters(expected), "\(path)")
      #expect(run.events.allSatisfy { $0.time == nil } && run.rejected.isEmpty, "\(path)")
    }
    #expect(claimed == 23)
  }

  private static func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
}
