public import DebriefModel

/// What a report over many incidents needs to know about one of them; small, so that ten thousand are read at once.
///
/// Unknown stays nil or absent. Lists are sorted, so equal incidents give equal values.
public struct IncidentSummary: Hashable, Sendable {
  /// Raised when the meaning of a stored field changes, so that old summaries are made again.
  public static let version = 1

  public var id: String
  public var title: String
  public var severity: String?
  /// `open`, `resolved`, `reviewed` or `closed`.
  public var status: String
  public var services: [String] = []
  public var teams: [String] = []
  /// nil when nobody declared a cause and the leads are too weak for one.
  public var cause: Cause?
  public var milestones: [Milestone.Name: Mark] = [:]
  /// By start, apart from each other; a relapse is a second one.
  public var impact: [Impact] = []
  /// Whether the impact began and is not known to have ended.
  public var isOpen = false
  public var metrics = TimeTo()
  public var phases: [PhaseLength] = []
  public var detection = Detection()
  /// By name.
  public var alerts: [AlertRecord] = []
  public var actions: [ActionItem] = []
  /// By name.
  public var slos: [ObjectiveOutcome] = []
  public var readiness: [ReadinessAnswer] = []
  /// The fingerprint: words such as `alert:HighErrorRate` or `change:rollout`, with their weight in this incident.
  public var terms: [String: Double] = [:]
  /// From the first to the last dated evidence.
  public var span: TimeRange?

  public init(id: String, title: String, severity: String? = nil, status: String) {
    (self.id, self.title, self.severity, self.status) = (id, title, severity, status)
  }

  /// When the impact started; an incident belongs to the period that holds this moment.
  public var impactStarted: Instant? { milestones[.impactStarted]?.at }
}

extension IncidentSummary {
  /// One of the five sources of incidents, and who says so.
  public struct Cause: Hashable, Sendable {
    public var category: CauseCategory
    /// Declared by a reviewer, or inferred from the best lead.
    public var basis: Milestone.Basis
    /// 0…1.
    public var confidence: Double
    public init(category: CauseCategory, basis: Milestone.Basis, confidence: Double) {
      (self.category, self.basis, self.confidence) = (category, basis, confidence)
    }
  }

  /// A milestone without its evidence.
  public struct Mark: Hashable, Sendable {
    public var at: Instant
    public var earliest: Instant
    public var latest: Instant
    public var basis: Milestone.Basis
    /// 0…1.
    public var confidence: Double
    public init(
      at: Instant, earliest: Instant? = nil, latest: Instant? = nil, basis: Milestone.Basis = .inferred,
      confidence: Double
    ) {
      (self.at, self.earliest, self.latest) = (at, earliest ?? at, latest ?? at)
      (self.basis, self.confidence) = (basis, confidence)
    }
  }

  /// A stretch in which users were affected.
  public struct Impact: Hashable, Sendable {
    public var start: Instant
    /// nil while it lasts.
    public var end: Instant?
    /// The end, else the last moment at which the evidence shows that it lasted.
    public var seenUntil: Instant
    public init(start: Instant, end: Instant?, seenUntil: Instant? = nil) {
      (self.start, self.end, self.seenUntil) = (start, end, end ?? max(start, seenUntil ?? start))
    }
  }

  /// How long a phase took, in seconds; nil where a bound is unknown.
  public struct PhaseLength: Hashable, Sendable {
    public var phase: Phase.Name
    public var seconds: Double?
    /// The phases counted together with it because the milestones between them are unknown.
    public var notSeparableFrom: [Phase.Name]
    public init(phase: Phase.Name, seconds: Double?, notSeparableFrom: [Phase.Name] = []) {
      (self.phase, self.seconds, self.notSeparableFrom) = (phase, seconds, notSeparableFrom)
    }
  }

  /// Who or what noticed first.
  public struct Detection: Hashable, Sendable {
    public enum Source: String, Sendable, CaseIterable { case alert, human, unknown }
    public var source: Source
    /// Whether an alert fired before the first person wrote; nil when the evidence cannot say.
    public var alertBeforePeople: Bool?
    public init(source: Source = .unknown, alertBeforePeople: Bool? = nil) {
      (self.source, self.alertBeforePeople) = (source, alertBeforePeople)
    }
  }

  /// What one alert rule did in the evidence of this incident.
  public struct AlertRecord: Hashable, Sendable {
    public var name: String
    /// Firing intervals, and those of them that overlap the impact.
    public var firings: Int
    public var overlapping: Int
    /// Firings that began while the same rule was firing already for another subject.
    public var duplicates: Int
    /// Firings that began at most ten minutes after the same rule had stopped for the same subject.
    public var flaps: Int
    /// Pages that name it.
    public var pages: Int
    public init(name: String, firings: Int, overlapping: Int, duplicates: Int = 0, flaps: Int = 0, pages: Int = 0) {
      (self.name, self.firings, self.overlapping) = (name, firings, overlapping)
      (self.duplicates, self.flaps, self.pages) = (duplicates, flaps, pages)
    }
  }

  /// What the incident did to one objective.
  public struct ObjectiveOutcome: Hashable, Sendable {
    public var name: String
    /// Percent, e.g. 99.9.
    public var objective: Double
    /// The sum of error ratio × step over the impact: seconds of full outage; nil when no series measures it.
    public var lostSeconds: Double?
    /// Requests, where their counts are in the evidence.
    public var bad: Double?
    public var valid: Double?
    /// The highest burn rate over windows of the given length.
    public var burns: [Burn]
    public init(
      name: String, objective: Double, lostSeconds: Double?, bad: Double? = nil, valid: Double? = nil,
      burns: [Burn] = []
    ) {
      (self.name, self.objective, self.lostSeconds) = (name, objective, lostSeconds)
      (self.bad, self.valid, self.burns) = (bad, valid, burns)
    }
  }

  /// The highest burn rate that a window of this length saw: 1 uses up exactly the budget of the period.
  public struct Burn: Hashable, Sendable {
    /// Seconds.
    public var window: Double
    public var rate: Double
    public init(window: Double, rate: Double) { (self.window, self.rate) = (window, rate) }
  }

  /// One question of preparation and its answer.
  public struct ReadinessAnswer: Hashable, Sendable {
    public var question: String
    public var answer: ReadinessCheck.Answer
    public init(question: String, answer: ReadinessCheck.Answer) {
      (self.question, self.answer) = (question, answer)
    }
  }
}
