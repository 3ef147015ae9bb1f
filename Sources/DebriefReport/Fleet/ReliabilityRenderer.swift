public import DebriefAnalysis
public import DebriefModel

/// Renders the report of a period into its files; the same report gives the same bytes.
public struct ReliabilityRenderer {
  /// The template used when none is named.
  public static let defaultName = "quarterly"

  private let template: ReportTemplate

  /// Creates a renderer for a template whose `kind` is `period`; throws for others.
  public init(_ template: ReportTemplate) throws(Diagnostic) {
    guard template.kind == .period else {
      throw Diagnostic(
        .error, "template “\(template.name)” is for one incident, not for a period",
        help: "use \(TemplateLibrary.names(of: .period).joined(separator: ", ")), or a folder with \"kind\": \"period\""
      )
    }
    self.template = template
  }

  /// `reliability.md`, `reliability.html`, `reliability.json`, `groups.csv`; the first two as far as the template makes them.
  public func render(_ report: Reliability) throws(Diagnostic) -> [RenderedFile] {
    var files: [RenderedFile] = []
    if let markdown = template.markdown {
      let text = try markdown.filled(with: FleetContext.markdown(report))
      files.append(RenderedFile(name: "reliability.md", text: MarkdownMerge.sealed(text)))
    }
    if let html = template.html {
      // The page of a period looks like that of an incident; its own style sheet adds what only it has.
      let style = try TemplateLibrary.template().style + template.style
      files.append(
        RenderedFile(name: "reliability.html", text: try html.filled(with: FleetContext.html(report, style: style))))
    }
    files.append(RenderedFile(name: "reliability.json", text: ReliabilityJSON.encode(report)))
    files.append(RenderedFile(name: "groups.csv", text: ReliabilityCSV.encode(report)))
    return files
  }
}
