public import DebriefModel

/// What reports and listings say about log patterns.
public enum PatternText {
  /// How many patterns a report shows.
  static let limit = 25

  /// Over which time the lines were counted, as a sentence.
  public static func windows(of patterns: LogPatterns) -> String {
    guard let incident = patterns.incident else { return "no log line is dated" }
    guard let baseline = patterns.baseline else {
      return "nothing to compare with: the logs hold no more than a minute before the impact, or no impact is known"
    }
    return """
      before: \(Words.duration(baseline.duration.seconds)) up to \(baseline.end.clock()); \
      during: \(Words.duration(incident.duration.seconds)) up to \(incident.end.clock())
      """
  }

  /// The patterns a report shows: those that changed, and without a baseline the most severe.
  static func shown(_ patterns: LogPatterns) -> [LogPattern] {
    let telling = patterns.patterns.filter { pattern in pattern.q.map { $0 < 0.01 } ?? true }
    return Array((telling.isEmpty ? patterns.patterns : telling).prefix(limit))
  }

  /// `new`, `more`, `fewer` or `same`.
  static func change(_ pattern: LogPattern) -> String {
    guard let score = pattern.score, let q = pattern.q else { return Words.unknown }
    if pattern.isNew { return "new" }
    return q >= 0.01 ? "same" : score > 0 ? "more" : pattern.incident == 0 ? "gone" : "fewer"
  }

  /// The sentence below the table.
  static func remainder(_ patterns: LogPatterns, shown: Int) -> String? {
    let rest = patterns.patterns.count - shown + patterns.hidden
    guard rest > 0 else { return nil }
    return "\(Words.count(rest, "further pattern")): see `debrief patterns` and analysis.json."
  }
}
