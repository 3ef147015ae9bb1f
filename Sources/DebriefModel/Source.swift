/// One imported file or stream, and what it can and cannot show.
public struct Source: Hashable, Sendable {
  public var id: Int
  /// The path below the incident's folder, with `/` separators.
  public var path: String
  /// The importer's id; empty for a file no importer claims.
  public var format: String
  /// 64 lower-case hex digits.
  public var sha256: String
  public var bytes: Int
  /// Records read as events, those merged into others included.
  public var events: Int
  public var samples: Int
  public var rejected: Int
  /// Events without a time.
  public var undated: Int
  public var first: Instant?
  public var last: Instant?
  public var notes: [SourceNote]
  /// How far a reviewer had all its times moved at import; zero for a clock that was believed.
  public var shift = TimeSpan.zero
  /// The most frequent reasons for which records were rejected.
  public var rejections: [RejectionCount] = []

  public init(
    id: Int = 0, path: String, format: String = "", sha256: String = "", bytes: Int = 0, events: Int = 0,
    samples: Int = 0,
    rejected: Int = 0, undated: Int = 0, first: Instant? = nil, last: Instant? = nil, notes: [SourceNote] = []
  ) {
    (self.id, self.path, self.format, self.sha256, self.bytes) = (id, path, format, sha256, bytes)
    (self.events, self.samples, self.rejected, self.undated) = (events, samples, rejected, undated)
    (self.first, self.last, self.notes) = (first, last, notes)
  }

  /// Whether the file holds no record of what happened, by its content.
  public var isNoEvidence: Bool { format.isEmpty && notes.contains { $0.kind == .notEvidence } }
}
