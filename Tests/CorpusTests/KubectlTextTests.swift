import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// Counts rows in captures of kubectl's text by words at their start, which the importers do not use.
struct `Captures of kubectl's text` {
  private static let folder = "kubernetes/holmesgpt"

  private static func files(_ words: String...) -> [String] {
    Corpus.files(below: folder).filter { path in
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      return path.hasSuffix(".txt") && words.contains { name.hasPrefix("kubectl_" + $0) }
    }
  }

  private static func text(_ path: String) throws -> [Substring] {
    String(decoding: try Corpus.bytes(path), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func run(_ path: String) throws -> ImporterRun {
    let bytes = try Corpus.bytes(path)
    let format = try #require(
      ImporterRegistry.standard.scores(FileHead(bytes, path: path)).first { $0.confidence > .no }, "\(path)")
    let context = SourceContext(path: path, capturedAt: Instant(seconds: 1_755_000_000))
    return try ImporterRun(format.format, bytes, path: path, context: context)
  }

  private static func claims(_ path: String) throws -> [String] { Corpus.claims(try Corpus.bytes(path)).map(\.id) }

  @Test(.enabled(if: Corpus.root != nil), arguments: files("events"))
  func `tables of events give an event a row`(_ path: String) throws {
    #expect(try Self.claims(path) == ["kubernetes-events-table"])
    let run = try Self.run(path)
    let rows = try Self.text(path).filter { $0.first?.isNumber ?? false }
    #expect(run.events.count == rows.count && run.rejected.isEmpty)
  }

  @Test(.enabled(if: Corpus.root != nil), arguments: files("describe"))
  func `descriptions give an event a row of their events, and their last states`(_ path: String) throws {
    #expect(try Self.claims(path) == ["kubectl-describe"])
    let run = try Self.run(path)
    let lines = try Self.text(path).map { $0.drop { $0 == " " } }
    let rows = lines.filter { $0.hasPrefix("Normal ") || $0.hasPrefix("Warning ") }
    #expect(run.events.count { $0.kind == .kubernetes } == rows.count)
    let ends = lines.filter { $0.hasPrefix("Exit Code:") }
    #expect(run.events.count { $0.attributes[Attribute.exitCode] != nil } == ends.count)
    #expect(run.rejected.isEmpty)
  }

  @Test(
    .enabled(if: Corpus.root != nil),
    arguments: files("get_by", "find_resource", "top_", "lineage", "get_all", "get_pod"))
  func `tables of get, top and lineage are claimed and read without damage`(_ path: String) throws {
    #expect(try Self.claims(path) == ["kubectl-table"])
    let run = try Self.run(path)
    #expect(run.rejected.isEmpty, "\(run.rejected.first?.excerpt ?? "")")
    let isEmpty = run.events.isEmpty && run.series.isEmpty
    #expect(!isEmpty || !run.notes.isEmpty || path.contains("serviceaccount"))
  }

  @Test(.enabled(if: Corpus.root != nil), arguments: files("get_by_kind_in_cluster", "get_by_kind_in_namespace"))
  func `tables of pods give a state a row`(_ path: String) throws {
    let lines = try Self.text(path).filter { !$0.isEmpty }
    guard let header = lines.firstIndex(where: { $0.contains("RESTARTS") && $0.contains("NAME ") }) else { return }
    let rows = lines[(header + 1)...].filter { !$0.hasPrefix("std") && $0.contains("/") }
    let states = try Self.run(path).events.filter { $0.reason != "Restarted" && !$0.reason.hasSuffix("Created") }
    #expect(states.count == rows.count)
  }
}
