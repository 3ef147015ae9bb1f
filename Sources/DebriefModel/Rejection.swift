/// One record that could not be read; stored as a row, import goes on.
public struct Rejection: Error, Hashable, Sendable {
  /// A lower-case sentence without a full stop, e.g. "not a JSON object".
  public var reason: String
  public init(_ reason: String) { self.reason = reason }
}

/// A rejection with its place and the first bytes of the record.
public struct RejectedRecord: Hashable, Sendable {
  public var provenance: Provenance
  public var reason: String
  /// At most 200 bytes of the record, invalid UTF-8 replaced.
  public var excerpt: String
  public init(provenance: Provenance, reason: String, excerpt: String) {
    (self.provenance, self.reason, self.excerpt) = (provenance, reason, excerpt)
  }
}

/// Something worth knowing about a source as a whole.
public struct SourceNote: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Something is odd or partial: a cut-off end, a failed query, warnings of the exporter.
    case warning
    /// Something was assumed that moves no time: a step, a name.
    case assumption
    /// Something was assumed about times: a zone, a year, when the source was captured.
    case timeAssumption = "time_assumption"
    /// A limit of the collector was hit: what is missing may be there.
    case limit
    /// Something that would be expected was not collected.
    case missing
    /// The file holds no record of what happened: a manifest, a chart, source code, an image.
    case notEvidence = "not_evidence"

    public var isAssumption: Bool { self == .assumption || self == .timeAssumption }
  }
  public var kind: Kind
  public var text: String
  public init(_ kind: Kind, _ text: String) { (self.kind, self.text) = (kind, text) }
}
