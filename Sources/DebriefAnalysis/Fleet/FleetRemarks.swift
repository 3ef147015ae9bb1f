import DebriefModel

/// Sentences that qualify the figures of a period.
struct FleetRemarks {
  let report: Reliability

  init(_ report: Reliability) { self.report = report }

  var sentences: [String] {
    [undated, watch, goingOn, ends, negative, overlaps, severityMix].compactMap { $0 }
  }

  private var goingOn: String? {
    guard !report.goingOn.isEmpty else { return nil }
    let shown = report.goingOn.prefix(5).map { incident in
      "\(incident.id)" + (incident.impactStarted.map { " (since \($0.date))" } ?? "")
    }
    let more = report.goingOn.count > 5 ? " and \(report.goingOn.count - 5) more" : ""
    return
      "\(counted(report.goingOn.count, "incident")) with the status “open” and no known end count as impact until the end of the "
      + "watch: \(shown.joined(separator: ", "))\(more). Where one of them is over, say so in its incident.yaml."
  }

  private var undated: String? {
    guard !report.undated.isEmpty else { return nil }
    let shown = report.undated.prefix(10).joined(separator: ", ")
    let more = report.undated.count > 10 ? " and \(report.undated.count - 10) more" : ""
    return
      "\(counted(report.undated.count, "incident")) in the store belong to no period, because the start of their impact is "
      + "not known: \(shown)\(more)."
  }

  private var watch: String? {
    if report.asOf < report.period.end {
      return "The period was watched until \(report.asOf) only; rates and availability are those of that time."
    }
    guard let last = report.lastEvidence, last < report.period.end - .minutes(7 * 24 * 60) else { return nil }
    return
      "The last evidence in the store is of \(last), before the end of the period. Rates, availability and incidents "
      + "that go on are counted to the end of the period all the same; give the moment of the report to count to there."
  }

  private var ends: String? {
    let unknown = report.overall.endUnknown
    guard unknown > 0 else { return nil }
    return
      "Of \(counted(unknown, "incident")) the end is not in the evidence although the status says that they are over: they "
      + "count with the time they are known to have lasted, which is too short."
  }

  private var negative: String? {
    let below = FleetMetric.allCases.compactMap { metric -> String? in
      guard let figures = report.overall.metrics[metric], figures.negative > 0 else { return nil }
      return "\(metric.words) of \(figures.negative)"
    }
    guard !below.isEmpty else { return nil }
    return
      "Below zero: \(below.joined(separator: ", ")). Noticed before the impact, or clocks that disagree; the values are kept "
      + "as they are, and the geometric mean leaves them out."
  }

  private var overlaps: String? {
    let downtime = report.overall.downtime
    guard downtime.sumOfLengths - downtime.total >= 1 else { return nil }
    return
      "Impacts overlap: added up they last \(spoken(downtime.sumOfLengths)), counted once \(spoken(downtime.total))."
  }

  private var severityMix: String? {
    guard let comparison = report.comparison else { return nil }
    let reversed = FleetMetric.allCases.filter { comparison.metrics[$0]?.isReversedBySeverity ?? false }
    guard !reversed.isEmpty else { return nil }
    return
      "The mix of severities differs from \(comparison.previous.name): for \(reversed.map(\.words).joined(separator: ", ")) all "
      + "incidents together point one way and those of equal severity the other. Read the comparison by severity."
  }
}

extension FleetMetric {
  /// As a sentence says it: “time to recover”.
  public var words: String { String(rawValue.map { $0 == "_" ? " " : $0 }) }
}
