public import DebriefModel

/// A correction of a clock that a reviewer asked for: all times of the matching sources are moved.
public struct ClockAdjustment: Hashable, Sendable {
  /// A source's path, or a glob over paths or last names.
  public var source: String
  /// What is added to every time; positive for a clock that was slow.
  public var shift: TimeSpan
  public init(source: String, shift: TimeSpan) { (self.source, self.shift) = (source, shift) }

  /// Whether it concerns the source at `path`.
  public func matches(_ path: String) -> Bool { source == path || EvidenceFolder.matches(path, source) }
}

extension ImportRequest {
  /// How far the times of a source are moved; the last matching adjustment holds.
  func shift(of path: String) -> TimeSpan { adjustments.last { $0.matches(path) }?.shift ?? .zero }
}
