import DebriefAnalysis
import DebriefModel
import DebriefReport

extension Listing {
  /// One row for all incidents and one for each group.
  static func reliability(_ report: Reliability) -> Listing {
    var listing = Listing(
      [
        Column(report.grouping.rawValue), Column("incidents", .number), Column("open", .number),
        Column("a_day", .number), Column("availability", .number), Column("n", .number),
        Column("median_to_recover", .number),
        Column("at_least", .number), Column("at_most", .number), Column("p90", .number),
        Column("median_to_detect", .number),
      ], whenEmpty: "no incident began in \(report.period.name)")
    guard report.overall.incidents > 0 else { return listing }
    listing.rows = ([("all", report.overall)] + report.groups.map { ($0.value, $0) }).map { name, group in
      let recover = group.metrics[.recover]
      return [
        .text(name), .integer(group.incidents), .integer(group.open), group.rate.map { .number($0.rate) } ?? .none,
        group.availability.map { .number($0) } ?? .none, .integer(recover?.count ?? 0), .optional(recover?.median),
        .optional(recover?.medianInterval?.low), .optional(recover?.medianInterval?.high), .optional(recover?.p90),
        .optional(group.metrics[.detect]?.median),
      ]
    }
    listing.footer = ReliabilityWords.sentences(report) + report.remarks
    return listing
  }
}
