import DebriefModel

/// Maps time to a horizontal place.
struct TimeScale {
  var span: TimeRange
  var left: Double
  var width: Double

  /// The place of an instant as a share of the width; outside 0…1 when it is outside the span.
  func share(_ instant: Instant) -> Double {
    let length = span.duration.seconds
    return length > 0 ? (instant - span.start).seconds / length : 0.5
  }

  func x(_ instant: Instant) -> Double { left + width * share(instant) }

  /// The visible part of an interval, as places; nil when none of it is visible.
  func visible(_ start: Instant, _ end: Instant) -> (from: Double, to: Double)? {
    guard start <= span.end, end >= span.start else { return nil }
    return (x(max(start, span.start)), x(min(end, span.end)))
  }

  private static let steps: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
    2_592_000, 31_536_000,
  ]

  /// Round moments, at most `count` of them, and the seconds between two.
  func ticks(_ count: Int) -> (step: Double, at: [Instant]) {
    let length = span.duration.seconds
    guard length > 0 else { return (60, [span.start]) }
    let step = TimeScale.steps.first { length / $0 <= Double(count) } ?? length
    var tick = (span.start.seconds / step).rounded(.up) * step
    var ticks: [Instant] = []
    while tick <= span.end.seconds && ticks.count <= count {
      ticks.append(Instant(seconds: Int64(tick)))
      tick += step
    }
    return (step, ticks)
  }

  /// The label of a tick: seconds only where the step is below a minute, the date from a day on.
  static func label(_ instant: Instant, step: Double) -> String {
    step >= 86_400 ? instant.date : step < 60 ? instant.clock() : String(instant.clock().prefix(5))
  }
}
