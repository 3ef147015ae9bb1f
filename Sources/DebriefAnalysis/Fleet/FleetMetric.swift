import DebriefModel

/// The time-to family, as figures over many incidents.
public enum FleetMetric: String, Sendable, CaseIterable {
  case detect = "time_to_detect"
  case acknowledge = "time_to_acknowledge"
  case contain = "time_to_contain"
  case eradicate = "time_to_eradicate"
  case recover = "time_to_recover"

  /// The value of one incident, in seconds; nil where it is unknown.
  public func value(of summary: IncidentSummary) -> Double? {
    switch self {
    case .detect: summary.metrics.detect
    case .acknowledge: summary.metrics.acknowledge
    case .contain: summary.metrics.contain
    case .eradicate: summary.metrics.eradicate
    case .recover: summary.metrics.recover
    }
  }
}
