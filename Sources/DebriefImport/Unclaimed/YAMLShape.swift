internal import DebriefModel

/// YAML that no importer claims: what it is, or which keys it has.
enum YAMLShape {
  /// The note of a YAML file or of a template of one; nil for everything else.
  static func note(_ head: FileHead, _ text: HeadText) -> SourceNote? {
    let top = text.lines.filter { $0.first != " " && $0.first != "\t" && !$0.hasPrefix("#") }
    let actions = text.count { $0.contains("{{") && $0.contains("}}") }
    if actions >= 2, text.count({ isKey($0) }) >= 2, !head.outline.values.isEmpty || top.first?.hasPrefix("{{") ?? false
    {
      let isHelm = text.lines.contains {
        $0.contains(".Values") || $0.contains("include \"") || $0.contains(".Release")
      }
      return .notEvidence(isHelm ? "a template of a Helm chart" : "a template that is not filled in")
    }
    guard isYAML(top) else { return nil }
    let kinds = kinds(text)
    if let note = ObjectShape.note(head.outline, kinds: kinds) { return note }
    let keys = head.outline.topLevelKeys
    guard !keys.isEmpty else { return SourceNote(.missing, "a YAML list of no known shape") }
    return SourceNote(.missing, "YAML of no known shape: its keys are \(NameList.of(keys))")
  }

  /// Nine of ten lines at the margin are keys, list entries or document marks, and one is a key or an entry.
  private static func isYAML(_ top: [String]) -> Bool {
    let keys = top.count(where: isKey)
    let entries = top.count { $0.hasPrefix("- ") }
    let marks = top.count { $0 == "---" || $0 == "..." || $0.hasPrefix("%YAML") }
    return keys + entries > 0 && keys + (keys > 0 || marks > 0 ? entries : 0) >= 1
      && (keys + entries + marks) * 10 >= top.count * 9
  }

  /// `name:` or `name: value`, with a name as programs write it.
  private static func isKey(_ line: String) -> Bool {
    let body = line.drop { $0 == " " || $0 == "-" }
    guard let colon = body.firstIndex(of: ":"), colon != body.startIndex else { return false }
    let name = body[..<colon]
    let rest = body[body.index(after: colon)...]
    guard name.utf8.count <= 80, rest.isEmpty || rest.first == " " else { return false }
    // Aligned columns after the colon are how describe prints, not YAML.
    return !rest.hasPrefix("    ") && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x3D && $0 != 0x28 && $0 != 0x2C }
  }

  /// The kinds of all documents in the order of their names.
  private static func kinds(_ text: HeadText) -> [String] {
    let found = text.lines.filter { $0.hasPrefix("kind: ") }.map {
      $0.dropFirst(6).filter { $0.isLetter || $0.isNumber }
    }
    return Set(found.map { String($0) }).sorted()
  }
}
