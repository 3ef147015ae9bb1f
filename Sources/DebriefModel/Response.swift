/// A stretch in which users were affected; a relapse is one of its own and never stretches the one before.
public struct ImpactInterval: Hashable, Sendable {
  /// One end of an interval, and how far it may be off.
  public struct Bound: Hashable, Sendable {
    public var at: Instant
    public var earliest: Instant
    public var latest: Instant
    public init(_ at: Instant, earliest: Instant? = nil, latest: Instant? = nil) {
      (self.at, self.earliest, self.latest) = (at, earliest ?? at, latest ?? at)
    }
  }

  public var start: Bound
  /// nil while its end is not in the evidence.
  public var end: Bound?
  /// The end, else the last instant at which the evidence shows that it lasted: it was at least this long.
  public var observedUntil: Instant
  /// One sentence: which rule set it.
  public var rule: String
  public var evidence: [Evidence]

  public init(start: Bound, end: Bound?, observedUntil: Instant, rule: String, evidence: [Evidence]) {
    (self.start, self.end, self.rule, self.evidence) = (start, end, rule, evidence)
    self.observedUntil = end?.at ?? max(start.at, observedUntil)
  }

  /// end − start in seconds; nil while the end is unknown.
  public var seconds: Double? { end.map { ($0.at - start.at).seconds } }
}

/// What noticed the incident first.
public struct Detection: Hashable, Sendable {
  public enum Source: String, Sendable { case alert, human, unknown }
  /// How the word came: a rule that fired, a page, a message in a chat, a note.
  public enum Channel: String, Sendable { case alert, page, chat, note }

  public var source: Source
  public var channel: Channel?
  public var at: Instant?
  /// What it was, in a few words.
  public var what: String
  public var evidence: [Evidence]

  public init(
    _ source: Source, channel: Channel? = nil, at: Instant? = nil, what: String = "", evidence: [Evidence] = []
  ) {
    (self.source, self.channel, self.at, self.what, self.evidence) = (source, channel, at, what, evidence)
  }

  /// Nothing in the evidence says who or what noticed.
  public static let unknown = Detection(.unknown)
}

/// One milestone on both clocks: what pagers, chats and tickets say, and what the telemetry says.
public struct TwoClocks: Hashable, Sendable {
  public var milestone: Milestone.Name
  public var paperwork: MilestoneCandidate?
  public var telemetry: MilestoneCandidate?
  public init(_ milestone: Milestone.Name, paperwork: MilestoneCandidate?, telemetry: MilestoneCandidate?) {
    (self.milestone, self.paperwork, self.telemetry) = (milestone, paperwork, telemetry)
  }

  /// paperwork − telemetry in seconds: positive where people's records are late; nil unless both are known.
  public var gap: Double? {
    guard let paperwork, let telemetry else { return nil }
    return (paperwork.at - telemetry.at).seconds
  }
}

/// A step on the way from the first sign to the first repair.
public struct LadderRung: Hashable, Sendable {
  public enum Name: String, Sendable, CaseIterable {
    case firstAnomaly = "first_anomaly"
    case firstWarning = "first_warning"
    case pending, firing, notified, acknowledged
    case firstMitigation = "first_mitigating_change"
  }
  public var name: Name
  /// nil while nothing in the evidence shows it.
  public var at: Instant?
  public var earliest: Instant?
  public var latest: Instant?
  public var detail: String
  public var evidence: [Evidence]
  public init(
    _ name: Name, at: Instant? = nil, earliest: Instant? = nil, latest: Instant? = nil, detail: String = "",
    evidence: [Evidence] = []
  ) {
    (self.name, self.at, self.detail, self.evidence) = (name, at, detail, evidence)
    (self.earliest, self.latest) = (earliest ?? at, latest ?? at)
  }
}
