/// A limit of the evidence: what one or two sources cannot show, and when. Conclusions that rest on it repeat it.
public struct Caveat: Hashable, Sendable {
  /// What the limit is; the order is that of the ledger.
  public enum Kind: String, Sendable, CaseIterable, Comparable {
    /// Two clocks differ by more than their spread.
    case clockSkew = "clock_skew"
    /// The reviewer shifted the times of the source at import.
    case adjusted
    /// A limit of the collector was hit, so records are missing.
    case limit
    /// The collector could not have it, or was given nothing.
    case missing
    /// Older events were gone when they were asked for.
    case expired
    /// As many events about one object as the client's rate limit lets through: further ones may have been dropped.
    case rateLimited = "rate_limited"
    /// Nothing for longer than the source's own pace explains.
    case silence
    /// A container restarted, and no log from before is among the sources.
    case previousLog = "previous_log"
    case rejected, undated
    /// Something was assumed about times: a zone, a year, when the source was captured.
    case timeAssumption = "time_assumption"
    /// Something else was assumed: a step, a name.
    case assumption
    /// Two clocks were compared and agree.
    case clocksAgree = "clocks_agree"

    private var position: Int { Kind.allCases.firstIndex(of: self) ?? 0 }
    public static func < (a: Kind, b: Kind) -> Bool { a.position < b.position }
    /// The name in a sentence: `clock skew`.
    public var words: String { rawValue.split(separator: "_").joined(separator: " ") }
  }
  public var kind: Kind
  /// The paths of the sources, one or two.
  public var sources: [String]
  /// When it holds; nil for the whole source.
  public var range: TimeRange?
  /// What it is about, where it does not concern the whole source.
  public var subject: Subject?
  /// A sentence without a full stop and without times of day, which `range` has.
  public var text: String

  public init(_ kind: Kind, _ sources: [String], range: TimeRange? = nil, subject: Subject? = nil, _ text: String) {
    (self.kind, self.sources, self.range, self.subject, self.text) = (kind, sources, range, subject, text)
  }

  /// Whether it takes something away from a conclusion; clocks that agree do not, and what is missing concerns them all.
  public var isDoubt: Bool { kind != .clocksAgree && kind != .missing }
}

/// Why records of a source could not be read, and how many.
public struct RejectionCount: Hashable, Sendable {
  public var reason: String
  public var count: Int
  public init(reason: String, count: Int) { (self.reason, self.count) = (reason, count) }
}
