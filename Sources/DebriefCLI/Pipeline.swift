import DebriefAnalysis
import DebriefModel
import DebriefReport
import DebriefStore

/// The one place where commands meet the analysis and the report.
enum Pipeline {
  /// Analyses one incident.
  static func analyze(_ evidence: StoreEvidence) throws -> IncidentAnalysis { try IncidentAnalyzer.analyze(evidence) }

  /// Analyses one incident and keeps in the store what reports over many incidents need to know.
  static func review(_ evidence: StoreEvidence) throws -> IncidentAnalysis {
    var (analysis, summary) = try IncidentAnalyzer.review(evidence)
    SummaryArchive.keep(summary, of: evidence)
    let similarity = Similarity(try SummaryArchive.kept(beside: evidence))
    analysis.similar = similarity.incidents(like: evidence.incidentID, limit: 3)
    return analysis
  }

  /// Stores the pattern of every log event, for `debrief sql`.
  static func keepPatterns(_ evidence: StoreEvidence) throws {
    var miner = PatternMiner.ofIncident
    try evidence.forEachLogLine { _ = miner.add(PatternMiner.line($0.message, exception: $0.exception)) }
    let found = miner.patterns()
    try evidence.setPatterns { line in
      found.text(of: miner.add(PatternMiner.line(line.message, exception: line.exception)))
    }
  }

  /// The files of a report, in the order Markdown, HTML, analysis, actions; `template` is a name or a folder.
  static func render(
    _ analysis: IncidentAnalysis, _ evidence: StoreEvidence, template: String?,
    playbooks: [Playbook] = PlaybookLibrary.builtIn
  ) throws -> [RenderedFile] {
    let template = try TemplateLibrary.template(template ?? TemplateLibrary.defaultName)
    return try ReportRenderer(template).render(
      try ReportBuilder(analysis, playbooks: playbooks).document(from: evidence))
  }

  /// A report again, with what people wrote in the earlier one.
  static func merge(existing: String, generated: String) -> String {
    MarkdownMerge.merge(existing: existing, generated: generated)
  }

  /// The detectors as they present themselves.
  static var detectors: [DetectorDescription] { DetectorRegistry.descriptions }

  /// The built-in templates; one that cannot be read is left to its own tests.
  static var templates: [ReportTemplate] { TemplateLibrary.names.compactMap { try? TemplateLibrary.template($0) } }
}

extension RenderedFile {
  static let markdownName = "postmortem.md"
  static let htmlName = "postmortem.html"
}
