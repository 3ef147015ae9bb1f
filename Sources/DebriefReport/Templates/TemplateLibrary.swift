public import DebriefModel
import Foundation

/// The templates built into the program, and those in folders.
public enum TemplateLibrary {
  /// The template used when none is named.
  public static let defaultName = "default"

  /// The names of the built-in report templates, sorted.
  public static let names: [String] = Set(reportPaths.map { $0.name }).sorted()

  /// The names of the built-in templates for one kind of report, sorted.
  public static func names(of kind: ReportTemplate.Kind) -> [String] {
    names.filter { (try? template($0))?.kind == kind }
  }

  /// A template by its name or, when the name has a `/` in it or is no built-in one, from a folder.
  public static func template(_ nameOrFolder: String = defaultName) throws(Diagnostic) -> ReportTemplate {
    if names.contains(nameOrFolder) { return try builtIn(nameOrFolder) }
    guard isFolder(nameOrFolder) else { throw unknown(nameOrFolder) }
    return try folder(nameOrFolder)
  }

  /// The text of an embedded file, e.g. `playbooks/crash-loop.md`; nil when there is none.
  public static func file(_ path: String) -> String? { EmbeddedTemplates.files.first { $0.path == path }?.text }

  /// The paths of the embedded files below a folder, sorted.
  public static func paths(below folder: String) -> [String] {
    EmbeddedTemplates.files.map { $0.path }.filter { $0.hasPrefix(folder + "/") }.sorted()
  }

  private static func builtIn(_ name: String) throws(Diagnostic) -> ReportTemplate {
    var files: [String: String] = [:]
    for entry in reportPaths where entry.name == name { files[entry.file] = file(entry.path) }
    return try ReportTemplate(name: name, files: files)
  }

  private static func folder(_ path: String) throws(Diagnostic) -> ReportTemplate {
    let url = URL(fileURLWithPath: path, isDirectory: true)
    var files: [String: String] = [:]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path))?.sorted() ?? []
    where !name.hasPrefix(".") {
      if let text = try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8) { files[name] = text }
    }
    return try ReportTemplate(name: url.lastPathComponent, files: files)
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func unknown(_ name: String) -> Diagnostic {
    let near = Nearest.match(name, in: names)
    return Diagnostic(
      .error, "no template “\(name)”", reason: "it is neither a built-in template nor a folder",
      help: near.map { "did you mean “\($0)”?" } ?? "built in: \(names.joined(separator: ", "))")
  }

  private static let reportPaths: [(name: String, file: String, path: String)] = EmbeddedTemplates.files.compactMap {
    entry in
    let parts = entry.path.split(separator: "/").map { String($0) }
    return parts.count == 3 && parts[0] == "reports" ? (parts[1], parts[2], entry.path) : nil
  }
}
