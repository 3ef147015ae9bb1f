public import DebriefModel

/// Checks the names in a template before it is rendered, because Mustache would drop unknown ones silently.
public enum TemplateCheck {
  /// Throws for the first unknown name, unclosed section or unsupported tag, with its place and the nearest known name.
  public static func check(
    _ text: String, file: String, isMarkdown: Bool, _ kind: ReportTemplate.Kind = .incident
  ) throws(Diagnostic) {
    let variables = kind == .incident ? TemplateVariable.all : TemplateVariable.period
    let known = variables.filter { $0.isInMarkdown || !isMarkdown }
    var scan = Scan(known: known, file: file)
    for tag in tags(in: text) { try scan.visit(tag) }
    try scan.finish()
  }

  struct Tag {
    var mark: Character?
    var name: String
    var line: Int
  }

  /// The tags with the default delimiters, in order.
  static func tags(in text: String) -> [Tag] {
    var tags: [Tag] = []
    var line = 1
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{") {
      line += rest[..<open.lowerBound].count { $0.isNewline }
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else { break }
      tags.append(tag(rest[..<close.lowerBound], line: line))
      line += rest[..<close.lowerBound].count { $0.isNewline }
      rest = rest[close.upperBound...].drop { $0 == "}" }
    }
    return tags
  }

  private static func tag(_ content: Substring, line: Int) -> Tag {
    let mark = content.first.flatMap { "#^/!&{>=%$<".contains($0) ? $0 : nil }
    let body = mark == nil ? content : content.dropFirst()
    return Tag(mark: mark, name: String(body.filter { !$0.isWhitespace && $0 != "}" }), line: line)
  }

  private struct Scan {
    let known: [TemplateVariable]
    let file: String
    var open: [Tag] = []
    var scopes: [String] = []

    mutating func visit(_ tag: Tag) throws(Diagnostic) {
      switch tag.mark {
      case "!", "%": break
      case "/": try close(tag)
      case "#", "^":
        let variable = try resolve(tag)
        open.append(tag)
        scopes.append(tag.mark == "#" && variable.kind == .list ? variable.name + "." : "")
      case nil, "{", "&": _ = try resolve(tag)
      default: throw failure("a template cannot use the tag {{\(tag.mark.map { String($0) } ?? "")…}}", tag, help: nil)
      }
    }

    private mutating func close(_ tag: Tag) throws(Diagnostic) {
      guard let last = open.popLast(), last.name == tag.name else {
        throw failure("section {{/\(tag.name)}} does not match the one that is open", tag, help: nil)
      }
      scopes.removeLast()
    }

    func finish() throws(Diagnostic) {
      if let last = open.last {
        throw failure("section {{#\(last.name)}} is not closed", last, help: "add {{/\(last.name)}}")
      }
    }

    private func resolve(_ tag: Tag) throws(Diagnostic) -> TemplateVariable {
      if tag.name == ".", let last = open.last(where: { $0.mark == "#" }) {
        return try resolve(Tag(mark: nil, name: last.name, line: tag.line))
      }
      for scope in scopes.reversed() + [""] {
        if let match = known.first(where: { $0.name == scope + tag.name }) { return match }
      }
      let near = Nearest.match(tag.name, in: namesInScope)
      throw failure("unknown template variable “\(tag.name)”", tag, help: near.map { "did you mean “\($0)”?" })
    }

    /// Every name as it can be written here: names of an open list without the list's name too.
    private var namesInScope: [String] {
      let full = known.map { $0.name }
      let short = scopes.filter { !$0.isEmpty }.flatMap { scope in
        full.filter { $0.hasPrefix(scope) }.map { String($0.dropFirst(scope.count)) }
      }
      return full + short
    }

    private func failure(_ summary: String, _ tag: Tag, help: String?) -> Diagnostic {
      Diagnostic(
        .error, summary, place: "\(file):\(tag.line)",
        help: help ?? "docs/reference/template-variables.md lists every name")
    }
  }
}

/// Finds the name a writer may have meant.
enum Nearest {
  /// The candidate with the smallest edit distance, at most a third of the word's length.
  static func match(_ word: String, in candidates: [String]) -> String? {
    let limit = max(2, word.count / 3)
    let ranked = candidates.map { ($0, distance(Array(word), Array($0))) }.sorted {
      $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1
    }
    return ranked.first.flatMap { $0.1 <= limit ? $0.0 : nil }
  }

  /// Levenshtein distance, one row at a time.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, corner + (x == y ? 0 : 1))
        corner = above
      }
    }
    return row[b.count]
  }
}
