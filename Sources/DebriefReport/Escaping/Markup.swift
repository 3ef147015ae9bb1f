/// HTML whose interpolated text is escaped by its type: a `String` becomes text, a `Markup` stays markup.
struct Markup: ExpressibleByStringInterpolation {
  private(set) var html: String

  init(stringLiteral value: String) { html = value }
  init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

  static func + (a: Markup, b: Markup) -> Markup { "\(a)\(b)" }
  static func += (a: inout Markup, b: Markup) { a.html += b.html }

  /// SVG and other markup written elsewhere in this target.
  static func written(_ html: String) -> Markup {
    var markup: Markup = ""
    markup.html = html
    return markup
  }

  /// Collects literals as they are and interpolated text escaped.
  struct StringInterpolation: StringInterpolationProtocol {
    var html = ""
    init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity * 2) }
    mutating func appendLiteral(_ literal: String) { html += literal }
    mutating func appendInterpolation(_ text: String) { html += HTML.text(text) }
    mutating func appendInterpolation(_ number: Int) { html += String(number) }
    mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
  }
}

extension Sequence<Markup> {
  /// One after the other.
  func joined(_ separator: String = "") -> Markup { .written(map { $0.html }.joined(separator: separator)) }
}

/// Markdown whose interpolated text is escaped by its type.
struct MarkdownText: ExpressibleByStringInterpolation {
  private(set) var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  static func + (a: MarkdownText, b: MarkdownText) -> MarkdownText { "\(a)\(b)" }
  static func += (a: inout MarkdownText, b: MarkdownText) { a.text += b.text }

  /// A code span or block.
  static func written(_ text: String) -> MarkdownText {
    var markdown: MarkdownText = ""
    markdown.text = text
    return markdown
  }

  /// Collects literals as they are and interpolated text escaped for one line.
  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ raw: String) { text += Markdown.inline(raw) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ markdown: MarkdownText) { text += markdown.text }
  }
}

extension Sequence<MarkdownText> {
  /// One after the other.
  func joined(_ separator: String = "") -> MarkdownText { .written(map { $0.text }.joined(separator: separator)) }
}
