import DebriefAnalysis
import DebriefModel

/// The figures below the title, and what the period shows in sentences.
struct FleetNarration {
  let report: Reliability

  struct Entry {
    var label: String
    var value: String
    var bounds: String
    var definition: String
    var isKnown: Bool
  }

  /// The five figures in their order.
  var figures: [Entry] {
    let group = report.overall
    return [
      Entry(
        label: "Incidents", value: Words.count(group.incidents), bounds: incidentBounds, definition: "rate",
        isKnown: true),
      between, availability, time("Median time to detect", .detect), time("Median time to recover", .recover),
    ]
  }

  private var incidentBounds: String {
    let rate = "\(FleetWords.rate(report.overall.rate)) a day"
    return report.overall.open > 0 ? "\(Words.count(report.overall.open)) open; \(rate)" : rate
  }

  private var between: Entry {
    guard let failures = report.overall.failures else {
      return Entry(
        label: "Between failures", value: Words.unknown, bounds: "no time was free of impact", definition: "mtbf",
        isKnown: false)
    }
    let interval = failures.meanTimeBetweenInterval
    guard let mean = failures.meanTimeBetween else {
      return Entry(
        label: "Between failures", value: "none failed", bounds: "at least \(FleetWords.days(interval.low)), 95 %",
        definition: "mtbf",
        isKnown: true)
    }
    return Entry(
      label: "Between failures", value: FleetWords.days(mean),
      bounds: "\(FleetWords.days(interval.low)) to \(FleetWords.days(interval.high))", definition: "mtbf", isKnown: true
    )
  }

  private var availability: Entry {
    let value = report.overall.availability
    return Entry(
      label: "Free of impact", value: FleetWords.availability(value),
      bounds: value == nil ? "" : availabilityBounds, definition: "availability", isKnown: value != nil)
  }

  private var availabilityBounds: String {
    let seen = report.overall.seenDowntime
    guard report.overall.downtime.total > seen.total else {
      return "impact in \(FleetWords.duration(report.overall.downtime.total))"
    }
    return "\(FleetWords.availability(seen.availability)) if those open ended with their last evidence"
  }

  private func time(_ label: String, _ metric: FleetMetric) -> Entry {
    let figures = report.overall.metrics[metric]
    guard let figures, let median = figures.median else {
      return Entry(label: label, value: Words.unknown, bounds: "of no incident", definition: "median", isKnown: false)
    }
    let bounds =
      figures.medianInterval.map { "\(FleetWords.duration($0.low)) to \(FleetWords.duration($0.high))" }
      ?? FleetWords.tooFew
    return Entry(
      label: label, value: FleetWords.duration(median), bounds: "\(bounds); n = \(Words.count(figures.count))",
      definition: "median",
      isKnown: true)
  }

  // MARK: Sentences

  /// What the period shows, most important first.
  var sentences: [String] {
    guard report.overall.incidents > 0 else {
      return [
        "No incident in the store began \(FleetWords.span(report.period)). That says nothing about incidents that are not in the store."
      ]
    }
    return [counts, recovery, change, smallest, minutes, recurrence].compactMap { $0 }
  }

  private var counts: String {
    let open = report.overall.open > 0 ? ", \(Words.count(report.overall.open)) of which go on" : ""
    guard let comparison = report.comparison else {
      return "\(Words.count(report.overall.incidents, "incident")) began \(FleetWords.span(report.period))\(open)."
    }
    return "\(Words.count(report.overall.incidents, "incident")) began \(FleetWords.span(report.period))\(open); in "
      + "\(comparison.previous.name) it was \(Words.count(comparison.group.incidents))"
      + (comparison.rate.map { ", \(difference($0.p))" } ?? "") + "."
  }

  private func difference(_ p: Double) -> String {
    p < 0.05
      ? "a difference in frequency that chance alone makes rarely (p = \(FleetWords.p(p)))"
      : "a difference that chance alone makes easily (p = \(FleetWords.p(p)))"
  }

  private var recovery: String? {
    guard let figures = report.overall.metrics[.recover], let median = figures.median else { return nil }
    let interval =
      figures.medianInterval.map { " (95 %: \(FleetWords.duration($0.low)) to \(FleetWords.duration($0.high)))" }
      ?? " (\(FleetWords.tooFew))"
    let tail = figures.p90.map { "; one in ten took longer than \(FleetWords.duration($0))" } ?? ""
    return "Half of them recovered within \(FleetWords.duration(median))\(interval)\(tail)."
  }

  private var change: String? {
    guard let comparison = report.comparison, let ranks = comparison.metrics[.recover]?.ranks else { return nil }
    guard let interval = ranks.shiftInterval else {
      return "Too few incidents to say whether the time to recover differs from \(comparison.previous.name)."
    }
    let range = "95 %: \(FleetWords.duration(interval.low)) to \(FleetWords.duration(interval.high))"
    guard ranks.p < 0.05 else {
      return
        "Against \(comparison.previous.name) the time to recover shows no difference beyond what chance makes: shift "
        + "\(FleetWords.duration(ranks.shift)) (\(range)), p = \(FleetWords.p(ranks.p))."
    }
    return
      "The time to recover is \(ranks.shift < 0 ? "shorter" : "longer") than in \(comparison.previous.name): shift "
      + "\(FleetWords.duration(ranks.shift)) (\(range)), p = \(FleetWords.p(ranks.p))."
  }

  private var smallest: String? {
    guard let comparison = report.comparison, let change = comparison.metrics[.recover]?.detectable else { return nil }
    guard change.ratio.isFinite else {
      return "With so few incidents this period could not have shown a change of any size."
    }
    return
      "This period could only have shown a change of the time to recover larger than × or ÷ \(Words.fixed(change.ratio, 1)) "
      + "(in four of five such comparisons)."
  }

  private var minutes: String? {
    guard let most = report.phases.rows.max(by: { $0.seconds < $1.seconds }), let share = most.share else { return nil }
    return
      "Of the \(FleetWords.duration(report.phases.seconds)) between impact and recovery, \(FleetWords.percent(share)) went to "
      + "\(FleetWords.phases(most.phases))."
  }

  private var recurrence: String? {
    let links = report.recurrence.links
    guard !links.isEmpty else { return nil }
    let open = links.first { !$0.openActions.isEmpty }
    let example = open.flatMap { link in
      link.openActions.first.map {
        " \(link.incident) looks the same as \(link.earlier), whose action \($0.number) is still open."
      }
    }
    return
      "\(Words.count(links.count)) of \(Words.count(report.overall.incidents)) look like an earlier one.\(example ?? "")"
  }
}
