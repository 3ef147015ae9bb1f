import DebriefModel

/// A series selector as Prometheus writes it: `metric{label="value",other!="x"}`.
///
/// `=~` and `!~` take alternatives of plain words (`a|b`); other regular expressions make the selector invalid rather than wrong.
struct SeriesSelector: Hashable, Sendable {
  struct Matcher: Hashable, Sendable {
    var label: String
    var values: [String]
    var negated: Bool
  }

  var metric: String
  var matchers: [Matcher] = []

  /// Reads a selector; nil when it is not one.
  init?(_ text: String) {
    var rest = Substring(text)
    rest.trimSpaces()
    metric = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" })
    rest = rest.dropFirst(metric.count)
    rest.trimSpaces()
    if rest.isEmpty { if metric.isEmpty { return nil } else { return } }
    guard rest.first == "{", rest.last == "}" else { return nil }
    rest = rest.dropFirst().dropLast()
    while true {
      rest.trimSpaces()
      if rest.isEmpty { break }
      guard let matcher = Matcher(&rest) else { return nil }
      matchers.append(matcher)
      rest.trimSpaces()
      if rest.first == "," { rest = rest.dropFirst() } else if !rest.isEmpty { return nil }
    }
  }

  func matches(_ series: Series) -> Bool {
    (metric.isEmpty || metric == series.metric)
      && matchers.allSatisfy { matcher in
        let value = matcher.label == "__name__" ? series.metric : series.labels[matcher.label] ?? ""
        return matcher.values.contains(value) != matcher.negated
      }
  }
}

extension SeriesSelector.Matcher {
  /// Reads `label="value"` off the front of `text`.
  fileprivate init?(_ text: inout Substring) {
    label = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    text = text.dropFirst(label.count)
    text.trimSpaces()
    guard let `operator` = ["=~", "!~", "!=", "="].first(where: { text.hasPrefix($0) }), !label.isEmpty else {
      return nil
    }
    text = text.dropFirst(`operator`.count)
    text.trimSpaces()
    guard let value = SeriesSelector.quoted(&text) else { return nil }
    negated = `operator`.hasPrefix("!")
    values =
      `operator`.hasSuffix("~")
      ? value.split(separator: "|", omittingEmptySubsequences: false).map(String.init) : [value]
    let plain = values.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber || "_-/ :".contains($0) } }
    if `operator`.hasSuffix("~"), !plain { return nil }
  }
}

extension SeriesSelector {
  /// Reads a double-quoted string with backslash escapes off the front of `text`.
  fileprivate static func quoted(_ text: inout Substring) -> String? {
    guard text.first == "\"" else { return nil }
    var value = ""
    var escaped = false
    for index in text.indices.dropFirst() {
      let character = text[index]
      if escaped {
        value.append(character == "n" ? "\n" : character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if character == "\"" {
        text = text[text.index(after: index)...]
        return value
      } else {
        value.append(character)
      }
    }
    return nil
  }
}

extension Substring {
  fileprivate mutating func trimSpaces() {
    while first == " " || first == "\t" { removeFirst() }
    while last == " " || last == "\t" { removeLast() }
  }
}
