package import DebriefImport
import DebriefReport

/// What an importer makes of one of its samples.
package struct SampleFigures {
  package var importer: String
  /// The path below `samples/`.
  package var path: String
  package var confidence: Confidence
  package var events: Int
  package var samples: Int
  package var relations: Int
  package var rejected: Int

  package init(
    importer: String, path: String, confidence: Confidence, events: Int, samples: Int, relations: Int, rejected: Int
  ) {
    (self.importer, self.path, self.confidence) = (importer, path, confidence)
    (self.events, self.samples, self.relations, self.rejected) = (events, samples, relations, rejected)
  }
}

/// `docs/reference/formats.md`, printed from the registry of importers and from what they make of their samples.
package enum FormatsReference {
  /// The page.
  package static func markdown(_ registry: ImporterRegistry = .standard, figures: [SampleFigures]) -> String {
    var text = """
      # Formats

      Files are recognised by their content; names and folders do not matter. Where several importers are equally sure, the
      order below decides; `debrief import --explain` shows it for each file. A record that cannot be read is kept as a
      rejection with its line and byte, and the import goes on. A file that no importer claims is listed in the coverage, with
      what it seems to be.


      """
    text += overview(registry)
    for format in registry.formats { text += section(format.description, figures.filter { $0.importer == format.id }) }
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }

  private static func overview(_ registry: ImporterRegistry) -> String {
    let rows = registry.formats.map { format in
      "| [\(Markdown.inline(format.description.title))](#\(anchor(format.description.title))) | \(Markdown.code(format.id)) "
        + "| \(format.description.framing.words) |\n"
    }
    return "| format | id | records |\n|---|---|---|\n\(rows.joined())\n"
  }

  private static func section(_ description: ImporterDescription, _ figures: [SampleFigures]) -> String {
    var text = "## \(Markdown.inline(description.title))\n\n\(Markdown.inline(description.summary))\n\n"
    text += "- id: \(Markdown.code(description.id))\n- records: \(description.framing.words)\n"
    text += "- how to get it: \(Markdown.code(description.origin))\n"
    if description.needsReferenceTime { text += "- read after the other files where its times lack a year or date\n" }
    guard !figures.isEmpty else { return text + "\n" }
    text += "\n| sample | sure | events | samples | relations | rejected |\n|---|---|---:|---:|---:|---:|\n"
    for sample in figures {
      text +=
        "| [\(Markdown.inline(sample.path))](../../samples/\(sample.path)) | \(sample.confidence.name) | \(sample.events) "
      text += "| \(sample.samples) | \(sample.relations) | \(sample.rejected) |\n"
    }
    return text + "\n"
  }

  /// The fragment name of a heading, as GitHub makes it.
  private static func anchor(_ title: String) -> String {
    String(
      title.lowercased().compactMap { character -> Character? in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || character == "-" || character == "_" ? character : nil
      })
  }
}
