/// Everything the analysis says about one incident; written as `analysis.json` (`debrief.analysis/1`).
public struct IncidentAnalysis: Sendable {
  public var incident: IncidentHead
  /// From the earliest to the latest evidence that matters; nil for an incident without dated evidence.
  public var window: TimeRange?
  /// Known milestones only.
  public var milestones: [Milestone.Name: Milestone]
  public var phases: [Phase]
  public var metrics: TimeTo
  /// The impact and its relapses, by start; empty while the start of the impact is unknown.
  public var impactIntervals: [ImpactInterval] = []
  /// What the impact cost, by indicator: declared objectives first.
  public var impact: [ImpactMeasure] = []
  /// Each milestone as people recorded it and as the telemetry shows it; only those of which either is known.
  public var clocks: [TwoClocks] = []
  /// From the first sign to the first repair, in the order of the ladder; steps not known included.
  public var detectionLadder: [LadderRung] = []
  /// What contradicts what among the milestones.
  public var conflicts: [MilestoneConflict] = []
  /// What noticed first.
  public var detection = Detection.unknown
  public var leads: [Lead]
  public var changes: [Change]
  public var changePoints: [ChangePoint]
  /// What was logged before the impact and during the incident.
  public var logPatterns = LogPatterns()
  public var findings: [Finding]
  public var readiness: [ReadinessCheck]
  /// Other incidents of the archive that look like this one; filled by who knows the archive.
  public var similar: [SimilarIncident] = []
  public var actions: [ActionItem]
  public var coverage: [Source]
  /// What single sources cannot show, by kind.
  public var caveats: [Caveat] = []
  /// Series that move together.
  public var correlations = SeriesCorrelations()
  /// What the evidence as a whole cannot show: sentences.
  public var gaps: [String]
  /// Conflicts and oddities about the milestones: sentences ("acknowledged before detected by 12 s: clock skew or a person noticed first").
  public var remarks: [String]

  public init(
    incident: IncidentHead, window: TimeRange? = nil, milestones: [Milestone.Name: Milestone] = [:],
    phases: [Phase] = [],
    metrics: TimeTo = TimeTo(), leads: [Lead] = [], changes: [Change] = [], changePoints: [ChangePoint] = [],
    findings: [Finding] = [], readiness: [ReadinessCheck] = [], actions: [ActionItem] = [], coverage: [Source] = [],
    gaps: [String] = [], remarks: [String] = []
  ) {
    self.incident = incident
    self.window = window
    self.milestones = milestones
    self.phases = phases
    self.metrics = metrics
    self.leads = leads
    self.changes = changes
    self.changePoints = changePoints
    self.findings = findings
    self.readiness = readiness
    self.actions = actions
    self.coverage = coverage
    self.gaps = gaps
    self.remarks = remarks
  }

  /// Whether it goes on: the manifest's word, else whether the last interval of the impact has no end.
  public var isOpen: Bool { incident.status == "open" }
}

/// The head of an incident.
public struct IncidentHead: Hashable, Sendable {
  public var id: String
  public var title: String
  /// As the manifest says; nil when it does not.
  public var severity: String?
  public var status: String
  public var services: [String]
  public var cause: String?
  public var narrative: Manifest.Narrative
  public var slos: [Manifest.SLO]
  public init(
    id: String, title: String, severity: String? = nil, status: String, services: [String] = [], cause: String? = nil,
    narrative: Manifest.Narrative = .init(), slos: [Manifest.SLO] = []
  ) {
    (self.id, self.title, self.severity, self.status) = (id, title, severity, status)
    (self.services, self.cause, self.narrative, self.slos) = (services, cause, narrative, slos)
  }
}
