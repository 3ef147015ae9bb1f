/// An error or a warning for a person: what, why, where, and what to do.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Level: String, Sendable { case error, warning }
  public var level: Level
  /// One lower-case sentence: what went wrong.
  public var summary: String
  /// Why, when known.
  public var reason: String?
  /// A path, with `:line` when known.
  public var place: String?
  /// What to do about it.
  public var help: String?
  public init(
    _ level: Level = .error, _ summary: String, reason: String? = nil, place: String? = nil, help: String? = nil
  ) {
    (self.level, self.summary, self.reason) = (level, summary, reason)
    (self.place, self.help) = (place, help)
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The fixed anatomy: `error: …`, `reason: …`, `--> place`, `= help: …`.
  public var description: String {
    var lines = ["\(level.rawValue): \(summary)"]
    if let reason { lines.append("reason: \(reason)") }
    if let place { lines.append(" --> \(place)") }
    if let help { lines.append("  = help: \(help)") }
    return lines.joined(separator: "\n")
  }
}
