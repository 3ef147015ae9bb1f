package import DebriefImport
import DebriefReport

/// `docs/reference/formats.md`, printed from the registry of importers.
package enum FormatsReference {
  /// The page.
  package static func markdown(_ registry: ImporterRegistry = .standard) -> String {
    var text = """
      # Formats

      Files are recognised by their content; names and folders do not matter. Where several importers are equally sure, the
      order below decides; `debrief import --explain` shows it for each file. A record that cannot be read is kept as a
      rejection with its line and byte, and the import goes on. A file that no importer claims is listed in the coverage.


      """
    for importer in registry.formats {
      let description = importer.description
      text += "## \(Markdown.inline(description.title))\n\n\(Markdown.inline(description.summary))\n\n"
      text += "- id: \(Markdown.code(description.id))\n- records: \(description.framing.words)\n"
      text += "- how to get it: \(Markdown.code(description.origin))\n"
      if description.needsReferenceTime { text += "- read after the other files: its times lack a year or date\n" }
      text += "\n"
    }
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }
}
