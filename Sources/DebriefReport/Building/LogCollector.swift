import DebriefModel

/// Collects distinct log messages around the onset, and counts all of them by time.
struct LogCollector {
  /// Messages listed.
  static let limit = 12
  /// Distinct messages kept while streaming.
  static let shapeLimit = 2000
  /// Stretches of the span in which messages are counted.
  static let binCount = 160
  /// Characters of a message, stack trace included.
  static let messageLimit = 1200

  private struct Key: Hashable {
    var subject: Subject
    var shape: String
  }
  private let onset: Instant?
  private let span: TimeRange?
  private var shapes: [Key: LogExcerpts.Excerpt] = [:]
  private var hidden = 0
  private var counts = LogExcerpts()

  init(onset: Instant?, span: TimeRange?) {
    (self.onset, self.span) = (onset, span)
    counts.bins = Array(repeating: LogExcerpts.Bin(), count: span == nil ? 0 : LogCollector.binCount)
  }

  mutating func observe(_ event: Event, at place: Place) {
    guard event.kind == .log else { return }
    counts.total += 1
    let isError = event.severity >= .error
    if isError { counts.errors += 1 }
    guard let time = event.time else { return }
    countBin(time.start, isError: isError)
    if event.severity >= .warning { remember(event, time, at: place) }
  }

  private mutating func countBin(_ instant: Instant, isError: Bool) {
    guard let span, span.contains(instant), span.duration > .zero else { return }
    let share = (instant - span.start).seconds / span.duration.seconds
    let index = min(LogCollector.binCount - 1, max(0, Int(share * Double(LogCollector.binCount))))
    if isError { counts.bins[index].errors += 1 } else { counts.bins[index].others += 1 }
  }

  private mutating func remember(_ event: Event, _ time: EventTime, at place: Place) {
    let key = Key(subject: event.subject.object, shape: MessageShape.of(event.message))
    if shapes[key] != nil {
      shapes[key]?.last = time.end
      shapes[key]?.count += max(1, event.count)
    } else if shapes.count < LogCollector.shapeLimit {
      shapes[key] = LogExcerpts.Excerpt(
        event: event.id, first: time.start, last: time.end, precision: time.precision, severity: event.severity,
        subject: event.subject, message: VisibleText.excerpt(event.message, limit: LogCollector.messageLimit),
        count: max(1, event.count), source: place.path, line: place.line, byte: place.byte)
    } else {
      hidden += 1
    }
  }

  func result() -> LogExcerpts {
    var result = counts
    let ranked = shapes.values.sorted { a, b in
      (b.severity, distance(a), a.first, a.event) < (a.severity, distance(b), b.first, b.event)
    }
    result.excerpts = ranked.prefix(LogCollector.limit).sorted { ($0.first, $0.event) < ($1.first, $1.event) }
    result.hidden = ranked.count - result.excerpts.count + hidden
    return result
  }

  /// Seconds between the onset and the first time a message came.
  private func distance(_ excerpt: LogExcerpts.Excerpt) -> Double {
    onset.map { abs((excerpt.first - $0).seconds) } ?? 0
  }
}
