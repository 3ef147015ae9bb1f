import DebriefModel

/// The small pieces of the page.
struct HTMLParts {
  let narration: Narration
  let sources: SourceIndex

  init(_ narration: Narration) {
    self.narration = narration
    sources = SourceIndex(narration)
  }

  func time(_ instant: Instant, _ precision: TimePrecision = .second) -> Markup {
    "<time datetime=\"\(instant.rfc3339(precision))\">\(instant.clock(precision))</time>"
  }

  func dateTime(_ instant: Instant) -> Markup {
    "<time datetime=\"\(instant.description)\">\(instant.date) \(instant.clock())</time>"
  }

  func citations(_ numbers: [Int]) -> Markup {
    guard !numbers.isEmpty else { return "" }
    let links = numbers.map { number -> Markup in
      let entry = narration.citations[number]
      return "<a href=\"#\(entry.anchor)\" title=\"\(place(of: entry.evidence))\">\(number)</a>"
    }
    return "<sup class=\"cite\">\(links.joined("&#8202;"))</sup>"
  }

  private func place(of evidence: Evidence) -> String { evidence.source + (evidence.line.map { ":\($0)" } ?? "") }

  /// Path and line, linked to the source's entry, with byte and hash.
  func source(_ path: String, line: Int?, byte: Int) -> Markup {
    let place = path + (line.map { ":\($0)" } ?? "")
    let link: Markup = sources.anchor(of: path).map { "<a href=\"#\($0)\">\(place)</a>" } ?? "\(place)"
    let hash: Markup = sources.hash(of: path).map { " · sha256 \($0)" } ?? ""
    let shift: Markup = sources.shift(of: path).map { " · times moved by \($0)" } ?? ""
    return "\(link) <small>byte \(Words.count(byte))\(hash)\(shift)</small>"
  }

  func severity(_ severity: Severity) -> Markup {
    "<span class=\"sev sev-\(severity.name)\">\(HTMLParts.shape(of: severity)) \(severity.name)</span>"
  }

  private static func shape(of severity: Severity) -> Markup {
    let shape =
      switch severity {
      case .critical: "◆"
      case .error: "▲"
      case .warning: "△"
      case .notice: "○"
      default: "·"
      }
    return "<i aria-hidden=\"true\">\(shape)</i>"
  }

  /// Confidence in words and as a number.
  func confidence(_ value: Double) -> Markup {
    "<span class=\"conf\">\(Words.confidence(value)) <span class=\"num\">\(Words.ratio(value))</span></span>"
  }

  func subject(_ subject: Subject) -> Markup {
    subject.isEmpty ? "<span class=\"dim\">–</span>" : "<code>\(subject.description)</code>"
  }

  func optional(_ text: String?) -> Markup { text.map { "\($0)" } ?? "<span class=\"dim\">–</span>" }

  func unknown() -> Markup { "<span class=\"unknown\">\(Words.unknown)</span>" }

  func paragraph(_ text: String) -> Markup { "<p class=\"empty\">\(text)</p>" }
}

/// A table with a caption and column heads; cells are markup.
struct HTMLTable {
  struct Column {
    var title: String
    var style: String
    init(_ title: String, _ style: String = "") { (self.title, self.style) = (title, style) }
  }

  let caption: String
  let columns: [Column]
  let style: String
  private var rows: [Markup] = []

  init(_ caption: String, _ columns: [Column], style: String = "") {
    (self.caption, self.columns, self.style) = (caption, columns, style)
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func row(_ cells: [Markup], id: String? = nil, style: String = "") {
    let identifier: Markup = id.map { " id=\"\($0)\" tabindex=\"-1\"" } ?? ""
    let kind: Markup = style.isEmpty ? "" : " class=\"\(style)\""
    rows.append("<tr\(identifier)\(kind)>\(zip(cells, columns).map(cell).joined())</tr>")
  }

  /// A row across all columns, for a date.
  mutating func divider(_ text: String) {
    rows.append("<tr class=\"divider\"><th colspan=\"\(columns.count)\" scope=\"rowgroup\">\(text)</th></tr>")
  }

  private func cell(_ content: Markup, _ column: Column) -> Markup {
    let style: Markup = column.style.isEmpty ? "" : " class=\"\(column.style)\""
    return "<td\(style) data-label=\"\(column.title)\">\(content)</td>"
  }

  var markup: Markup {
    let heads = columns.map { column -> Markup in
      let style: Markup = column.style.isEmpty ? "" : " class=\"\(column.style)\""
      return "<th scope=\"col\"\(style)>\(column.title)</th>"
    }
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0"><table class="\(style)"><caption>\(caption)</caption>
      <thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined("\n"))
      </tbody></table></div>
      """
  }
}
