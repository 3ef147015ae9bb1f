public import DebriefModel
import Foundation
import Mustache

/// A report template: a folder with `template.json`, one or two Mustache files, a style sheet and a script.
public struct ReportTemplate: Sendable {
  /// What a template reports on.
  public enum Kind: String, Sendable, Decodable {
    case incident, period
  }

  /// The folder's name.
  public var name: String
  public var kind: Kind
  public var title: String
  /// One sentence.
  public var summary: String
  /// The text of `postmortem.md`'s template; nil when the template makes none.
  public var markdown: TemplateFile?
  /// The text of `postmortem.html`'s template.
  public var html: TemplateFile?
  public var style: String
  public var script: String

  /// A file of a template with its path, for messages.
  public struct TemplateFile: Sendable {
    public var path: String
    public var text: String
    /// Creates a file.
    public init(path: String, text: String) { (self.path, self.text) = (path, text) }

    /// The text with the values, which arrive escaped for it: Mustache's own escaping, which is for HTML only, stays off.
    func filled(with values: [String: Any]) throws(Diagnostic) -> String {
      do {
        return try MustacheTemplate(string: "{{% CONTENT_TYPE: TEXT}}\n" + text).render(values)
      } catch {
        throw Diagnostic(.error, "the template could not be read", reason: "\(error)", place: path)
      }
    }
  }

  /// `template.json`; `style` and `script` name files and may be left out.
  private struct Description: Decodable {
    var title: String
    var kind: Kind?
    var summary: String?
    var markdown: String?
    var html: String?
    var style: String?
    var script: String?
  }

  /// Creates a template from the files of its folder, by name; throws when one is missing or uses an unknown variable.
  public init(name: String, files: [String: String]) throws(Diagnostic) {
    let description = try ReportTemplate.description(files, name)
    self.name = name
    kind = description.kind ?? .incident
    title = description.title
    summary = description.summary ?? ""
    markdown = try ReportTemplate.file(description.markdown, files, name)
    html = try ReportTemplate.file(description.html, files, name)
    style = try ReportTemplate.file(description.style, files, name)?.text ?? ""
    script = try ReportTemplate.file(description.script, files, name)?.text ?? ""
    if let markdown { try TemplateCheck.check(markdown.text, file: markdown.path, isMarkdown: true, kind) }
    if let html { try TemplateCheck.check(html.text, file: html.path, isMarkdown: false, kind) }
    guard markdown != nil || html != nil else {
      throw Diagnostic(
        .error, "template “\(name)” makes no file", place: "\(name)/template.json",
        help: "name a “markdown” or “html” file")
    }
  }

  private static func description(_ files: [String: String], _ name: String) throws(Diagnostic) -> Description {
    guard let text = files["template.json"] else {
      throw Diagnostic(
        .error, "template “\(name)” has no template.json",
        help: "add one: {\"title\": …, \"html\": \"report.html.mustache\"}")
    }
    do {
      return try JSONDecoder().decode(Description.self, from: Data(text.utf8))
    } catch {
      throw Diagnostic(
        .error, "template.json could not be read", reason: "it needs a “title” and file names",
        place: "\(name)/template.json")
    }
  }

  private static func file(
    _ path: String?, _ files: [String: String], _ name: String
  ) throws(Diagnostic) -> TemplateFile? {
    guard let path else { return nil }
    guard let text = files[path] else {
      throw Diagnostic(.error, "template “\(name)” names a file that is not there", place: "\(name)/\(path)")
    }
    return TemplateFile(path: "\(name)/\(path)", text: text)
  }
}
