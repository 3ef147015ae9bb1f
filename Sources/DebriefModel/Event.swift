/// The stable kinds of events, as the `events` view names them.
public enum EventKind: String, Sendable, CaseIterable, Codable {
  // The store keeps the position in this list: add new kinds at its end.
  case kubernetes, log, alert, change, audit, state, trace, page, chat, annotation

  /// The position among all kinds, as stored.
  public var number: Int {
    switch self {
    case .kubernetes: 0
    case .log: 1
    case .alert: 2
    case .change: 3
    case .audit: 4
    case .state: 5
    case .trace: 6
    case .page: 7
    case .chat: 8
    case .annotation: 9
    }
  }
}

/// A normalised severity; ordered from least to most severe, `unknown` lowest.
public enum Severity: Int, Sendable, Comparable, CaseIterable {
  case unknown = 0, debug, info, notice, warning, error, critical
  public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  /// The lower-case name used in views, JSON and on the page.
  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warning: "warning"
    case .error: "error"
    case .critical: "critical"
    }
  }
  public init?(name: String) {
    guard let match = Severity.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// The place in a source that says so.
public struct Provenance: Hashable, Comparable, Sendable, Codable {
  /// The store's number of the source; 0 before it is stored.
  public var source: Int
  /// 1-based line on which the record starts; 0 when the format has no lines.
  public var line: Int
  /// 0-based byte at which the record starts.
  public var byte: Int
  public init(source: Int = 0, line: Int, byte: Int) { (self.source, self.line, self.byte) = (source, line, byte) }
  public static let none = Provenance(line: 0, byte: 0)
  public static func < (a: Provenance, b: Provenance) -> Bool {
    (a.source, a.byte, a.line) < (b.source, b.byte, b.line)
  }
}

/// Names one thing that several records may describe (an event's uid, an audit id), so that snapshots merge and never add.
public struct EventIdentity: Hashable, Sendable {
  /// Unique within an incident: a uid, or a word and a colon before what is unique within its kind (`audit:…`).
  public var key: String
  /// The record with the highest rank is the one shown (a count, a stage); ties go to the later record.
  public var rank: Int
  public init(key: String, rank: Int = 0) { (self.key, self.rank) = (key, rank) }
}

/// One thing that happened, at an instant or over an interval, about a subject, with the place in the source that says so.
public struct Event: Hashable, Sendable {
  /// Derived from the source's content and the byte offset, so it survives re-imports; empty before storing.
  public var id: String
  /// nil when the source gives no time: the event is kept, listed as undated, and never placed on the timeline.
  public var time: EventTime?
  /// How many occurrences this record stands for, at least 1.
  public var count: Int
  public var kind: EventKind
  public var severity: Severity
  public var subject: Subject
  /// A short machine word: a Kubernetes reason, an alert name, an audit verb with its resource, a change kind.
  public var reason: String
  public var message: String
  /// Further facts by name (`attribute.*` constants); values are the source's text.
  public var attributes: [String: String]
  public var identity: EventIdentity?
  public var provenance: Provenance

  public init(
    id: String = "", time: EventTime?, count: Int = 1, kind: EventKind, severity: Severity = .unknown,
    subject: Subject = .none, reason: String = "", message: String = "", attributes: [String: String] = [:],
    identity: EventIdentity? = nil, provenance: Provenance = .none
  ) {
    self.id = id
    self.time = time
    self.count = count
    self.kind = kind
    self.severity = severity
    self.subject = subject
    self.reason = reason
    self.message = message
    self.attributes = attributes
    self.identity = identity
    self.provenance = provenance
  }
}

/// Attribute names shared by importers and the analysis.
public enum Attribute {
  /// Who acted: a user, a service account, a pager user. Never used to name a cause.
  public static let actor = "actor"
  /// For alerts: `pending`, `firing` or `resolved`.
  public static let alertState = "alert_state"
  /// For alerts: `true` when the end is not a resolution but the end of what was exported.
  public static let openEnded = "open_ended"
  /// What kind of change: `rollout`, `rollback`, `scale`, `cordon`, `config`, `policy`, `secret`, `exec`, `create`, `delete`, `image`.
  public static let change = "change"
  /// For pager events: `trigger`, `acknowledge`, `resolve`, `escalate`, `annotate`, ….
  public static let page = "page"
  /// `human` or `service`: who acknowledged or resolved.
  public static let actorKind = "actor_kind"
  /// For container terminations.
  public static let exitCode = "exit_code"
  public static let restartCount = "restart_count"
  public static let image = "image"
  /// For log events: the type of the exception and its top frame, where a stack trace was joined.
  public static let exception = "exception"
  /// For milestones declared in the manifest: the milestone's name.
  public static let milestone = "milestone"
  /// For records of what was written or built, not of requests to the cluster: `commit` or `run`.
  public static let delivery = "delivery"
  /// HTTP status of an audited request.
  public static let code = "code"
}
