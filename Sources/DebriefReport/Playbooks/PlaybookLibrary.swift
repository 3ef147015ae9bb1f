public import DebriefModel
import Foundation

/// The playbooks built into the program, and those of a team.
public enum PlaybookLibrary {
  /// A longer file is no playbook.
  private static let longest = 256 * 1024

  /// The built-in ones, by id. A test reads them all, so none is left out here.
  public static let builtIn: [Playbook] = TemplateLibrary.paths(below: "playbooks").compactMap { path in
    TemplateLibrary.file(path).flatMap { try? PlaybookReading.read($0, place: path, isOwn: false) }
  }

  /// The built-in ones and those of a folder, whose own win by id; by id.
  public static func playbooks(own folder: String?, shownAs shown: String? = nil) throws(Diagnostic) -> [Playbook] {
    guard let folder else { return builtIn }
    let own = try read(folder, shownAs: shown ?? folder)
    return (own + builtIn.filter { known in !own.contains { $0.id == known.id } }).sorted { $0.id < $1.id }
  }

  /// The playbook with this id; throws a diagnostic that suggests the nearest.
  public static func playbook(_ id: String, in playbooks: [Playbook]) throws(Diagnostic) -> Playbook {
    if let found = playbooks.first(where: { $0.id == id }) { return found }
    let near = Nearest.match(id, in: playbooks.map { $0.id })
    throw Diagnostic(
      .error, "no playbook “\(id)”", help: near.map { "did you mean “\($0)”?" } ?? "debrief playbooks lists them")
  }

  private static func read(_ folder: String, shownAs shown: String) throws(Diagnostic) -> [Playbook] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw Diagnostic(
        .error, "no folder of playbooks", place: shown, help: "give a folder with Markdown files with --playbooks")
    }
    var own: [Playbook] = []
    for name in names.sorted() where name.hasSuffix(".md") && !name.hasPrefix(".") && name != "README.md" {
      let place = "\(shown)/\(name)"
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"), data.count <= longest,
        let text = String(bytes: data, encoding: .utf8)
      else {
        throw Diagnostic(.error, "a playbook that cannot be read", reason: "it is too long or no UTF-8", place: place)
      }
      let playbook = try PlaybookReading.read(text, place: place, isOwn: true)
      if let other = own.first(where: { $0.id == playbook.id }) {
        throw Diagnostic(
          .error, "two playbooks with the id “\(playbook.id)”", place: place, help: "the other is \(other.place ?? "")")
      }
      own.append(playbook)
    }
    return own
  }
}
