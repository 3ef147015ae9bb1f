import DebriefModel

/// Changes, alerts, warnings by workload and log messages.
extension Picture {
  static let changeLimit = 24
  static let alertLimit = 12

  /// Flags with what changed; flags without room for words keep their title.
  mutating func drawChanges() {
    let visible = narration.changes.filter { scale.span.contains($0.change.at) }
    let pages = narration.document.timeline.rows.filter { $0.kind == .page && scale.span.contains($0.start) }
    let outside = narration.changes.count - visible.count
    guard !visible.isEmpty || !pages.isEmpty || outside > 0 else { return }
    section(pages.isEmpty ? "changes" : visible.isEmpty && outside == 0 ? "pages" : "changes and pages")
    let shown = visible.sorted { ($0.change.at, $0.change.what) < ($1.change.at, $1.change.what) }.prefix(
      Picture.changeLimit)
    let flags =
      shown.map { Flag(at: $0.change.at, text: flagText($0.change), anchor: anchor($0.citations), style: "flag") }
      + pages.prefix(Picture.changeLimit).map { page in
        Flag(
          at: page.start, text: page.reason.isEmpty ? page.message : page.reason,
          anchor: narration.citations.rowAnchor(of: page.id), style: "paged")
      }
    drawFlags(flags.sorted { ($0.at, $0.text) < ($1.at, $1.text) })
    let hidden = visible.count - shown.count + max(0, pages.count - Picture.changeLimit)
    let notes = [
      hidden > 0 ? "\(Words.count(hidden)) more not drawn" : nil,
      outside > 0 ? "\(Words.count(outside, "change")) before or after this stretch of time" : nil,
    ].compactMap { $0 }
    if !notes.isEmpty { note(notes.joined(separator: "; ") + ": see the table of changes") }
  }

  private struct Flag {
    var at: Instant
    var text: String
    var anchor: String?
    var style: String
  }

  private func flagText(_ change: Change) -> String {
    let subject = change.subject.name.isEmpty ? "" : " (\(change.subject.name))"
    let what = change.what.contains(change.subject.name) ? change.what : change.what + subject
    // The one kind that readers look for, and that the words of an API request do not tell.
    return change.kind == "rollback" && !what.contains("rollback") ? "rollback: " + what : what
  }

  private mutating func drawFlags(_ flags: [Flag]) {
    var levels = LabelLevels(limit: 6)
    let top = y
    for flag in flags {
      let x = scale.x(flag.at)
      let text = SVG.fitted(flag.text, to: 300)
      let width = SVG.width(of: text) + 18
      let isFlipped = x + width > Picture.width
      let start = isFlipped ? x - width : x
      let hasRoom = levels.fits(from: start)
      let level = levels.place(from: start, to: isFlipped ? x + 8 : x + (hasRoom ? width : 8))
      draw(flag, hasRoom ? text : "", row: top + Double(level) * 17, isFlipped: isFlipped)
    }
    y = top + Double(levels.count) * 17 + 2
  }

  private mutating func draw(_ flag: Flag, _ text: String, row: Double, isFlipped: Bool) {
    svg.open("g", [("class", flag.style), ("data-a", share(flag.at)), ("transform", translation(flag.at))])
    svg.open("a", [("href", flag.anchor.map { "#\($0)" } ?? "#changes")])
    svg.title("\(flag.at.clock()) \(flag.text)")
    let (a, b) = (SVG.number(row + 2), SVG.number(row + 7))
    if flag.style == "paged" {
      svg.raw("<path d=\"M0 \(a)L5 \(b)L0 \(SVG.number(row + 12))L-5 \(b)Z\"/>")
    } else {
      svg.raw("<path d=\"M0 \(a)L9 \(b)L0 \(SVG.number(row + 12))V\(SVG.number(row + 15))\"/>")
    }
    if !text.isEmpty {
      svg.label(text, x: isFlipped ? -8 : 12, y: row + 11, [("text-anchor", isFlipped ? "end" : nil)])
    }
    svg.close("a")
    svg.close("g")
  }

  private func anchor(_ citations: [Int]) -> String? { citations.first.map { narration.citations[$0].anchor } }

  /// Pending is hollow, firing is solid; an arrow where the export ended before the alert.
  mutating func drawAlerts() {
    let visible = narration.document.alerts.alerts.filter { alert in
      alert.bars.contains { scale.visible($0.start, $0.end) != nil && $0.state != .resolved }
    }
    let outside = narration.document.alerts.alerts.count - visible.count
    guard !visible.isEmpty || outside > 0 else { return }
    section("alerts")
    for alert in visible.prefix(Picture.alertLimit) {
      gutterLabel(alert.name, row: y, height: 16)
      for bar in alert.bars where bar.state != .resolved { draw(bar, of: alert) }
      y += 18
    }
    let hidden = visible.count - Picture.alertLimit
    if hidden > 0 { note("\(Words.count(hidden, "more alert")) in the table of alerts") }
    if outside > 0 {
      note("\(Words.count(outside, "alert")) not active in this stretch of time: see the table of alerts")
    }
  }

  private mutating func draw(_ bar: Alerts.Bar, of alert: Alerts.Alert) {
    guard let place = scale.visible(bar.start, bar.end) else { return }
    svg.open("a", [("href", "#\(narration.citations.rowAnchor(of: bar.event))")])
    svg.open("rect", barAttributes(place, bar.start, bar.end, row: y + 2, height: 12, "alert \(bar.state.rawValue)"))
    let end = bar.isOpenEnded ? "the end of what was exported, \(bar.end.clock())" : bar.end.clock()
    svg.title("\(alert.name) \(bar.state.rawValue) from \(bar.start.clock()) to \(end)")
    svg.close("rect")
    if bar.isOpenEnded {
      let middle = SVG.number(y + 8)
      let mark = "<path d=\"M1 \(SVG.number(y + 3))L7 \(middle)L1 \(SVG.number(y + 13))\"/>"
      svg.raw("<g class=\"open-end\" data-a=\"\(share(bar.end))\" transform=\"\(translation(bar.end))\">\(mark)</g>")
    }
    svg.close("a")
  }

  mutating func drawLanes() {
    let lanes = narration.document.lanes
    let visible = lanes.lanes.filter { lane in lane.spans.contains { scale.visible($0.start, $0.end) != nil } }
    guard !visible.isEmpty || lanes.hiddenEvents > 0 else { return }
    section("warnings")
    for lane in visible {
      gutterLabel(lane.subject, row: y, height: 18)
      for span in lane.spans { draw(span, in: lane) }
      y += 20
    }
    let elsewhere = lanes.lanes.count - visible.count
    if elsewhere > 0 { note("\(Words.count(elsewhere, "workload")) warned only outside this stretch of time") }
    if lanes.hiddenEvents > 0 {
      note(
        "\(Words.count(lanes.hiddenEvents, "warning")) of \(Words.count(lanes.hiddenLanes, "further workload")) not drawn"
      )
    }
  }

  /// An interval has exact ends and a hatched, unknown interior.
  private mutating func draw(_ span: Lanes.LaneSpan, in lane: Lanes.Lane) {
    guard let place = scale.visible(span.start, span.end) else { return }
    let style = span.severity >= .error ? "error" : "warn"
    svg.open("a", [("href", "#\(narration.citations.rowAnchor(of: span.event))")])
    let isPoint = span.isInstant
    let spot = isPoint ? (from: place.from - 1.25, to: place.from + 1.25) : place
    svg.open(
      "rect",
      barAttributes(spot, span.start, span.end, row: y + 2, height: 14, "span \(style)\(isPoint ? " point" : "")"))
    svg.title(title(of: span, in: lane))
    svg.close("rect")
    if !isPoint {
      for end in [span.start, span.end] where scale.span.contains(end) {
        let tick = "<path d=\"M0 \(SVG.number(y + 1))V\(SVG.number(y + 17))\"/>"
        svg.raw("<g class=\"end \(style)\" data-a=\"\(share(end))\" transform=\"\(translation(end))\">\(tick)</g>")
      }
    }
    svg.close("a")
  }

  private func title(of span: Lanes.LaneSpan, in lane: Lanes.Lane) -> String {
    let times = span.isInstant ? span.start.clock() : "\(span.start.clock()) to \(span.end.clock())"
    let count = span.count > 1 ? ", \(Words.count(span.count)) times" : ""
    return
      "\(lane.subject): \(span.reason)\(count), \(times)\(span.isInstant ? "" : "; what lies between is not known")"
  }

  /// Log messages by time, errors below in colour; heights are square roots, so that single ones stay visible.
  mutating func drawLogs() {
    let logs = narration.document.logs
    let highest = logs.bins.map { $0.errors + $0.others }.max() ?? 0
    guard highest > 0 else { return }
    section("log messages")
    let height = 34.0
    let width = scale.width / Double(logs.bins.count)
    svg.open("g", [("class", "scaled")])
    for (index, bin) in logs.bins.enumerated() where bin.errors + bin.others > 0 {
      let total = height * (Double(bin.errors + bin.others) / Double(highest)).squareRoot()
      let errors = total * Double(bin.errors) / Double(bin.errors + bin.others)
      let x = Picture.gutter + Double(index) * width
      svg.rect(x: x, y: y + height - total, width: width * 0.85, height: total - errors, [("class", "log")])
      if bin.errors > 0 {
        svg.rect(x: x, y: y + height - errors, width: width * 0.85, height: errors, [("class", "log errors")])
      }
    }
    svg.close("g")
    gutterLabel("up to \(Words.count(highest)) per \(binLength)", row: y, height: height)
    y += height + 2
  }

  private var binLength: String {
    Words.duration((scale.span.duration.seconds / Double(LogCollector.binCount)).rounded())
  }
}
