import DebriefModel
import DebriefReport
import DebriefStore

/// Writes the files of a report into a folder.
struct ReportWriter {
  let folder: String
  var playbooks = PlaybookLibrary.builtIn

  /// Analyses, renders and writes; what people wrote in an earlier `postmortem.md` of the folder is kept. Returns the
  /// paths written, the HTML last.
  func write(_ evidence: StoreEvidence, template: String?) throws -> [String] {
    try write(Pipeline.review(evidence), evidence, template: template)
  }

  /// Renders and writes what was analysed.
  func write(_ analysis: IncidentAnalysis, _ evidence: StoreEvidence, template: String?) throws -> [String] {
    try Pipeline.keepPatterns(evidence)
    let files = try Pipeline.render(analysis, evidence, template: template, playbooks: playbooks).map { try merged($0) }
    for file in files { try AtomicFile.save(file.text, to: path(file.name)) }
    let names = files.map { $0.name }
    return (names.filter { $0 != RenderedFile.htmlName } + names.filter { $0 == RenderedFile.htmlName }).map(path)
  }

  /// Renders and writes what was analysed, and leaves the store as it is.
  func render(_ analysis: IncidentAnalysis, _ evidence: StoreEvidence) throws {
    for file in try Pipeline.render(analysis, evidence, template: nil, playbooks: playbooks) {
      try AtomicFile.save(merged(file).text, to: path(file.name))
    }
  }

  private func path(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : folder + "/" + name }

  private func merged(_ file: RenderedFile) throws -> RenderedFile {
    guard file.name == RenderedFile.markdownName, let existing = try AtomicFile.text(at: path(file.name)) else {
      return file
    }
    var file = file
    file.text = Pipeline.merge(existing: existing, generated: file.text)
    return file
  }

  /// `./debrief-<id>`; an id is a slug, so it cannot lead elsewhere.
  static func defaultFolder(_ incident: String) -> String { "./debrief-" + (Slug.of(incident) ?? "incident") }
}
