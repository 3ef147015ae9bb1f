internal import DebriefParsing

/// Attribute sets as JSON objects of strings with sorted keys.
enum StoredAttributes {
  static func json(_ attributes: [String: String]) -> String {
    var json = "{"
    for (i, key) in attributes.keys.sorted().enumerated() {
      if i > 0 { json += "," }
      json += quoted(key) + ":" + quoted(attributes[key] ?? "")
    }
    return json + "}"
  }

  static func map(_ json: String, _ reader: JSONReader) -> [String: String] {
    var copy = json
    return copy.withUTF8 { utf8 in unsafe (try? reader.parse(utf8.span))?.stringMap ?? [:] }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\u{0}"..<" ":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
