internal import DebriefModel

/// Source code, scripts and build files.
enum CodeShape {
  /// What the first lines say in so many words: a shebang, a Dockerfile.
  static func marked(_ text: HeadText) -> SourceNote? {
    if text.first.hasPrefix("#!") { return .notEvidence("a script (\(interpreter(text.first)))") }
    if text.first.hasPrefix("# -*- coding") { return .notEvidence("source code (Python)") }
    let isDump = text.lines.prefix(5).contains { $0.contains(" database dump") || $0.hasPrefix("-- MySQL dump") }
    if isDump { return SourceNote(.missing, "a dump of a database: what it holds can be exported as JSON or CSV") }
    let instructions = ["RUN ", "COPY ", "ENTRYPOINT ", "CMD ", "WORKDIR ", "ADD ", "ENV ", "EXPOSE "]
    let isDockerfile =
      text.lines.contains { $0.hasPrefix("FROM ") }
      && text.lines.contains { line in instructions.contains { line.hasPrefix($0) } }
    return isDockerfile ? .notEvidence("a Dockerfile") : nil
  }

  /// The language whose marks stand at the beginning of most lines.
  static func note(_ text: HeadText) -> SourceNote? {
    let counts = languages.map { language in (language.name, text.count { language.marks($0) }) }
    guard let best = counts.max(by: { $0.1 < $1.1 }), best.1 >= 2, best.1 * 25 >= text.lines.count else { return nil }
    return .notEvidence("source code (\(best.0))")
  }

  private static func interpreter(_ line: String) -> String {
    let words = line.dropFirst(2).split(separator: " ").map { $0.split(separator: "/").last.map(String.init) ?? "" }
    let name = words.first == "env" ? words.dropFirst().first { !$0.hasPrefix("-") } : words.first
    return NameList.of([name ?? "unknown"])
  }

  private struct Language {
    var name: String
    var beginnings: [String]
    /// What else the line must hold, for beginnings that are also words.
    var endings: [String] = []

    func marks(_ line: String) -> Bool {
      let body = line.drop { $0 == " " || $0 == "\t" }
      return beginnings.contains { body.hasPrefix($0) } && (endings.isEmpty || endings.contains { body.hasSuffix($0) })
    }
  }

  private static let languages = [
    Language(
      name: "Go", beginnings: ["package ", "func ", "import (", "type ", "return ", "defer "],
      endings: ["{", "(", "main", "nil", "err", ")"]),
    Language(
      name: "Python", beginnings: ["def ", "class ", "from ", "import ", "elif ", "except"],
      endings: [":", "os", "sys", "json", "re", "time", "*"]),
    Language(
      name: "JavaScript or TypeScript",
      beginnings: ["const ", "let ", "export ", "function ", "require(", "module.exports", "import "],
      endings: [";", "{", "(", "'", "\""]),
    Language(
      name: "Java or Kotlin",
      beginnings: ["package ", "import java", "import org", "import com", "public ", "private ", "@Override", "@Test"],
      endings: [";", "{", "Override", "Test"]),
    Language(
      name: "C or C++",
      beginnings: ["#include ", "#define ", "#ifndef ", "static ", "struct ", "typedef ", "namespace "],
      endings: [">", "\"", ";", "{", "_H", "(", ")"]),
    Language(
      name: "Rust", beginnings: ["fn ", "pub ", "use ", "impl ", "mod ", "#[", "let mut "],
      endings: ["{", ";", "]", "("]),
    Language(
      name: "Swift", beginnings: ["import Foundation", "func ", "public ", "struct ", "extension ", "guard ", "@Test"],
      endings: ["Foundation", "{", ")"]),
    Language(name: "Ruby", beginnings: ["require '", "def ", "module ", "end"], endings: ["'", "end", ")"]),
    Language(
      name: "PHP", beginnings: ["<?php", "namespace ", "use ", "public function "], endings: [";", "php", "{", ")"]),
    Language(
      name: "SQL",
      beginnings: [
        "CREATE TABLE ", "INSERT INTO ", "ALTER TABLE ", "COPY public.", "SELECT ", "-- PostgreSQL database dump",
        "SET ",
      ], endings: ["(", ";"]),
    Language(
      name: "Terraform",
      beginnings: ["resource \"", "provider \"", "variable \"", "module \"", "output \"", "locals {"], endings: ["{"]),
    Language(name: "make", beginnings: [".PHONY:", "include ", "all:", "build:", "test:", "install:", "clean:"]),
    Language(name: "tests of PromQL", beginnings: ["load ", "eval ", "eval_fail ", "eval_ordered "]),
    Language(name: "shell", beginnings: ["export ", "echo ", "if [", "fi", "set -e", "kubectl ", "done"]),
  ]
}
