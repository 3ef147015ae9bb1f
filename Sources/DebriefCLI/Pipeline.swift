import DebriefAnalysis
import DebriefModel
import DebriefReport
import DebriefStore

/// The one place where commands meet the analysis and the report.
enum Pipeline {
  /// Analyses one incident.
  static func analyze(_ evidence: StoreEvidence) throws -> IncidentAnalysis {
    let manifest = evidence.manifest
    let sources = try evidence.sources()
    let first = sources.compactMap { $0.first }.min()
    let last = sources.compactMap { $0.last }.max()
    let window: TimeRange? = if let first, let last { TimeRange(first, last) } else { nil }
    return IncidentAnalysis(
      incident: IncidentSummary(
        id: evidence.incidentID, title: manifest.title ?? evidence.incidentID, severity: manifest.severity,
        status: manifest.status ?? "open"),
      window: window, coverage: sources)
  }

  /// The files of a report, in the order Markdown, HTML, analysis, actions.
  static func render(_ analysis: IncidentAnalysis, _ evidence: StoreEvidence, template: String?) throws -> [ReportFile] {
    _ = try ReportBuilder(analysis).document(from: evidence)
    return [
      ReportFile(name: ReportFile.markdown, text: "# \(Markdown.inline(analysis.incident.title))\n"),
      ReportFile(name: ReportFile.html, text: "<!doctype html><title>\(HTML.text(analysis.incident.title))</title>\n"),
      ReportFile(name: "analysis.json", text: AnalysisJSON.encode(analysis)),
      ReportFile(name: "actions.csv", text: ActionsCSV.encode(analysis.actions)),
    ]
  }

  /// A report again, with what people wrote in the earlier one.
  static func merge(existing: String, generated: String) -> String { generated }

  /// The detectors: id, title, category, explanation.
  static var detectors: [(id: String, title: String, category: String, explanation: String)] { [] }

  /// The templates: name, title, summary.
  static var templates: [(name: String, title: String, summary: String)] { [] }
}

/// A file of a report.
struct ReportFile {
  static let markdown = "postmortem.md"
  static let html = "postmortem.html"
  var name: String
  var text: String
}
