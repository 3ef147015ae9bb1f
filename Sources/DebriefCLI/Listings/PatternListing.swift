import DebriefModel
import DebriefReport
import Foundation

extension Listing {
  /// One row a pattern, the most telling first.
  static func patterns(_ patterns: LogPatterns) -> Listing {
    var listing = Listing(
      [
        Column("new"), Column("baseline", .number, title: "before"), Column("incident", .number, title: "during"),
        Column("score", .number), Column("q", .number), Column("log_ratio", .number, detail: true),
        Column("severity"), Column("pattern"), Column("objects", .number), Column("subjects", detail: true),
        Column("first"), Column("last", detail: true), Column("place"),
      ], whenEmpty: "no patterns: no dated log line is in the evidence")
    listing.rows = patterns.patterns.map { pattern in
      [
        .flag(pattern.isNew), .integer(pattern.baseline), .integer(pattern.incident), number(pattern.score),
        number(pattern.q.map(rounded)), number(pattern.logRatio), .severity(pattern.severity), .text(pattern.pattern),
        .integer(pattern.objects), .list(pattern.subjects.map(\.description)), .optional(pattern.first),
        .optional(pattern.last), .optional(pattern.evidence.first?.place),
      ]
    }
    listing.footer = footer(patterns)
    return listing
  }

  private static func number(_ value: Double?) -> Cell { value.map { .number($0) } ?? .none }

  /// Three digits are more than a probability of this kind deserves.
  private static func rounded(_ q: Double) -> Double { Double(String(format: "%.2e", q)) ?? q }

  private static func footer(_ patterns: LogPatterns) -> [String] {
    guard !patterns.patterns.isEmpty else { return [] }
    let hidden = patterns.hidden > 0 ? ["\(Words.count(patterns.hidden, "further pattern")) not listed"] : []
    return [PatternText.windows(of: patterns)] + hidden
  }
}
