/// How an event's time came to be known; anything but `stated` is an assumption that the report shows.
public enum TimeBasis: Int, Sendable, CaseIterable {
  /// Stated in full by the source.
  case stated = 0
  /// The source gave no zone; the folder's (or UTC) was assumed.
  case assumedZone = 1
  /// The source gave no year (klog, syslog); it was inferred.
  case assumedYear = 2
  /// Worked out from an age ("5m") and the capture time.
  case relativeAge = 3
  /// Only the object's creation time was there (an event without first/last/eventTime).
  case creationTime = 4
  /// The time at which a collector received the record, not when it happened.
  case received = 5
}

/// When an event happened: an instant or an interval with known ends, and how sure the ends are.
public struct EventTime: Hashable, Sendable {
  /// The first occurrence.
  public var start: Instant
  /// The last occurrence; equal to `start` for an instant. What lies between is unknown.
  public var end: Instant
  /// How much earlier than stated both ends may lie.
  public var early: TimeSpan
  /// How much later than stated both ends may lie.
  public var late: TimeSpan
  public var precision: TimePrecision
  public var basis: TimeBasis

  public init(
    _ start: Instant, through end: Instant? = nil, early: TimeSpan = .zero, late: TimeSpan = .zero,
    precision: TimePrecision = .second, basis: TimeBasis = .stated
  ) {
    self.start = start
    self.end = end ?? start
    self.early = early
    self.late = late
    self.precision = precision
    self.basis = basis
  }

  public var isInstant: Bool { start == end }
  public var range: TimeRange { TimeRange(start, end) }
}
