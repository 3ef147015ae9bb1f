import DebriefAnalysis
import DebriefModel

/// How the figures of a period are said.
enum FleetWords {
  static let tooFew = "n too small for an interval"

  static func duration(_ seconds: Double?) -> String { Words.duration(seconds) }

  /// "28 min (20 min to 40 min)"; where no interval exists, that it does not.
  static func interval(_ value: Double?, _ low: Double?, _ high: Double?, _ say: (Double) -> String) -> String {
    guard let value else { return Words.unknown }
    guard let low, let high else { return "\(say(value)) (\(tooFew))" }
    return "\(say(value)) (\(say(low)) to \(high.isFinite ? say(high) : "no upper end"))"
  }

  static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return Words.unknown }
    return "\(Words.fixed(share * 100, 1)) %"
  }

  /// "3 of 10, 30 % (10.8 % to 60.3 %)".
  static func proportion(_ proportion: Proportion?) -> String {
    guard let proportion else { return "none to count" }
    return "\(Words.count(proportion.count)) of \(Words.count(proportion.total)), \(share(proportion))"
  }

  static func share(_ proportion: Proportion?) -> String {
    guard let proportion else { return Words.unknown }
    return interval(proportion.share, proportion.interval.low, proportion.interval.high) { percent($0) }
  }

  /// A share of time with as many nines as it has.
  static func availability(_ value: Double?) -> String {
    guard let value else { return Words.unknown }
    return "\(Words.fixed(value * 100, value > 0.9999 ? 4 : value > 0.99 ? 3 : 2)) %"
  }

  static func days(_ value: Double) -> String { value >= 1 ? "\(Words.fixed(value, 1)) d" : duration(value * 86_400) }

  static func rate(_ rate: PoissonRate?) -> String {
    interval(rate?.rate, rate?.interval.low, rate?.interval.high) { Words.fixed($0, 2) }
  }

  static func median(_ figures: MetricFigures?) -> String {
    guard let figures, figures.count > 0 else { return Words.unknown }
    return interval(figures.median, figures.medianInterval?.low, figures.medianInterval?.high) { duration($0) }
  }

  static func p(_ value: Double?) -> String {
    guard let value else { return Words.unknown }
    return value < 0.001 ? "< 0.001" : Words.fixed(value, 3)
  }

  static func metric(_ metric: FleetMetric) -> String {
    let words = metric.words
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  static func phases(_ names: [Phase.Name]) -> String {
    names.map { Words.phase($0) }.joined(separator: " + ") + (names.count > 1 ? " (not separable)" : "")
  }

  /// How much the smallest change is that the comparison could have shown.
  static func detectable(_ change: DetectableChange?) -> String {
    guard let change else { return Words.unknown }
    return change.ratio.isFinite ? "× or ÷ \(Words.fixed(change.ratio, 1))" : "none: n too small"
  }

  /// "from 2026-07-01 until before 2026-10-01 UTC".
  static func span(_ period: Period) -> String { "from \(moment(period.start)) until before \(moment(period.end)) UTC" }

  private static func moment(_ instant: Instant) -> String {
    instant.clock() == "00:00:00" ? instant.date : "\(instant.date) \(instant.clock())"
  }
}
