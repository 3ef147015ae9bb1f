/// What `incident.yaml` says; all of it optional.
public struct Manifest: Hashable, Sendable, Codable {
  public var id: String?
  public var title: String?
  public var severity: String?
  /// `open`, `resolved`, `reviewed` or `closed`.
  public var status: String?
  public var services: [String] = []
  /// The teams that look after what broke; nil where the manifest names none, also in manifests stored before there were teams.
  public var teams: [String]?
  /// `application`, `misconfiguration`, `resource`, `network` or `infrastructure`.
  public var cause: String?
  public var timezone: String?
  public var capturedAt: Instant?
  /// Milestones as a reviewer declared them.
  public var milestones: [Milestone.Name: Instant] = [:]
  public var narrative = Narrative()
  public var actions: [ActionItem] = []
  public var slos: [SLO] = []
  /// Globs of paths below the folder that are not evidence.
  public var ignore: [String] = []
  /// Where it was read; nil when the folder has none.
  public var provenance: Provenance?
  public init() {}

  /// The human parts of a postmortem.
  public struct Narrative: Hashable, Sendable, Codable {
    public var summary: String?
    public var wentWell: [String] = []
    public var wentPoorly: [String] = []
    public var gotLucky: [String] = []
    public init() {}
  }

  /// A service-level objective and the series that measures its errors.
  public struct SLO: Hashable, Sendable, Codable {
    public var name: String
    /// Percent, e.g. 99.9.
    public var objective: Double
    /// A series selector, `metric{label="value"}`, whose value is the ratio of bad to valid requests.
    public var errors: String
    public init(name: String, objective: Double, errors: String) {
      (self.name, self.objective, self.errors) = (name, objective, errors)
    }
  }
}

/// Follow-up work.
public struct ActionItem: Hashable, Sendable, Codable {
  public var title: String
  /// `prevent`, `mitigate`, `detect` or `process`.
  public var type: String?
  public var owner: String?
  /// `YYYY-MM-DD` as written.
  public var due: String?
  public var priority: String?
  public var status: String?
  public var ticket: String?
  public var doneWhen: String?
  /// True when proposed from a finding rather than written by a person.
  public var suggested: Bool
  /// The finding it answers, for suggestions.
  public var finding: String?
  /// The question of preparation it answers, for suggestions: what was not in place.
  public var gap: String?
  public init(
    title: String, type: String? = nil, owner: String? = nil, due: String? = nil, priority: String? = nil,
    status: String? = nil, ticket: String? = nil, doneWhen: String? = nil, suggested: Bool = false,
    finding: String? = nil, gap: String? = nil
  ) {
    (self.title, self.type, self.owner, self.due) = (title, type, owner, due)
    (self.priority, self.status, self.ticket, self.doneWhen) = (priority, status, ticket, doneWhen)
    (self.suggested, self.finding, self.gap) = (suggested, finding, gap)
  }
}
