/// The place in the evidence that a sentence rests on.
public struct Evidence: Hashable, Sendable {
  /// The source's path.
  public var source: String
  /// 1-based; nil where the format has no lines.
  public var line: Int?
  public var byte: Int
  /// The event's id, when it is one.
  public var event: String?
  /// An excerpt.
  public var text: String
  public init(source: String, line: Int?, byte: Int, event: String? = nil, text: String) {
    (self.source, self.line, self.byte, self.event, self.text) = (source, line, byte, event, text)
  }
}

/// What an analysis says, with a confidence and its evidence.
public struct Finding: Hashable, Sendable {
  /// Stable and derived from detector and subject, e.g. `crash-loop-1f3a9c`.
  public var id: String
  /// The detector's id.
  public var detector: String
  public var title: String
  public var subject: Subject
  public var start: Instant
  public var end: Instant
  public var severity: Severity
  public var confidence: Double
  /// The playbook's name, when there is one.
  public var playbook: String?
  /// Never empty.
  public var evidence: [Evidence]
  /// Limits of the evidence it rests on, at most three.
  public var caveats: [Caveat] = []
  public init(
    id: String, detector: String, title: String, subject: Subject, start: Instant, end: Instant, severity: Severity,
    confidence: Double, playbook: String? = nil, evidence: [Evidence]
  ) {
    (self.id, self.detector, self.title, self.subject) = (id, detector, title, subject)
    (self.start, self.end, self.severity, self.confidence) = (start, end, severity, confidence)
    (self.playbook, self.evidence) = (playbook, evidence)
  }
}

/// The five sources of incidents, as manifests and leads name them.
public enum CauseCategory: String, Sendable, CaseIterable {
  case application, misconfiguration, resource, network, infrastructure
}

/// A ranked candidate for the cause: a finding, not a verdict.
public struct Lead: Hashable, Sendable {
  public var rank: Int
  public var subject: Subject
  /// A short name of the candidate, e.g. `CrashLoopBackOff` or `rollout`.
  public var cause: String
  public var category: CauseCategory
  /// 0…1, comparable within one incident only.
  public var score: Double
  /// 0…1.
  public var confidence: Double
  /// One or more sentences: why it is listed.
  public var why: String
  /// What would refute it.
  public var refutedBy: String
  public var evidence: [Evidence]
  /// What speaks against it; may be empty.
  public var evidenceAgainst: [Evidence]
  /// Limits of the evidence it rests on, at most three.
  public var caveats: [Caveat] = []
  public init(
    rank: Int = 0, subject: Subject, cause: String, category: CauseCategory, score: Double, confidence: Double,
    why: String,
    refutedBy: String, evidence: [Evidence], evidenceAgainst: [Evidence] = []
  ) {
    (self.rank, self.subject, self.cause, self.category) = (rank, subject, cause, category)
    (self.score, self.confidence, self.why, self.refutedBy) = (score, confidence, why, refutedBy)
    (self.evidence, self.evidenceAgainst) = (evidence, evidenceAgainst)
  }
}

/// An event that altered the system.
public struct Change: Hashable, Sendable {
  public var at: Instant
  public var subject: Subject
  /// What changed, e.g. "rollout to image payments:1.4.2".
  public var what: String
  /// The kind of change: see `Attribute.change`.
  public var kind: String
  /// Who or what made it, as stated; nil when not said.
  public var by: String?
  /// Positive before the impact, negative after; nil while the impact's start is unknown.
  public var secondsBeforeImpact: Double?
  public var evidence: [Evidence]
  public init(
    at: Instant, subject: Subject, what: String, kind: String, by: String?, secondsBeforeImpact: Double?,
    evidence: [Evidence]
  ) {
    (self.at, self.subject, self.what, self.kind, self.by) = (at, subject, what, kind, by)
    (self.secondsBeforeImpact, self.evidence) = (secondsBeforeImpact, evidence)
  }
}

/// A level shift of a series.
public struct ChangePoint: Hashable, Sendable {
  public enum Direction: String, Sendable { case up, down }
  public var series: Series
  public var at: Instant
  public var direction: Direction
  /// Median before and after.
  public var before: Double
  public var after: Double
  public var confidence: Double
  /// The largest robust z within the incident, for ranking.
  public var magnitude: Double
  /// True when the shift is gradual: it is dated late by about half the ramp.
  public var ramp: Bool
  /// When the series came back into its baseline band and stayed; nil when it did not.
  public var recoveredAt: Instant?
  public var evidence: [Evidence]
  public init(
    series: Series, at: Instant, direction: Direction, before: Double, after: Double, confidence: Double,
    magnitude: Double,
    ramp: Bool, recoveredAt: Instant?, evidence: [Evidence]
  ) {
    (self.series, self.at, self.direction, self.before, self.after) = (series, at, direction, before, after)
    (self.confidence, self.magnitude, self.ramp, self.recoveredAt) = (confidence, magnitude, ramp, recoveredAt)
    self.evidence = evidence
  }
}

/// One check of preparation: was this in place before the impact?
public struct ReadinessCheck: Hashable, Sendable {
  public enum Answer: String, Sendable { case yes, no, unknown }
  public var question: String
  public var answer: Answer
  public var detail: String
  public var evidence: [Evidence]
  public init(question: String, answer: Answer, detail: String, evidence: [Evidence]) {
    (self.question, self.answer, self.detail, self.evidence) = (question, answer, detail, evidence)
  }
}
