import DebriefModel

/// Draws the picture: phases, changes, alerts, warnings, logs, metrics and coverage on one axis of time.
struct Picture {
  static let width = 1200.0
  static let gutter = 224.0
  static let right = 18.0

  let narration: Narration
  let scale: TimeScale
  var svg = SVG()
  /// The top of the next row.
  var y = 0.0
  /// Left-hand labels, drawn last and outside the area that zooms.
  var labels = SVG()

  private init(_ narration: Narration, span: TimeRange) {
    self.narration = narration
    scale = TimeScale(span: span, left: Picture.gutter, width: Picture.width - Picture.gutter - Picture.right)
  }

  /// The picture as an SVG element; nil when nothing is dated.
  static func svg(_ narration: Narration) -> String? {
    guard let span = narration.document.span, span.duration > .zero else { return nil }
    var picture = Picture(narration, span: span)
    picture.draw()
    return picture.assembled()
  }

  private mutating func draw() {
    drawAxis()
    drawPhases()
    drawMilestones()
    drawChanges()
    drawAlerts()
    drawLanes()
    drawLogs()
    drawMetrics()
    drawCoverage()
    y += 6
  }

  /// A heading in the gutter with a hairline across.
  mutating func section(_ title: String) {
    y += 10
    labels.line(0, y + 0.5, Picture.width, y + 0.5, [("class", "rule")])
    y += 4
    labels.label(title, x: 0, y: y + 11, [("class", "head")])
    y += 17
  }

  mutating func gutterLabel(_ text: String, row: Double, height: Double) {
    let fitted = SVG.fitted(text, to: Picture.gutter - 12)
    labels.open("g")
    if fitted != text { labels.title(text) }
    labels.label(fitted, x: Picture.gutter - 10, y: row + height / 2 + 4, [("class", "name"), ("text-anchor", "end")])
    labels.close("g")
  }

  /// A sentence in a row of its own: what is not drawn.
  mutating func note(_ text: String) {
    labels.label(text, x: Picture.gutter, y: y + 11, [("class", "note")])
    y += 16
  }

  func share(_ instant: Instant) -> String { SVG.number5(scale.share(instant)) }

  private func assembled() -> String {
    let height = SVG.number(y)
    let left = SVG.number(Picture.gutter)
    let plot = SVG.number(scale.width)
    return """
      <svg id="picture" viewBox="0 0 \(SVG.number(Picture.width)) \(height)" role="img" \
      aria-labelledby="picture-title picture-desc" data-left="\(left)" data-width="\(plot)" \
      data-start="\(scale.span.start.nanoseconds / 1_000_000)" data-end="\(scale.span.end.nanoseconds / 1_000_000)">
      <title id="picture-title">The incident on one axis of time</title>
      <desc id="picture-desc">\(HTML.text(description))</desc>
      <defs>
      <clipPath id="plot"><rect x="\(left)" y="0" width="\(plot)" height="\(height)"/></clipPath>
      \(Picture.patterns)
      </defs>
      \(labels.text)
      <g clip-path="url(#plot)">\(svg.text)</g>
      <g id="cursor" visibility="hidden"><line y1="0" y2="\(height)" class="cursor"/></g>
      </svg>
      """
  }

  private var description: String {
    let document = narration.document
    return "From \(scale.span.start) to \(scale.span.end): \(Words.count(document.analysis.changes.count, "change")),"
      + " \(Words.count(document.alerts.alerts.count, "alert")), warnings of"
      + " \(Words.count(document.lanes.lanes.count, "workload")) and \(Words.count(document.metrics.count, "metric"))."
      + " The tables below say the same in words."
  }

  private static let patterns = ["warn", "error", "alert", "undetected", "plain"].map { name in
    """
    <pattern id="hatch-\(name)" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
    <rect width="6" height="6" class="hatch-back-\(name)"/><line x1="0" y1="0" x2="0" y2="6" class="hatch-\(name)"/></pattern>
    """
  }.joined(separator: "\n")
}

extension SVG {
  /// A share with five decimals.
  static func number5(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e6 else { return "0" }
    let fixed = Words.fixed(value, 5)
    return fixed.hasPrefix("−") ? "-" + fixed.dropFirst() : fixed
  }
}
