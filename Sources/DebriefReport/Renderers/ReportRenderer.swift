public import DebriefModel
import Mustache

/// A file of a report.
public struct RenderedFile: Sendable, Hashable {
  /// `postmortem.md`, `postmortem.html`, `analysis.json` or `actions.csv`.
  public var name: String
  public var text: String
}

/// Renders a document into the files of a report; the same document gives the same bytes.
public struct ReportRenderer {
  private let template: ReportTemplate

  /// Creates a renderer for one template.
  public init(_ template: ReportTemplate) { self.template = template }

  /// The files in the order Markdown, HTML, analysis, actions; the first two as far as the template makes them.
  public func render(_ document: ReportDocument) throws(Diagnostic) -> [RenderedFile] {
    let narration = Narration(document)
    var files: [RenderedFile] = []
    if let markdown = template.markdown {
      let text = try fill(markdown, with: TemplateContext.markdown(narration))
      files.append(RenderedFile(name: "postmortem.md", text: MarkdownMerge.sealed(text)))
    }
    if let html = template.html {
      let values = TemplateContext.html(narration, style: template.style, script: template.script)
      files.append(RenderedFile(name: "postmortem.html", text: try fill(html, with: values)))
    }
    files.append(RenderedFile(name: "analysis.json", text: AnalysisJSON.encode(document.analysis)))
    files.append(RenderedFile(name: "actions.csv", text: ActionsCSV.encode(document.analysis.actions)))
    return files
  }

  /// Values arrive escaped for their file, so Mustache's own escaping, which is for HTML only, stays off.
  private func fill(_ file: ReportTemplate.TemplateFile, with values: [String: Any]) throws(Diagnostic) -> String {
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE: TEXT}}\n" + file.text).render(values)
    } catch {
      throw Diagnostic(.error, "the template could not be read", reason: "\(error)", place: file.path)
    }
  }
}
