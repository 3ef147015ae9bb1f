public import DebriefModel

/// What to import and how.
public struct ImportRequest: Sendable {
  /// The incident's id.
  public var incident: String
  /// Use this importer instead of sniffing.
  public var format: String?
  /// When relative ages were printed; the manifest's word otherwise.
  public var capturedAt: Instant?
  /// An IANA zone for clocks that state none; the manifest's word otherwise.
  public var timezone: String?
  /// Only events and samples in this range are kept.
  public var range: TimeRange?
  /// Clocks that a reviewer corrects.
  public var adjustments: [ClockAdjustment] = []
  public init(
    incident: String, format: String? = nil, capturedAt: Instant? = nil, timezone: String? = nil,
    range: TimeRange? = nil
  ) {
    (self.incident, self.format, self.capturedAt) = (incident, format, capturedAt)
    (self.timezone, self.range) = (timezone, range)
  }
}

/// What became of one file.
public struct ImportOutcome: Sendable {
  public enum Status: Sendable {
    case imported
    /// The same bytes are already in the store under this path, read as this format.
    case unchanged
    /// No importer claims it; it is listed in the coverage.
    case unclaimed
    /// Nothing of it is in the store.
    case failed(Diagnostic)
  }
  public var source: Source
  public var status: Status
  /// How sure each importer was.
  public var scores: [(id: String, confidence: Confidence)]
}
