import DebriefModel

/// The axis, the phases and the milestones.
extension Picture {
  mutating func drawAxis() {
    let ticks = scale.ticks(10)
    svg.open("g", [("id", "axis"), ("class", "axis")])
    var date = ""
    for tick in ticks.at {
      let x = scale.x(tick)
      svg.line(x, 18, x, 22, [])
      svg.label(TimeScale.label(tick, step: ticks.step), x: x, y: 14, [("text-anchor", "middle")])
      date = tick.date
    }
    svg.close("g")
    let first = scale.span.start.date
    labels.label(
      first == date || date.isEmpty ? "\(first) UTC" : "\(first) to \(date) UTC", x: 0, y: 14, [("class", "head")])
    y = 24
  }

  mutating func drawPhases() {
    let height = 26.0
    for phase in PhaseBar.segments(of: narration.document.analysis.phases) {
      guard let place = scale.visible(phase.start, phase.end) else { continue }
      svg.open("a", [("href", "#phase-\(phase.names[0].rawValue)")])
      let title = "\(phase.title): \(Words.duration(phase.seconds)), \(phase.start.clock()) to \(phase.end.clock())"
      svg.open("rect", barAttributes(place, phase.start, phase.end, row: y, height: height, "phase \(phase.style)"))
      svg.title(title)
      svg.close("rect")
      drawPhaseName(phase, place, height)
      svg.close("a")
    }
    gutterLabel("phases", row: y, height: height)
    if PhaseBar.segments(of: narration.document.analysis.phases).isEmpty {
      labels.label("not known", x: Picture.gutter, y: y + height / 2 + 4, [("class", "note")])
    }
    y += height + 4
  }

  private mutating func drawPhaseName(_ phase: PhaseBar.Segment, _ place: (from: Double, to: Double), _ height: Double)
  {
    let room = place.to - place.from - 8
    let names = ["\(phase.title) · \(Words.duration(phase.seconds))", phase.title]
    guard let name = names.first(where: { SVG.width(of: $0) <= room }) else { return }
    svg.label(
      name, x: (place.from + place.to) / 2, y: y + height / 2 + 4,
      [
        ("class", "on \(phase.style)"), ("text-anchor", "middle"),
        ("data-mid", share(phase.start) + " " + share(phase.end)),
      ])
  }

  /// The attributes of a bar that the script can move when it zooms.
  func barAttributes(
    _ place: (from: Double, to: Double), _ start: Instant, _ end: Instant, row: Double, height: Double, _ style: String
  ) -> [(String, String?)] {
    [
      ("x", SVG.number(place.from)), ("y", SVG.number(row)), ("width", SVG.number(max(1, place.to - place.from))),
      ("height", SVG.number(height)), ("class", style), ("data-a", share(start)), ("data-b", share(end)),
    ]
  }

  /// Dashed lines with their names, on as many levels as it takes that no two names overlap.
  mutating func drawMilestones() {
    let marks = narration.milestones.compactMap { entry in entry.milestone.map { (entry.name, $0) } }
      .filter { scale.span.contains($0.1.at) }.sorted { ($0.1.at, $0.0) < ($1.1.at, $1.0) }
    var levels = LabelLevels(limit: 7)
    let top = y
    for (name, milestone) in marks {
      let text = "\(Words.milestone(name)) \(milestone.at.clock())"
      let x = scale.x(milestone.at)
      let isFlipped = x + SVG.width(of: text) + 8 > Picture.width
      let width = SVG.width(of: text) + 12
      let level = levels.place(from: isFlipped ? x - width : x, to: isFlipped ? x : x + width)
      drawMilestone(name, milestone, text, row: top + Double(level) * 15, isFlipped: isFlipped)
    }
    y = top + Double(levels.count) * 15 + 2
  }

  private mutating func drawMilestone(
    _ name: Milestone.Name, _ milestone: Milestone, _ text: String, row: Double, isFlipped: Bool
  ) {
    svg.open("g", [("class", "milestone"), ("data-a", share(milestone.at)), ("transform", translation(milestone.at))])
    svg.title("\(text) UTC: \(milestone.rule)")
    svg.line(0, 24, 0, 4000, [])
    svg.label(text, x: isFlipped ? -5 : 5, y: row + 11, [("text-anchor", isFlipped ? "end" : nil)])
    svg.close("g")
  }

  func translation(_ instant: Instant) -> String { "translate(\(SVG.number(scale.x(instant))) 0)" }
}

/// Puts labels on the lowest level on which they overlap no other.
struct LabelLevels {
  private var ends: [Double] = []
  private let limit: Int
  init(limit: Int) { self.limit = limit }

  /// How many levels are in use.
  var count: Int { ends.count }

  /// The level; the last one when all are taken. Labels must come from left to right.
  mutating func place(from start: Double, to end: Double) -> Int {
    let free = ends.firstIndex { $0 <= start }
    let level = free ?? (ends.count < limit ? ends.count : limit - 1)
    if level == ends.count { ends.append(end) } else { ends[level] = max(ends[level], end) }
    return level
  }

  /// Whether a label would fit on a level without overlap.
  func fits(from start: Double) -> Bool { ends.count < limit || ends.contains { $0 <= start } }
}
