import DebriefModel

/// The phases as segments of one bar.
enum PhaseBar {
  /// One stretch: a phase, or several that cannot be told apart.
  struct Segment {
    var names: [Phase.Name]
    var start: Instant
    var end: Instant
    var part: String?
    var seconds: Double { (end - start).seconds }
    var title: String { part ?? names.map { Words.phase($0) }.joined(separator: " + ") }
    /// The style class of the first phase; the undetected part is hatched.
    var style: String {
      let hatch = part == "undetected" ? " undetected" : ""
      return (names.count > 1 ? "ph-joint" : "ph-\(names[0].rawValue)") + hatch
    }
  }

  /// Segments with both ends known, in order; phases reported together are one segment.
  static func segments(of phases: [Phase]) -> [Segment] {
    var segments: [Segment] = []
    for phase in phases {
      guard let start = phase.start, let end = phase.end else { continue }
      let names = ([phase.name] + phase.notSeparableFrom).sorted { order($0) < order($1) }
      if let index = segments.firstIndex(where: { $0.start == start && $0.end == end && $0.names.contains(phase.name) })
      {
        segments[index].names = Array(Set(segments[index].names + names)).sorted { order($0) < order($1) }
      } else {
        segments.append(Segment(names: names, start: start, end: end))
      }
    }
    return segments.flatMap { split($0, phases) }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// Identification is drawn by its parts.
  private static func split(_ segment: Segment, _ phases: [Phase]) -> [Segment] {
    guard segment.names.count == 1, let phase = phases.first(where: { $0.name == segment.names[0] }),
      phase.parts.count > 1
    else { return [segment] }
    return phase.parts.map { Segment(names: segment.names, start: $0.start, end: $0.end, part: $0.name) }
  }

  private static func order(_ name: Phase.Name) -> Int { Phase.Name.allCases.firstIndex(of: name) ?? 0 }

  /// A bar of its own, drawn to scale, without an axis.
  static func svg(_ phases: [Phase]) -> String? {
    let segments = segments(of: phases).filter { !$0.names.contains(.postIncident) }
    guard let first = segments.first, let end = segments.map({ $0.end }).max(), end > first.start else { return nil }
    let scale = TimeScale(span: TimeRange(first.start, end), left: 0, width: 1000)
    var svg = SVG()
    svg.raw("<svg class=\"phasebar\" viewBox=\"0 0 1000 34\" role=\"img\" aria-labelledby=\"phasebar-title\">")
    svg.raw("<title id=\"phasebar-title\">The phases of the incident, drawn to scale; the table says the same</title>")
    for segment in segments { draw(segment, scale, &svg) }
    svg.raw("</svg>")
    return svg.text
  }

  private static func draw(_ segment: Segment, _ scale: TimeScale, _ svg: inout SVG) {
    let (from, to) = (scale.x(segment.start), scale.x(segment.end))
    svg.open("g")
    svg.title("\(segment.title): \(Words.duration(segment.seconds))")
    svg.rect(x: from, y: 0, width: max(1.5, to - from), height: 34, [("class", "phase \(segment.style)")])
    let names = [
      "\(segment.title) · \(Words.duration(segment.seconds))", segment.title, Words.duration(segment.seconds),
    ]
    if let name = names.first(where: { SVG.width(of: $0, size: 13) <= to - from - 8 }) {
      svg.label(name, x: (from + to) / 2, y: 22, [("class", "on \(segment.style)"), ("text-anchor", "middle")])
    }
    svg.close("g")
  }
}
