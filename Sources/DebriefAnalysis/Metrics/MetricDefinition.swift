public import DebriefModel

/// One figure of the time-to family: what it means, how it is computed, how sure it is.
public struct MetricDefinition: Sendable {
  public let id: String
  public let meaning: String
  public let from: Milestone.Name
  public let to: Milestone.Name

  /// The computation in the contract's words.
  public var formula: String { "\(to.rawValue) - \(from.rawValue)" }

  /// All of them, in the order in which they end.
  public static let all = [
    MetricDefinition(
      id: "time_to_detect", meaning: "until someone or something noticed", from: .impactStarted, to: .detected),
    MetricDefinition(
      id: "time_to_acknowledge", meaning: "from the notice until a person took it on", from: .detected,
      to: .acknowledged),
    MetricDefinition(
      id: "time_to_contain", meaning: "until the impact stopped growing (also: to mitigate)", from: .impactStarted,
      to: .contained),
    MetricDefinition(
      id: "time_to_eradicate", meaning: "until the cause was removed", from: .impactStarted, to: .eradicated),
    MetricDefinition(
      id: "time_to_recover", meaning: "until service was back to normal", from: .impactStarted, to: .recovered),
  ]

  /// The figure in seconds; nil while one of its milestones is unknown.
  public func value(in metrics: TimeTo) -> Double? {
    switch to {
    case .detected: metrics.detect
    case .acknowledged: metrics.acknowledge
    case .contained: metrics.contain
    case .eradicated: metrics.eradicate
    case .recovered: metrics.recover
    case .impactStarted, .closed: nil
    }
  }

  /// The shortest and longest it can have been, from how far both milestones may be off; nil while one is unknown.
  public func bounds(in milestones: [Milestone.Name: Milestone]) -> (low: Double, high: Double)? {
    guard let start = milestones[from], let end = milestones[to] else { return nil }
    return ((end.earliest - start.latest).seconds, (end.latest - start.earliest).seconds)
  }

  /// The milestones without which it stays unknown.
  public func missing(in milestones: [Milestone.Name: Milestone]) -> [String] {
    [from, to].filter { milestones[$0] == nil }.map { $0.rawValue }
  }
}
