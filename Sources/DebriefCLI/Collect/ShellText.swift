/// Text as a word of a POSIX shell, and inside the languages of the queries.
enum ShellText {
  /// The text in single quotes, in which a shell expands nothing; NUL, which no word can hold, is left out.
  static func quoted(_ text: String) -> String {
    "'" + text.replacing("\0", with: "").replacing("'", with: "'\\''") + "'"
  }

  /// A name of a file or folder made of a name from outside: other characters become `_`.
  static func fileName(_ text: String) -> String {
    let name = String(
      text.prefix(100).unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII
          && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
            || "-_.".unicodeScalars.contains(scalar))
        return isPlain ? Character(scalar) : "_"
      })
    return name.hasPrefix(".") || name.isEmpty ? "_" + name : name
  }

  /// A string of PromQL or LogQL that matches exactly one of the texts as a regular expression (RE2).
  static func alternatives(_ texts: [String]) -> String {
    let pattern = texts.map { literal($0) }.joined(separator: "|")
    return doubleQuoted(pattern)
  }

  /// The text between double quotes, with the escapes that PromQL, LogQL and Lucene share.
  static func doubleQuoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  private static func literal(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\.+*?()|[]{}^$".contains(character) { result += "\\" }
      result.append(character)
    }
  }
}
