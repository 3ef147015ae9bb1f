/// What log lines have in common, and how often it was logged before and during the incident.
public struct LogPattern: Hashable, Sendable {
  /// The text, with `<*>` where lines differ; of a stack trace, the type and the top frame.
  public var pattern: String
  /// Lines before the impact …
  public var baseline: Int
  /// … and from then until recovery.
  public var incident: Int
  /// G² of this pattern against all other lines, before and during; negative when it became rarer. nil without a baseline.
  public var score: Double?
  /// Binary logarithm of the ratio of both shares of lines, half a line added to each count. nil without a baseline.
  public var logRatio: Double?
  /// How likely so large a difference is by chance, judged against volume and time, and corrected for the number of patterns.
  public var q: Double?
  /// Never logged before, and more often during than chance explains.
  public var isNew: Bool
  /// The most severe of its lines.
  public var severity: Severity
  /// Where it was logged most, at most ten.
  public var subjects: [Subject]
  /// How many objects logged it.
  public var objects: Int
  /// The first line during the incident; the first of all when there is none.
  public var first: Instant?
  public var last: Instant?
  public var evidence: [Evidence]

  public init(
    pattern: String, baseline: Int, incident: Int, score: Double? = nil, logRatio: Double? = nil, q: Double? = nil,
    isNew: Bool = false, severity: Severity = .unknown, subjects: [Subject] = [], objects: Int = 0,
    first: Instant? = nil, last: Instant? = nil, evidence: [Evidence] = []
  ) {
    (self.pattern, self.baseline, self.incident) = (pattern, baseline, incident)
    (self.score, self.logRatio, self.q, self.isNew) = (score, logRatio, q, isNew)
    (self.severity, self.subjects, self.objects) = (severity, subjects, objects)
    (self.first, self.last, self.evidence) = (first, last, evidence)
  }
}

/// The patterns of an incident's logs, the most telling first, and the time over which they were counted.
public struct LogPatterns: Hashable, Sendable {
  /// At most a few hundred.
  public var patterns: [LogPattern] = []
  /// Patterns beyond those.
  public var hidden = 0
  /// From the first dated log line to the impact; nil when nothing can be compared.
  public var baseline: TimeRange?
  /// From the impact to recovery, or to the last line.
  public var incident: TimeRange?
  public init() {}
}
