import DebriefAnalysis
import DebriefModel

/// The tables about how many and how long.
struct FleetTables {
  /// Rows of lists in the page and the Markdown file; the JSON document has all.
  static let limit = 200

  let report: Reliability

  var durations: FleetTable {
    var table = FleetTable(
      "How long, over all incidents",
      [
        "Metric", "n#", "Not known#", "Median (95 %)#", "p90#", "Geometric mean (95 %)#", "Mean#",
        "Shortest to longest#",
      ],
      none: "No incident began in this period.",
      note:
        "Median with an interval between order statistics (exact, from six values on); p90 of type 7; geometric mean of the "
        + "values above zero with Student's interval on logarithms. The mean is led by the longest few: with twenty incidents of "
        + "the usual spread a 95 % interval around it would hold the truth about 83 times in 100, so none is printed.")
    guard report.overall.incidents > 0 else { return table }
    table.rows = FleetMetric.allCases.compactMap { report.overall.metrics[$0] }.map { figures in
      [
        FleetWords.metric(figures.metric), Words.count(figures.count), Words.count(figures.unknown),
        FleetWords.median(figures), figures.p90.map { FleetWords.duration($0) } ?? Words.unknown, geometric(figures),
        figures.mean.map { FleetWords.duration($0) } ?? Words.unknown, range(figures),
      ]
    }
    return table
  }

  private func geometric(_ figures: MetricFigures) -> String {
    guard let mean = figures.geometricMean else { return Words.unknown }
    let left = mean.leftOut > 0 ? ", \(Words.count(mean.leftOut)) of 0 or less left out" : ""
    return FleetWords.interval(mean.mean, mean.interval?.low, mean.interval?.high) { FleetWords.duration($0) } + left
  }

  private func range(_ figures: MetricFigures) -> String {
    guard let low = figures.shortest, let high = figures.longest else { return Words.unknown }
    return "\(FleetWords.duration(low)) to \(FleetWords.duration(high))"
  }

  var groups: FleetTable {
    var table = FleetTable(
      "By \(report.grouping.rawValue)",
      [
        report.grouping.rawValue.prefix(1).uppercased() + report.grouping.rawValue.dropFirst(), "Incidents#", "Open#",
        "A day (95 %)#", "Availability#", "Median time to detect (95 %)#", "Median time to recover (95 %)#",
        "With those open#", "p90 to recover#",
      ], none: "No incident began in this period.",
      note:
        "Rates with the exact Poisson interval of Garwood. Availability is 1 − impact ÷ watched time, overlaps counted once. "
        + "“With those open” is the Kaplan–Meier median, in which incidents that go on count with the time they have lasted."
        + (report.grouping == .service || report.grouping == .team
          ? " An incident that names several of them counts in each." : ""))
    table.rows = report.groups.map { group in
      let recover = group.metrics[.recover]
      return [
        group.value, Words.count(group.incidents), Words.count(group.open), FleetWords.rate(group.rate),
        FleetWords.availability(group.availability), FleetWords.median(group.metrics[.detect]),
        FleetWords.median(recover), recover?.survival?.median.map { FleetWords.duration($0) } ?? Words.unknown,
        recover?.p90.map { FleetWords.duration($0) } ?? Words.unknown,
      ]
    }
    return table
  }

  var comparison: FleetTable {
    var table = FleetTable(
      "Compared with the period before",
      [
        "Metric", "Before, n#", "Now, n#", "Median before#", "Median now#", "Shift (95 %)#", "Longer than before#",
        "p#", "Smallest change it could show#",
      ],
      none: "Nothing in the store began in the period before, so there is nothing to compare with.",
      note:
        "Shift: the median of all differences, now − before (Hodges and Lehmann). “Longer than before” is how often an incident of "
        + "this period took longer than one of the period before (A12; 50 % is no difference). p: Mann and Whitney, two-sided. "
        + "The last column is the factor that would have been noticed in four of five such comparisons; smaller changes go unseen."
    )
    guard let comparison = report.comparison else { return table }
    table.rows = FleetMetric.allCases.compactMap { comparison.metrics[$0] }.map { change in
      let (now, then) = (report.overall.metrics[change.metric], comparison.group.metrics[change.metric])
      return [
        FleetWords.metric(change.metric), Words.count(then?.count ?? 0), Words.count(now?.count ?? 0),
        then?.median.map { FleetWords.duration($0) } ?? Words.unknown,
        now?.median.map { FleetWords.duration($0) } ?? Words.unknown, shift(change.ranks),
        FleetWords.percent(change.ranks?.superiority), FleetWords.p(change.ranks?.p),
        FleetWords.detectable(change.detectable),
      ]
    }
    return table
  }

  var strata: FleetTable {
    var table = FleetTable(
      "Time to recover by severity, compared with the period before",
      ["Severity", "Before, n#", "Now, n#", "Shift (95 %)#", "Longer than before#", "p#"],
      none: "There is no severity with incidents in both periods.")
    let strata = report.comparison?.metrics[.recover]?.strata ?? []
    table.rows = strata.filter { $0.ranks != nil }.map {
      [
        $0.severity, Words.count($0.before), Words.count($0.count), shift($0.ranks),
        FleetWords.percent($0.ranks?.superiority), FleetWords.p($0.ranks?.p),
      ]
    }
    return table
  }

  private func shift(_ ranks: RankComparison?) -> String {
    FleetWords.interval(ranks?.shift, ranks?.shiftInterval?.low, ranks?.shiftInterval?.high) { FleetWords.duration($0) }
  }

  var incidents: FleetTable {
    var table = FleetTable(
      "Incidents by the start of their impact (UTC)",
      [
        "Started", "Incident", "Title", "Severity", "Services", "Cause", "Detected after#", "Recovered after#",
        "Status",
      ],
      none: "No incident began in this period.")
    table.rows = report.incidents.suffix(Self.limit).map { incident in
      [
        incident.impactStarted.map { "\($0.date) \($0.clock())" } ?? Words.unknown, incident.id, incident.title,
        incident.severity ?? "", incident.services.joined(separator: ", "),
        incident.cause?.category.rawValue ?? Words.unknown,
        FleetWords.duration(FleetMetric.detect.known(incident)),
        FleetWords.duration(FleetMetric.recover.known(incident)),
        incident.status,
      ]
    }
    if report.incidents.count > Self.limit {
      table.note = "The last \(Self.limit) of \(Words.count(report.incidents.count)); reliability.json lists all."
    }
    return table
  }
}
