public import DebriefAnalysis

/// Writes the groups of a period as `groups.csv`: one record for all incidents and one for each group and metric.
public enum ReliabilityCSV {
  /// The names in the first record; durations in seconds, ends of intervals that do not exist are empty.
  public static let columns = [
    "by", "value", "incidents", "open", "rate_per_day", "rate_low", "rate_high", "mtbf_days", "availability", "metric",
    "n",
    "unknown", "median", "median_low", "median_high", "p90", "geometric_mean", "geometric_mean_low",
    "geometric_mean_high", "mean",
    "min", "max", "km_median",
  ]

  /// The file.
  public static func encode(_ report: Reliability) -> String {
    CSV.record(columns) + records(report.overall, by: "all")
      + report.groups.map { records($0, by: report.grouping.rawValue) }.joined()
  }

  private static func records(_ group: FleetGroup, by grouping: String) -> String {
    FleetMetric.allCases.compactMap { group.metrics[$0] }.map { figures in
      let numbers: [Double?] = [
        figures.median, figures.medianInterval?.low, figures.medianInterval?.high, figures.p90,
        figures.geometricMean?.mean,
        figures.geometricMean?.interval?.low, figures.geometricMean?.interval?.high, figures.mean, figures.shortest,
        figures.longest, figures.survival?.median,
      ]
      let rates: [Double?] = [
        group.rate?.rate, group.rate?.interval.low, group.rate?.interval.high, group.failures?.meanTimeBetween,
        group.availability,
      ]
      return CSV.record(
        [grouping, group.value, String(group.incidents), String(group.open)] + rates.map(number)
          + [figures.metric.rawValue, String(figures.count), String(figures.unknown)] + numbers.map(number))
    }.joined()
  }

  private static func number(_ value: Double?) -> String { value.flatMap(JSONWriter.number) ?? "" }
}
