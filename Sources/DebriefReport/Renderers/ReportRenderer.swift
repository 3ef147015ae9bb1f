public import DebriefModel

/// A file of a report.
public struct RenderedFile: Sendable, Hashable {
  /// `postmortem.md`, `postmortem.html`, `analysis.json`, `actions.csv` and those of a period.
  public var name: String
  public var text: String
}

/// Renders a document into the files of a report; the same document gives the same bytes.
public struct ReportRenderer {
  private let template: ReportTemplate

  /// Creates a renderer for a template of one incident; throws for others.
  public init(_ template: ReportTemplate) throws(Diagnostic) {
    guard template.kind == .incident else {
      throw Diagnostic(
        .error, "template “\(template.name)” is for a period, not for one incident",
        help: "use \(TemplateLibrary.names(of: .incident).joined(separator: ", ")), or a folder of your own")
    }
    self.template = template
  }

  /// The files in the order Markdown, HTML, analysis, actions; the first two as far as the template makes them.
  public func render(_ document: ReportDocument) throws(Diagnostic) -> [RenderedFile] {
    let narration = Narration(document)
    var files: [RenderedFile] = []
    if let markdown = template.markdown {
      let text = try markdown.filled(with: TemplateContext.markdown(narration))
      files.append(RenderedFile(name: "postmortem.md", text: MarkdownMerge.sealed(text)))
    }
    if let html = template.html {
      let values = TemplateContext.html(narration, style: template.style, script: template.script)
      files.append(RenderedFile(name: "postmortem.html", text: try html.filled(with: values)))
    }
    files.append(RenderedFile(name: "analysis.json", text: AnalysisJSON.encode(document.analysis)))
    files.append(RenderedFile(name: "actions.csv", text: ActionsCSV.encode(document.analysis.actions)))
    return files
  }
}
