import DebriefAnalysis
import DebriefModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lengths of time on a logarithmic axis.
struct LogScale {
  let low: Double
  let high: Double
  let from: Double
  let to: Double

  static let marks: [(seconds: Double, label: String)] = [
    (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (21_600, "6 h"), (86_400, "1 d"),
    (604_800, "7 d"),
    (2_592_000, "30 d"), (31_536_000, "1 y"),
  ]

  /// Holds all positive values, widened to the next marks; nil without one.
  init?(_ values: some Sequence<Double>, from: Double, to: Double) {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    guard let least = positive.min(), let most = positive.max() else { return nil }
    low = LogScale.marks.last { $0.seconds <= least }?.seconds ?? least
    high = max(LogScale.marks.first { $0.seconds >= most }?.seconds ?? most, low * 10)
    (self.from, self.to) = (from, to)
  }

  /// What is below the scale stands at its end.
  func place(_ seconds: Double) -> Double {
    let share = log(min(high, max(low, seconds)) / low) / log(high / low)
    return from + share * (to - from)
  }

  var ticks: [(seconds: Double, label: String)] { LogScale.marks.filter { $0.seconds >= low && $0.seconds <= high } }
}

/// The plots of the report of a period; each has its table.
struct FleetCharts {
  let report: Reliability

  static let width = 1000.0
  private static let left = 56.0

  private func open(_ name: String, _ title: String, height: Double) -> SVG {
    var svg = SVG()
    svg.raw(
      "<svg class=\"\(name)\" viewBox=\"0 0 1000 \(SVG.number(height))\" role=\"img\" aria-labelledby=\"\(name)-title\">"
        + "<title id=\"\(name)-title\">\(HTML.text(title))</title>")
    return svg
  }

  // MARK: Every incident

  /// A mark for each incident: when it began, how long it lasted, how severe it was; hollow while it goes on.
  var strip: String? {
    let marks = report.incidents.compactMap(mark)
    let height = 320.0
    guard let scale = LogScale(marks.map(\.seconds), from: height - 28, to: 12) else { return nil }
    var svg = open("strip", "Every incident by its start and how long it lasted, on a logarithmic axis", height: height)
    for tick in scale.ticks {
      let y = scale.place(tick.seconds)
      svg.line(Self.left, y, Self.width, y, [("class", "rule")])
      svg.label(tick.label, x: Self.left - 8, y: y + 4, [("class", "note"), ("text-anchor", "end")])
    }
    let time = TimeScale(
      span: TimeRange(report.period.start, report.period.end), left: Self.left, width: Self.width - Self.left - 8)
    for month in months {
      let x = time.x(month)
      svg.line(x, 12, x, height - 24, [("class", "rule")])
      svg.label(month.date, x: x + 3, y: height - 8, [("class", "note")])
    }
    for mark in marks { draw(mark, x: time.x(mark.start), y: scale.place(mark.seconds), &svg) }
    svg.raw("</svg>")
    return svg.text
  }

  private struct Mark {
    var start: Instant
    var seconds: Double
    var isOpen: Bool
    var shape: String
    var title: String
  }

  private func mark(_ incident: IncidentSummary) -> Mark? {
    guard let start = incident.impactStarted else { return nil }
    let closed = FleetMetric.recover.known(incident)
    let lasted = closed ?? (report.lasted(incident) ?? 0)
    let words = closed == nil ? "at least \(Words.duration(lasted))" : Words.duration(lasted)
    return Mark(
      start: start, seconds: lasted, isOpen: closed == nil, shape: Self.shape(incident.severity),
      title: "\(incident.id), \(incident.severity ?? "no severity stated"): \(start.date), lasted \(words)")
  }

  /// The shapes the head of a postmortem uses, so that colour is not the only cue.
  static func shape(_ severity: String?) -> String {
    switch TemplateContext.shape(of: severity) {
    case "◆": "first"
    case "▲": "second"
    case "■": "third"
    default: "other"
    }
  }

  private func draw(_ mark: Mark, x: Double, y: Double, _ svg: inout SVG) {
    let path =
      switch mark.shape {
      case "first": "M0 -6L6 0L0 6L-6 0Z"
      case "second": "M0 -5.5L5.5 4.5L-5.5 4.5Z"
      case "third": "M-4.2 -4.2L4.2 -4.2L4.2 4.2L-4.2 4.2Z"
      default: "M-4.2 0A4.2 4.2 0 1 0 4.2 0A4.2 4.2 0 1 0 -4.2 0Z"
      }
    svg.raw(
      "<path class=\"dot \(mark.shape)\(mark.isOpen ? " open" : "")\" transform=\"translate(\(SVG.number(x)) \(SVG.number(y)))\" d=\"\(path)\">"
    )
    svg.title(mark.title)
    svg.raw("</path>")
  }

  /// The first days of at most 13 months in the period.
  private var months: [Instant] {
    let civil = CivilTime(utc: report.period.start)
    let span = max(1, Int((report.period.seconds / 2_592_000).rounded()))
    let step = max(1, (span + 12) / 13)
    return stride(from: 0, through: span, by: step).compactMap { offset in
      let month = civil.month - 1 + offset
      return CivilTime(year: civil.year + month / 12, month: month % 12 + 1, day: 1).instant()
    }.filter { $0 >= report.period.start && $0 < report.period.end }
  }

  // MARK: Survival

  /// The share of incidents that last longer than a time, those open included, with its band.
  var survival: String? {
    guard let curve = report.overall.metrics[.recover]?.survival, curve.count >= 2 else { return nil }
    let height = 260.0
    guard let scale = LogScale(curve.steps.map(\.time), from: Self.left, to: Self.width - 8) else { return nil }
    func y(_ share: Double) -> Double { 12 + (1 - share) * (height - 44) }
    var svg = open("survival", "The share of incidents that last longer than a time", height: height)
    for share in [0, 0.25, 0.5, 0.75, 1] {
      svg.line(Self.left, y(share), Self.width - 8, y(share), [("class", share == 0.5 ? "half" : "rule")])
      svg.label(
        FleetWords.percent(share), x: Self.left - 8, y: y(share) + 4, [("class", "note"), ("text-anchor", "end")])
    }
    for tick in scale.ticks {
      svg.label(
        tick.label, x: scale.place(tick.seconds), y: height - 8, [("class", "note"), ("text-anchor", "middle")])
      svg.line(scale.place(tick.seconds), y(0), scale.place(tick.seconds), y(0) + 5, [("class", "rule")])
    }
    let ends = curve.steps.filter { $0.ended > 0 }
    let upper = stairs(ends.map { ($0.time, $0.interval.high) }, scale, y, until: curve.steps.last?.time)
    let lower = stairs(ends.map { ($0.time, $0.interval.low) }, scale, y, until: curve.steps.last?.time)
    let band = (upper + lower.reversed()).map { "\(SVG.number($0.x)) \(SVG.number($0.y))" }.joined(separator: "L")
    svg.raw("<path class=\"band\" d=\"M\(band)Z\"/>")
    let line = stairs(ends.map { ($0.time, $0.survival) }, scale, y, until: curve.steps.last?.time)
    svg.raw(
      "<path class=\"curve\" d=\"M\(line.map { "\(SVG.number($0.x)) \(SVG.number($0.y))" }.joined(separator: "L"))\"/>")
    for step in curve.steps where step.ended == 0 {
      svg.line(
        scale.place(step.time), y(step.survival) - 4, scale.place(step.time), y(step.survival) + 4,
        [("class", "censored")])
    }
    svg.raw("</svg>")
    return svg.text
  }

  private func stairs(
    _ steps: [(time: Double, share: Double)], _ scale: LogScale, _ y: (Double) -> Double, until last: Double?
  ) -> [(x: Double, y: Double)] {
    var points = [(x: scale.from, y: y(1))]
    var level = y(1)
    for step in steps {
      let x = scale.place(step.time)
      points.append((x, level))
      level = y(step.share)
      points.append((x, level))
    }
    if let last { points.append((scale.place(last), level)) }
    return points
  }

  // MARK: Bars

  /// One bar in which each phase has its share of the minutes.
  var phases: String? {
    let rows = report.phases.rows.filter { ($0.share ?? 0) > 0 }
    guard !rows.isEmpty else { return nil }
    var svg = open("phasebar", "Where the minutes went", height: 34)
    var x = 0.0
    for row in rows {
      let width = (row.share ?? 0) * Self.width
      let style = row.phases.count > 1 ? "ph-joint" : "ph-\(row.phases.first?.rawValue ?? "")"
      let title = "\(row.phases.map { Words.phase($0) }.joined(separator: " + ")) · \(FleetWords.percent(row.share))"
      svg.open("g")
      svg.title("\(title), \(Words.duration(row.seconds))")
      svg.rect(x: x, y: 0, width: width, height: 34, [("class", "phase \(style)")])
      let short = row.phases.count > 1 ? "not separable · \(FleetWords.percent(row.share))" : title
      let fits = [title, short, FleetWords.percent(row.share)].first { SVG.width(of: $0, size: 13) <= width - 8 }
      if let fits { svg.label(fits, x: x + width / 2, y: 22, [("class", "on \(style)"), ("text-anchor", "middle")]) }
      svg.close("g")
      x += width
    }
    svg.raw("</svg>")
    return svg.text
  }

  /// A bar for each cause with the interval of its share.
  var causes: String? {
    bars(
      "causes", "Incidents by cause",
      report.causes.map { ($0.category?.rawValue ?? Words.unknown, $0.share, $0.category == nil) })
  }

  var detection: String? {
    let names = ["alert": "an alert", "human": "a person", "unknown": Words.unknown]
    return bars(
      "noticed", "Incidents by who or what noticed first",
      report.detection.rows.map { (names[$0.source.rawValue] ?? $0.source.rawValue, $0.share, $0.source == .unknown) })
  }

  private func bars(_ name: String, _ title: String, _ rows: [(label: String, share: Proportion?, isUnknown: Bool)])
    -> String?
  {
    guard rows.contains(where: { $0.share != nil }) else { return nil }
    let (row, left) = (26.0, 120.0)
    let most = rows.compactMap { $0.share?.interval.high }.max() ?? 1
    let unit = (Self.width - left - 180) / max(most, 0.01)
    var svg = open(name, title, height: row * Double(rows.count))
    for (index, entry) in rows.enumerated() {
      let y = Double(index) * row
      svg.label(entry.label, x: left - 10, y: y + 17, [("class", "name"), ("text-anchor", "end")])
      guard let share = entry.share else { continue }
      svg.rect(
        x: left, y: y + 5, width: share.share * unit, height: 16,
        [("class", entry.isUnknown ? "bar unknown-bar" : "bar")])
      whisker(left + share.interval.low * unit, left + share.interval.high * unit, y + 13, &svg)
      svg.label(
        "\(Words.count(share.count)) · \(FleetWords.percent(share.share))", x: left + share.interval.high * unit + 10,
        y: y + 17,
        [("class", "note")])
    }
    svg.raw("</svg>")
    return svg.text
  }

  private func whisker(_ low: Double, _ high: Double, _ y: Double, _ svg: inout SVG) {
    svg.raw(
      "<path class=\"whisker\" d=\"M\(SVG.number(low)) \(SVG.number(y - 4))V\(SVG.number(y + 4))M\(SVG.number(low)) \(SVG.number(y))"
        + "H\(SVG.number(high))M\(SVG.number(high)) \(SVG.number(y - 4))V\(SVG.number(y + 4))\"/>")
  }

  // MARK: Groups

  /// The median time to recover of each group with its interval, on a logarithmic axis.
  var groups: String? {
    let rows = report.groups.compactMap { group in
      group.metrics[.recover].flatMap { figures in figures.median.map { (group, figures, $0) } }
    }.prefix(20)
    let (row, left) = (26.0, 180.0)
    let values = rows.flatMap { [$0.1.medianInterval?.low, $0.1.medianInterval?.high, $0.2].compactMap { $0 } }
    guard rows.count > 1, let scale = LogScale(values, from: left, to: Self.width - 150) else { return nil }
    let height = row * Double(rows.count) + 24
    var svg = open("groups", "Median time to recover by \(report.grouping.rawValue)", height: height)
    for tick in scale.ticks {
      let x = scale.place(tick.seconds)
      svg.line(x, 0, x, height - 20, [("class", "rule")])
      svg.label(tick.label, x: x, y: height - 6, [("class", "note"), ("text-anchor", "middle")])
    }
    for (index, (group, figures, median)) in rows.enumerated() {
      let y = Double(index) * row + 13
      svg.label(
        SVG.fitted(group.value, to: left - 16), x: left - 10, y: y + 4, [("class", "name"), ("text-anchor", "end")])
      if let interval = figures.medianInterval {
        whisker(scale.place(interval.low), scale.place(interval.high), y, &svg)
      }
      svg.raw(
        "<circle class=\"middle\(figures.medianInterval == nil ? " open" : "")\" cx=\"\(SVG.number(scale.place(median)))\" cy=\"\(SVG.number(y))\" r=\"4.5\"/>"
      )
      svg.label(
        "\(Words.duration(median)) · n = \(Words.count(figures.count))", x: Self.width - 140, y: y + 4,
        [("class", "note")])
    }
    svg.raw("</svg>")
    return svg.text
  }
}
