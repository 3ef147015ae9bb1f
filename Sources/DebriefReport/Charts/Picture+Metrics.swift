import DebriefModel

/// The metrics that moved, and what each source can see.
extension Picture {
  static let panelHeight = 62.0
  static let sourceLimit = 12

  mutating func drawMetrics() {
    let panels = narration.document.metrics
    guard !panels.isEmpty else { return }
    section("metrics")
    for panel in panels { draw(panel) }
    let shifted = Set(narration.shifts.map { $0.point.series.description }).count
    let hidden = shifted - panels.count
    if hidden > 0 { note("\(Words.count(hidden, "more metric")) moved; see the table of metrics") }
  }

  private mutating func draw(_ panel: MetricPanel) {
    let (low, high) = bounds(of: panel)
    let top = y
    func place(_ value: Double) -> Double { top + Picture.panelHeight * (1 - (value - low) / (high - low)) }
    if let baseline = panel.baseline {
      let upper = place(min(high, max(low, baseline.upperBound)))
      let lower = place(min(high, max(low, baseline.lowerBound)))
      svg.rect(
        x: Picture.gutter, y: upper, width: scale.width, height: max(1.5, lower - upper), [("class", "baseline")])
    }
    drawLine(panel, place)
    drawOnset(panel, top)
    drawNames(panel, top, low, high)
    svg.line(
      Picture.gutter, top + Picture.panelHeight, Picture.width - Picture.right, top + Picture.panelHeight,
      [("class", "rule")])
    y += Picture.panelHeight + 12
  }

  private func bounds(of panel: MetricPanel) -> (low: Double, high: Double) {
    guard panel.high > panel.low else {
      let pad = max(abs(panel.high) * 0.1, 1e-9)
      return (panel.low - pad, panel.high + pad)
    }
    // Zero belongs to a metric that comes near it; elsewhere it would flatten the line.
    let low = panel.low > 0 && panel.low < panel.high * 0.5 ? 0 : panel.low
    return (low, panel.high + (panel.high - low) * 0.04)
  }

  private mutating func drawLine(_ panel: MetricPanel, _ place: (Double) -> Double) {
    svg.open("g", [("class", "scaled")])
    for run in panel.runs {
      var path = ""
      for (index, sample) in run.enumerated() {
        path += "\(index == 0 ? "M" : "L")\(SVG.number(scale.x(sample.at))) \(SVG.number(place(sample.value)))"
      }
      // A lone sample between two gaps is a dot.
      if run.count == 1 { path += "h0.01" }
      svg.raw("<path class=\"series\(run.count == 1 ? " dot" : "")\" d=\"\(path)\"/>")
    }
    svg.close("g")
  }

  private mutating func drawOnset(_ panel: MetricPanel, _ top: Double) {
    for (instant, style, name) in [
      (panel.change.at as Instant?, "onset", "moved"), (panel.change.recoveredAt, "back", "back"),
    ] {
      guard let instant, scale.span.contains(instant) else { continue }
      svg.open("g", [("class", style), ("data-a", share(instant)), ("transform", translation(instant))])
      svg.title("\(panel.series.metric) \(name) at \(instant.clock())")
      let (a, b) = (SVG.number(top), SVG.number(top + Picture.panelHeight))
      svg.raw("<path d=\"M0 \(a)V\(b)M-4 \(a)H4L0 \(SVG.number(top + 6))Z\"/>")
      svg.close("g")
    }
  }

  private mutating func drawNames(_ panel: MetricPanel, _ top: Double, _ low: Double, _ high: Double) {
    let room = Picture.gutter - 54
    let inner = panel.series.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    labels.open("g")
    labels.title(panel.series.description)
    labels.label(SVG.fitted(panel.series.metric, to: room), x: 0, y: top + 20, [("class", "name strong")])
    labels.label(SVG.fitted(inner, to: room), x: 0, y: top + 35, [("class", "name")])
    labels.label(
      "\(Words.number(panel.change.before)) → \(Words.number(panel.change.after))", x: 0, y: top + 50,
      [("class", "name")])
    labels.close("g")
    let end: [(String, String?)] = [("class", "note"), ("text-anchor", "end")]
    labels.label(Words.number(panel.high), x: Picture.gutter - 6, y: top + 9, end)
    labels.label(Words.number(low), x: Picture.gutter - 6, y: top + Picture.panelHeight, end)
  }

  /// A bar from the first to the last dated record of each source.
  mutating func drawCoverage() {
    let dated = narration.document.sources.filter { $0.first != nil && $0.last != nil }
    guard !dated.isEmpty else { return }
    section("coverage")
    let largest = dated.sorted { a, b in
      let (x, y) = (a.events + a.samples, b.events + b.samples)
      return x == y ? a.path < b.path : x > y
    }
    for source in largest.prefix(Picture.sourceLimit).sorted(by: { $0.path < $1.path }) { draw(source) }
    if dated.count > Picture.sourceLimit {
      note("\(Words.count(dated.count - Picture.sourceLimit, "more source")) in the table of sources")
    }
  }

  private mutating func draw(_ source: Source) {
    gutterLabel(source.path, row: y, height: 13)
    guard let first = source.first, let last = source.last else { return }
    svg.rect(x: Picture.gutter, y: y + 4, width: scale.width, height: 5, [("class", "uncovered")])
    if let place = scale.visible(first, last) {
      svg.open("rect", barAttributes(place, first, last, row: y + 3, height: 7, "covered"))
      svg.title("\(source.path): \(first) to \(last)")
      svg.close("rect")
    }
    y += 14
  }
}
