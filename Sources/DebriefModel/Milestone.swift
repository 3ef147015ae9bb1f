/// A moment that separates phases, with the rule and the evidence that set it.
public struct Milestone: Hashable, Sendable {
  /// The milestones in the order in which they happen.
  public enum Name: String, Sendable, CaseIterable, Comparable, Codable, CodingKeyRepresentable {
    case impactStarted = "impact_started"
    case detected, acknowledged, contained, eradicated, recovered, closed
    var position: Int { Name.allCases.firstIndex(of: self) ?? 0 }
    public static func < (a: Name, b: Name) -> Bool { a.position < b.position }
  }
  public enum Basis: String, Sendable { case declared, inferred }

  public var name: Name
  public var at: Instant
  public var earliest: Instant
  public var latest: Instant
  public var basis: Basis
  /// One sentence: which rule set it.
  public var rule: String
  /// 0…1.
  public var confidence: Double
  /// The inferred value, kept visible when a reviewer's word won.
  public var inferredAt: Instant?
  public var evidence: [Evidence]
  /// Limits of the evidence it rests on, at most three.
  public var caveats: [Caveat] = []
  /// Everything in the evidence that speaks for when it was, in the order of evidence: the first one set it, unless declared.
  public var candidates: [MilestoneCandidate] = []

  public init(
    _ name: Name, at: Instant, earliest: Instant? = nil, latest: Instant? = nil, basis: Basis = .inferred, rule: String,
    confidence: Double, inferredAt: Instant? = nil, evidence: [Evidence]
  ) {
    self.name = name
    self.at = at
    self.earliest = earliest ?? at
    self.latest = latest ?? at
    self.basis = basis
    self.rule = rule
    self.confidence = confidence
    self.inferredAt = inferredAt
    self.evidence = evidence
  }
}

/// One thing in the evidence that speaks for when a milestone was.
public struct MilestoneCandidate: Hashable, Sendable {
  /// What it is; people write pages, chats and notes, machines the rest.
  public enum Basis: String, Sendable { case indicator, warning, log, alert, workload, change, page, chat, note }
  public enum Clock: String, Sendable { case telemetry, paperwork }

  public var at: Instant
  public var earliest: Instant
  public var latest: Instant
  public var basis: Basis
  /// One sentence: which rule found it.
  public var rule: String
  /// 0…1.
  public var confidence: Double
  public var evidence: [Evidence]

  public init(
    at: Instant, earliest: Instant? = nil, latest: Instant? = nil, basis: Basis, rule: String, confidence: Double,
    evidence: [Evidence]
  ) {
    (self.at, self.earliest, self.latest) = (at, earliest ?? at, latest ?? at)
    (self.basis, self.rule, self.confidence, self.evidence) = (basis, rule, confidence, evidence)
  }

  /// Whose clock says so.
  public var clock: Clock {
    switch basis {
    case .indicator, .warning, .log, .alert, .workload, .change: .telemetry
    case .page, .chat, .note: .paperwork
    }
  }
}

/// Two statements about milestones that cannot both hold, or that differ by more than they may be off; shown, never settled silently.
public struct MilestoneConflict: Hashable, Sendable {
  public enum Kind: String, Sendable {
    /// A later milestone lies before an earlier one.
    case order
    /// A reviewer's word differs from what the evidence suggests.
    case declared
    /// People called it over, and the telemetry says that it was not.
    case prematurelyOver = "prematurely_over"
  }
  public var kind: Kind
  public var milestones: [Milestone.Name]
  /// How far they are apart, in seconds; never negative.
  public var seconds: Double
  public var text: String
  public init(_ kind: Kind, _ milestones: [Milestone.Name], seconds: Double, text: String) {
    (self.kind, self.milestones, self.seconds, self.text) = (kind, milestones, seconds, text)
  }
}

/// A stretch of the incident between milestones.
public struct Phase: Hashable, Sendable {
  public enum Name: String, Sendable, CaseIterable {
    case preparation, identification, containment, eradication, recovery
    case postIncident = "post_incident"
  }
  /// A named part of a phase: `undetected` and `confirmation` within identification.
  public struct Part: Hashable, Sendable {
    public var name: String
    public var start: Instant
    public var end: Instant
    public init(name: String, start: Instant, end: Instant) { (self.name, self.start, self.end) = (name, start, end) }
  }
  public var name: Name
  /// nil where the milestone that opens it is unknown (and for preparation, which has no duration).
  public var start: Instant?
  public var end: Instant?
  /// end − start in seconds; nil unless both are known.
  public var seconds: Double? {
    guard let start, let end else { return nil }
    return (end - start).seconds
  }
  public var parts: [Part]
  /// The phases reported together with this one because the milestones between them are unknown.
  public var notSeparableFrom: [Name]
  public init(_ name: Name, start: Instant?, end: Instant?, parts: [Part] = [], notSeparableFrom: [Name] = []) {
    (self.name, self.start, self.end, self.parts) = (name, start, end, parts)
    self.notSeparableFrom = notSeparableFrom
  }
}

/// The time-to family of one incident, in seconds; nil where a milestone is unknown. May be negative (detection before impact): flagged, never clamped.
public struct TimeTo: Hashable, Sendable {
  public var detect: Double?
  public var acknowledge: Double?
  public var contain: Double?
  public var eradicate: Double?
  public var recover: Double?
  public init(
    detect: Double? = nil, acknowledge: Double? = nil, contain: Double? = nil, eradicate: Double? = nil,
    recover: Double? = nil
  ) {
    (self.detect, self.acknowledge, self.contain) = (detect, acknowledge, contain)
    (self.eradicate, self.recover) = (eradicate, recover)
  }
}
