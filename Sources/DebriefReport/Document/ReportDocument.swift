public import DebriefModel

/// Everything a report shows about one incident, as plain values: the analysis, and the exhibits taken from the evidence.
///
/// Its size is bounded whatever the size of the evidence; what is not listed is counted.
public struct ReportDocument: Sendable {
  /// What the analysis says.
  public var analysis: IncidentAnalysis
  /// All sources, by path.
  public var sources: [Source]
  /// The stretch of time the picture shows; nil when nothing is dated.
  public var span: TimeRange?
  /// The listed events and the counts of those that are not.
  public var timeline: Timeline
  /// Warnings by workload.
  public var lanes: Lanes
  /// Alerts with their pending and firing intervals.
  public var alerts: Alerts
  /// The metrics that moved.
  public var metrics: [MetricPanel]
  /// Messages logged around the onset.
  public var logs: LogExcerpts
  /// Error-budget sums, one for each declared objective.
  public var budgets: [BudgetBurn]
  /// The moments of detection and response in the order of the ladder; those unknown included.
  public var ladder: [LadderStep]
  /// The playbooks that apply, at most `AppliedPlaybook.limit`.
  public var playbooks: [AppliedPlaybook] = []

  /// Creates a document; exhibits default to empty.
  public init(
    analysis: IncidentAnalysis, sources: [Source]? = nil, span: TimeRange? = nil, timeline: Timeline = Timeline(),
    lanes: Lanes = Lanes(), alerts: Alerts = Alerts(), metrics: [MetricPanel] = [], logs: LogExcerpts = LogExcerpts(),
    budgets: [BudgetBurn] = [], ladder: [LadderStep] = []
  ) {
    self.analysis = analysis
    self.sources = sources ?? analysis.coverage
    self.span = span
    self.timeline = timeline
    self.lanes = lanes
    self.alerts = alerts
    self.metrics = metrics
    self.logs = logs
    self.budgets = budgets
    self.ladder = ladder
  }
}

/// The listed part of the timeline.
public struct Timeline: Sendable {
  /// By start time, ties by id.
  public var rows: [TimelineRow] = []
  /// How many events the evidence holds, undated ones included.
  public var total = 0
  /// Events without a time.
  public var undated = 0
  /// How many events no row stands for, by kind; kinds without any left out, in the order of `EventKind`.
  public var notListed: [KindCount] = []
  /// Creates an empty timeline.
  public init() {}

  /// A kind of events with their number.
  public struct KindCount: Hashable, Sendable {
    public var kind: EventKind
    public var count: Int
  }
}

/// One row: an event, or several that say the same about the same workload.
public struct TimelineRow: Hashable, Sendable {
  /// Why a row is listed, most important first.
  public enum Rank: Int, Sendable, Comparable {
    case cited, change, alert, page, error, warning, notice
    public static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }
  /// The id of the first event.
  public var id: String
  public var rank: Rank
  public var start: Instant
  /// The last occurrence; what lies between is unknown unless the row stands for several events.
  public var end: Instant
  public var precision: TimePrecision
  public var basis: TimeBasis
  public var kind: EventKind
  public var severity: Severity
  public var subject: Subject
  public var reason: String
  public var message: String
  /// Occurrences, the sum over the events it stands for.
  public var count: Int
  /// How many events it stands for.
  public var events: Int
  /// The place of the first event.
  public var source: String
  public var line: Int?
  public var byte: Int
  /// The ids of the events it stands for, at most `anchorLimit`.
  public var anchors: [String]
}

/// Warnings by workload, for the picture.
public struct Lanes: Sendable {
  /// The workloads with the most severe and most frequent warnings, at most `LaneCollector.laneLimit`.
  public var lanes: [Lane] = []
  /// Workloads that have no lane.
  public var hiddenLanes = 0
  /// Events of those.
  public var hiddenEvents = 0
  /// Creates an empty set.
  public init() {}

  /// One workload.
  public struct Lane: Sendable {
    public var subject: String
    public var spans: [LaneSpan]
    public var events: Int
  }

  /// One warning, or several with the same reason that overlap: known ends, unknown interior.
  public struct LaneSpan: Hashable, Sendable {
    public var start: Instant
    public var end: Instant
    public var severity: Severity
    public var reason: String
    public var count: Int
    public var events: Int
    /// The id of the first event.
    public var event: String
    /// True for one moment.
    public var isInstant: Bool { start == end }
  }
}

/// Alerts for the picture and the table.
public struct Alerts: Sendable {
  /// By first interval.
  public var alerts: [Alert] = []
  /// Alerts beyond the limit.
  public var hidden = 0
  /// Creates an empty set.
  public init() {}

  /// One alert about one subject.
  public struct Alert: Sendable {
    public var name: String
    public var subject: String
    public var severity: Severity
    public var bars: [Bar]
  }

  /// One stretch of an alert.
  public struct Bar: Hashable, Sendable {
    public enum State: String, Sendable { case pending, firing, resolved }
    public var state: State
    public var start: Instant
    public var end: Instant
    /// True when the export ended before the alert did.
    public var isOpenEnded: Bool
    public var event: String
    public var message: String
  }
}

/// A metric that moved, ready to be drawn.
public struct MetricPanel: Sendable {
  public var series: Series
  /// Runs of samples without a gap; minimum and maximum of each stretch are kept.
  public var runs: [[Sample]]
  /// Samples before thinning.
  public var samples: Int
  /// Samples that are NaN or infinite, and not drawn.
  public var undrawn: Int
  /// The range of ordinary values before the shift; nil with fewer than five samples.
  public var baseline: ClosedRange<Double>?
  public var change: ChangePoint
  public var low: Double
  public var high: Double
}

/// Log messages around the onset.
public struct LogExcerpts: Sendable {
  /// Distinct messages by time, at most `LogCollector.limit`.
  public var excerpts: [Excerpt] = []
  /// Distinct messages that are not listed.
  public var hidden = 0
  /// Log events at least as severe as an error.
  public var errors = 0
  /// Log events in all.
  public var total = 0
  /// Errors and other log events in equal stretches of the span.
  public var bins: [Bin] = []
  /// Creates an empty set.
  public init() {}

  /// A message, and how often it came.
  public struct Excerpt: Hashable, Sendable {
    public var event: String
    public var first: Instant
    public var last: Instant
    public var precision: TimePrecision
    public var severity: Severity
    public var subject: Subject
    public var message: String
    public var count: Int
    public var source: String
    public var line: Int?
    public var byte: Int
  }

  /// Counts of one stretch.
  public struct Bin: Hashable, Sendable {
    public var errors = 0
    public var others = 0
  }
}

/// How much of an error budget the incident used.
public struct BudgetBurn: Sendable {
  public var objective: Manifest.SLO
  /// Share of the budget of 30 days, 0…; nil when it cannot be worked out.
  public var share: Double?
  /// How it was worked out, or why it was not.
  public var explanation: String
  /// The series it was worked out from.
  public var evidence: [Evidence] = []
}

/// A step of the detection ladder.
public struct LadderStep: Sendable {
  public var name: String
  /// nil when not known.
  public var at: Instant?
  public var detail: String
  public var evidence: [Evidence]
}
