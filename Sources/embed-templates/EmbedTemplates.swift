import Foundation

/// Writes every file below a folder as a raw string literal into one Swift file.
///
/// `Bundle.module` traps once the binary leaves the build folder, and `.embedInCode` takes minutes for 200 KB.
@main
struct EmbedTemplates {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { throw Failure(message: "usage: embed-templates FOLDER OUTPUT") }
    let folder = URL(fileURLWithPath: arguments[1], isDirectory: true)
    try source(of: folder).write(toFile: arguments[2], atomically: true, encoding: .utf8)
  }

  static func source(of folder: URL) throws -> String {
    var text = "/// The files of `templates/` by path, in path order.\nenum EmbeddedTemplates {\n"
    text += "  static let files: [(path: String, text: String)] = [\n"
    for path in try paths(below: folder) {
      let content = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
      text += "(\(literal(path, multiline: false)), \(literal(content, multiline: true))),\n"
    }
    return text + "  ]\n}\n"
  }

  static func paths(below folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter { path in
      var isFolder: ObjCBool = false
      let exists = unsafe FileManager.default.fileExists(
        atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
      return exists && !isFolder.boolValue && !path.split(separator: "/").contains { $0.hasPrefix(".") }
    }
  }

  /// A raw literal with one `#` more than the longest run of them in the text, so that nothing in it can end it.
  static func literal(_ text: String, multiline: Bool) -> String {
    let fence = String(repeating: "#", count: longestRun(of: "#", in: text) + 1)
    return multiline ? "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)" : "\(fence)\"\(text)\"\(fence)"
  }

  static func longestRun(of mark: Unicode.Scalar, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for scalar in text.unicodeScalars {
      run = scalar == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  struct Failure: Error, CustomStringConvertible {
    var message: String
    var description: String { message }
  }
}
