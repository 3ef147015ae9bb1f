/// Text for Markdown (CommonMark with GitHub's tables, autolinks and mentions).
public enum Markdown {
  /// Escapes text for a paragraph, a heading, a list item or a table cell; the result is one line.
  public static func inline(_ raw: String) -> String {
    var result = ""
    var previous: Unicode.Scalar?
    let scalars = Array(VisibleText.line(raw).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      append(scalar, after: previous, before: next, to: &result)
      previous = scalar
    }
    return escapingStart(of: result)
  }

  /// A table cell: as `inline`, and never empty, so that the column stays visible.
  public static func cell(_ raw: String) -> String {
    let text = inline(raw)
    return text.isEmpty ? " " : text
  }

  /// A code span; for a table cell too, where `|` must be escaped even inside code.
  public static func code(_ raw: String) -> String {
    let text = VisibleText.line(raw).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    guard !text.isEmpty else { return "" }
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") || text.hasPrefix(" ") ? " " : ""
    return fence + padding + text + padding + fence
  }

  /// A fenced block whose fence is longer than any run of backticks in the text.
  ///
  /// Every line is indented by one space, so that none of them can be taken for a marker of a generated block.
  public static func block(_ raw: String) -> String {
    let text = VisibleText.of(raw)
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { " " + $0 }
    return "\(fence)text\n\(lines.joined(separator: "\n"))\n\(fence)"
  }

  private static func append(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?, to result: inout String
  ) {
    switch scalar {
    case "\u{A0}": result += " "
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "$": result += "\\\(scalar)"
    case "!": result += next == "[" ? "\\!" : "!"
    case ":": result += next == "/" ? "\\:" : ":"
    case ".": result += endsWithWWW(result) ? "\\." : "."
    case "@": result += isMention(after: previous, before: next) ? "@\u{2060}" : "@"
    default: result.unicodeScalars.append(scalar)
    }
  }

  /// `www.` would become a link without being asked.
  private static func endsWithWWW(_ text: String) -> Bool {
    let tail = text.unicodeScalars.suffix(3)
    return tail.count == 3 && tail.allSatisfy { $0 == "w" || $0 == "W" }
  }

  /// `@name` would notify a person who has nothing to do with it: a word joiner keeps it text.
  private static func isMention(after previous: Unicode.Scalar?, before next: Unicode.Scalar?) -> Bool {
    guard let next, next.properties.isAlphabetic || ("0"..."9").contains(next) else { return false }
    return previous.map { !$0.properties.isAlphabetic && !("0"..."9").contains($0) } ?? true
  }

  /// A line must not start a list, a quote, a heading underline or an indented block.
  private static func escapingStart(of text: String) -> String {
    let trimmed = String(text.drop { $0 == " " })
    guard let first = trimmed.first else { return trimmed }
    if first == "-" || first == "+" || first == "=" { return "\\" + trimmed }
    let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
    let rest = trimmed.dropFirst(digits.count)
    guard !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")",
      rest.dropFirst().first.map({ $0 == " " }) ?? true
    else { return trimmed }
    return digits + "\\" + rest
  }

  private static func longestRun(of mark: Character, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
