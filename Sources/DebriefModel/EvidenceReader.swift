/// Which events to read; nil and empty mean "all".
public struct EventFilter: Hashable, Sendable {
  /// Events that overlap this range. Undated events match only when nil.
  public var range: TimeRange?
  public var kinds: Set<EventKind>
  public var namespace: String?
  /// At least this severe.
  public var severity: Severity?
  /// Full-text search, words joined by AND.
  public var search: String?
  public init(
    range: TimeRange? = nil, kinds: Set<EventKind> = [], namespace: String? = nil, severity: Severity? = nil,
    search: String? = nil
  ) {
    (self.range, self.kinds, self.namespace) = (range, kinds, namespace)
    (self.severity, self.search) = (severity, search)
  }
}

/// Read access to the evidence of one incident: the store in production, arrays in tests.
public protocol EvidenceReader {
  /// The incident's id (slug).
  var incidentID: String { get }
  /// What `incident.yaml` says; empty without one.
  var manifest: Manifest { get }
  /// All sources, by path.
  func sources() throws -> [Source]
  /// Calls `body` with each matching event by start time (undated last), ties by id; stops when it returns false.
  func forEachEvent(_ filter: EventFilter, _ body: (Event) throws -> Bool) throws
  /// All series, by description then source.
  func series() throws -> [Series]
  /// The samples of one series by time; duplicates removed.
  func samples(of series: Series) throws -> [Sample]
  func relations() throws -> [Relation]
}

extension EvidenceReader {
  /// The matching events as an array; for bounded results only.
  public func events(_ filter: EventFilter = EventFilter(), limit: Int = .max) throws -> [Event] {
    var events: [Event] = []
    guard limit > 0 else { return events }
    try forEachEvent(filter) { event in
      events.append(event)
      return events.count < limit
    }
    return events
  }
}
