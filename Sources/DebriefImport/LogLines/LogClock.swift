internal import DebriefModel
internal import DebriefParsing

/// Turns times as written into instants: assumes the zone and finds the year where the line states none.
struct LogClock {
  /// Reference times may lie this much before the first line.
  static let tolerance = TimeSpan.seconds(2 * 86_400)

  /// A time stated by the file itself (a header), which is better than the reference of other sources.
  var ownReference: Instant?
  private var year: Int?
  private var lastDay = 0
  private var readingKey = -1
  private var reading = AssumedZone.Reading(offset: 0)
  /// The last time of a repeated hour, and whether the clock was seen to step back within it.
  private var lastRepeated: Instant?
  private var isSecondPass = false

  /// The event time of a clock; nil when there is none or its year cannot be known.
  mutating func time(_ clock: LogLine.Clock, _ batch: inout EventBatch) -> EventTime? {
    switch clock {
    case .none: return nil
    case .exact(let time): return time
    case .full(let parsed):
      return parsed.offset == nil ? assumed(parsed, &batch) : parsed.eventTime()
    case .yearless(let time): return resolve(time, &batch)
    }
  }

  private mutating func resolve(_ time: YearlessTime, _ batch: inout EventBatch) -> EventTime? {
    guard let year = year(of: time, &batch) else { return nil }
    // The 29th of February in a year that has none: the year was assumed wrongly, so the time is unknown.
    guard let parsed = time.parsed(year: year) else { return nil }
    var resolved = assumed(parsed, &batch)
    resolved?.basis = .assumedYear
    return resolved
  }

  private mutating func year(of time: YearlessTime, _ batch: inout EventBatch) -> Int? {
    let day = time.civil.month * 31 + time.civil.day
    guard let known = year else {
      guard let reference = ownReference ?? batch.context.referenceTime else {
        batch.note(
          .timeAssumption,
          "times without a year: nothing tells the year, so the events are undated; --captured-at would")
        return nil
      }
      let first = firstYear(time, reference)
      batch.note(.timeAssumption, "times without a year: \(first) was assumed for the first line")
      (year, lastDay) = (first, day)
      return first
    }
    // A step back from December to January is a new year; a late line of the old year is not.
    if lastDay - day > 182 {
      year = known + 1
    } else if day - lastDay > 330 {
      return known - 1
    }
    lastDay = day
    return year
  }

  /// The latest year in which the first line lies before the reference time.
  private func firstYear(_ time: YearlessTime, _ reference: Instant) -> Int {
    let year = CivilTime(utc: reference + Self.tolerance).year
    guard let instant = time.parsed(year: year)?.instant() else { return year }
    return instant > reference + Self.tolerance ? year - 1 : year
  }

  /// The time in the assumed zone. In the hour that a clock change repeats, lines count as the first time through it, an hour
  /// uncertain, until the log itself steps back.
  private mutating func assumed(_ parsed: ParsedTime, _ batch: inout EventBatch) -> EventTime? {
    let reading = reading(of: parsed.civil, batch.context.zone)
    if reading.isSkipped {
      batch.note(
        .timeAssumption,
        "times that clocks in \(batch.context.zone.name) skip when summer time begins: the clock was taken not to have changed yet"
      )
    }
    guard reading.repeatedAfter > .zero else {
      (lastRepeated, isSecondPass) = (nil, false)
      return parsed.eventTime(assumedOffset: reading.offset)
    }
    return repeated(parsed, reading, &batch)
  }

  private mutating func repeated(_ parsed: ParsedTime, _ reading: AssumedZone.Reading, _ batch: inout EventBatch)
    -> EventTime?
  {
    batch.note(
      .timeAssumption,
      "times in the hour that clocks in \(batch.context.zone.name) repeat when summer time ends: taken as the first time through it until the log steps back"
    )
    guard var time = parsed.eventTime(assumedOffset: reading.offset) else { return nil }
    if let lastRepeated, lastRepeated - time.start > Self.stepBack { isSecondPass = true }
    lastRepeated = time.start
    if isSecondPass {
      time.start = time.start + reading.repeatedAfter
      time.end = time.start
    } else {
      time.late = reading.repeatedAfter
    }
    return time
  }

  /// A smaller step back is a late line, not a clock that was changed.
  private static let stepBack = TimeSpan.minutes(15)

  /// The zone's reading, looked up once a quarter of an hour of the log.
  private mutating func reading(of civil: CivilTime, _ zone: AssumedZone) -> AssumedZone.Reading {
    let key = (((civil.year * 12 + civil.month) * 31 + civil.day) * 24 + civil.hour) * 4 + civil.minute / 15
    if key != readingKey { (readingKey, reading) = (key, zone.reading(of: civil)) }
    return reading
  }
}

/// Compares the time inside a line with the one a runtime or collector put before it.
enum InnerTime {
  /// Smaller differences are the way from the program to the runtime.
  static let tolerance: Int64 = 2_000_000_000
  /// Times without a zone that differ by a multiple of this are another zone's, not another time.
  static let zoneStep: Int64 = 15 * 60 * 1_000_000_000

  /// The inner time as text when it disagrees with the outer one.
  static func disagreement(_ clock: LogLine.Clock, outer: Instant) -> String? {
    switch clock {
    case .none: return nil
    case .exact(let time): return differs(time.start, outer) ? time.start.rfc3339(time.precision) : nil
    case .full(let parsed):
      guard let inner = parsed.instant() else { return nil }
      let isOther = parsed.offset == nil ? differsBeyondZone(inner, outer) : differs(inner, outer)
      return isOther ? inner.rfc3339(parsed.precision) : nil
    case .yearless(let time): return yearless(time, outer)
    }
  }

  private static func yearless(_ time: YearlessTime, _ outer: Instant) -> String? {
    let year = CivilTime(utc: outer).year
    var nearest: (distance: Int64, instant: Instant)?
    for candidate in (year - 1)...(year + 1) {
      guard let instant = time.parsed(year: candidate)?.instant() else { continue }
      let distance = (instant - outer).nanoseconds.magnitude
      let bounded = Int64(clamping: distance)
      if bounded < nearest?.distance ?? .max { nearest = (bounded, instant) }
    }
    guard let nearest, differsBeyondZone(nearest.instant, outer) else { return nil }
    return nearest.instant.rfc3339(time.precision)
  }

  private static func differs(_ a: Instant, _ b: Instant) -> Bool {
    Int64(clamping: (a - b).nanoseconds.magnitude) > tolerance
  }

  private static func differsBeyondZone(_ a: Instant, _ b: Instant) -> Bool {
    let distance = Int64(clamping: (a - b).nanoseconds.magnitude)
    guard distance > tolerance else { return false }
    let rest = distance % zoneStep
    return distance > 14 * 4 * zoneStep + tolerance || min(rest, zoneStep - rest) > tolerance
  }
}
