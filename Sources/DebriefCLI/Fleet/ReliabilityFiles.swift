import DebriefReport

/// Saves the files of a period's report in a folder.
struct ReliabilityFiles {
  let folder: String

  /// What people wrote in a Markdown file that is there is kept. Returns the paths written, the HTML last.
  func write(_ files: [RenderedFile]) throws -> [String] {
    let files = try files.map(merged)
    for file in files { try AtomicFile.save(file.text, to: path(file.name)) }
    let names = files.map { $0.name }
    return (names.filter { !$0.hasSuffix(".html") } + names.filter { $0.hasSuffix(".html") }).map(path)
  }

  private func path(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : folder + "/" + name }

  private func merged(_ file: RenderedFile) throws -> RenderedFile {
    guard file.name.hasSuffix(".md"), let existing = try AtomicFile.text(at: path(file.name)) else { return file }
    var file = file
    file.text = Pipeline.merge(existing: existing, generated: file.text)
    return file
  }
}
