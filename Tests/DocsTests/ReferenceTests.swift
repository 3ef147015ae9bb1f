import DebriefCLI
import DebriefImport
import DebriefModel
import DebriefStore
import DebriefTesting
import Foundation
import Testing

@Suite struct `The reference` {
  @Test func `of the commands is up to date`() { Page.expect(CLIReference.markdown, "cli.md") }
  @Test func `of the exit codes is up to date`() { Page.expect(CLIReference.exitCodes, "exit-codes.md") }
  @Test func `of the formats is up to date`() throws {
    Page.expect(FormatsReference.markdown(figures: try FormatFigures.measured()), "formats.md")
  }
  @Test func `of the schema is up to date`() throws {
    Page.expect(SchemaReference.markdown(try SchemaDocument()), "schema.md")
  }

  @Test func `documents each view as the store has it`() throws {
    let schema = try SchemaDocument()
    for view in SchemaDocument.views {
      #expect(view.columns.map { $0.name } == schema.viewColumns[view.name], "\(view.name)")
    }
    #expect(SchemaDocument.views.map { $0.name } == ["sources", "events", "samples", "patterns", "rejections"])
    #expect(schema.tables.contains { $0.name == "event" })
    #expect(!schema.tables.contains { $0.name.hasSuffix("_data") })
    for table in schema.tables { #expect(!table.purpose.isEmpty && !table.columns.isEmpty, "\(table.name)") }
  }

  @Test func `names every exit code in its table`() throws {
    let page = try Page.text("exit-codes.md")
    let codes = page.split(separator: "\n").compactMap { line in
      line.split(separator: "|").first.flatMap { Int32($0.trimmingCharacters(in: .whitespaces)) }
    }
    #expect(codes == ExitStatus.allCases.map { $0.rawValue })
  }

  @Test func `names every command and every option`() throws {
    let page = try Page.text("cli.md")
    let definitions = CLIReference.definitions
    #expect(definitions.count > 15)
    for (command, options) in definitions {
      let section = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix("debrief \(command)\n") })
      #expect(!options.isEmpty)
      for option in options { #expect(section.contains(option), "\(command) \(option)") }
    }
  }

  @Test func `names every importer`() throws {
    let page = try Page.text("formats.md")
    for format in ImporterRegistry.standard.formats { #expect(page.contains("`\(format.id)`")) }
  }
}

/// What the importers make of their samples, measured when the page is written.
enum FormatFigures {
  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("samples").path

  static func measured() throws -> [SampleFigures] {
    try ImporterLaws.samples(in: samples).map { sample in
      let format = try #require(ImporterRegistry.standard.format(id: sample.importer), "\(sample)")
      let context = SourceContext(path: sample.path, referenceTime: Instant(seconds: 1_787_900_000))
      let run = try ImporterRun(format, sample.bytes, path: sample.path, context: context)
      return SampleFigures(
        importer: sample.importer, path: sample.path,
        confidence: format.sniff(FileHead(sample.bytes, path: sample.path)), events: run.events.count,
        samples: run.series.reduce(0) { $0 + $1.samples.count }, relations: run.rows.relations.count,
        rejected: run.rejected.count)
    }
  }
}

/// A generated page below docs/reference.
enum Page {
  private static func url(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/reference/\(name)")
  }

  static func text(_ name: String) throws -> String { try String(contentsOf: url(name), encoding: .utf8) }

  /// Compares a page with what the program says; `RECORD=1` writes it anew.
  static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    if Golden.isRecording {
      do {
        try FileManager.default.createDirectory(
          at: url(name).deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url(name), atomically: true, encoding: .utf8)
        Issue.record("recorded docs/reference/\(name)", sourceLocation: sourceLocation)
      } catch {
        Issue.record("could not record docs/reference/\(name): \(error)", sourceLocation: sourceLocation)
      }
    } else {
      let old = (try? Page.text(name)) ?? ""
      guard old != text else { return }
      Issue.record(
        "docs/reference/\(name) is out of date (RECORD=1 refreshes it)\n\(Golden.diff(old, text))",
        sourceLocation: sourceLocation)
    }
  }
}
