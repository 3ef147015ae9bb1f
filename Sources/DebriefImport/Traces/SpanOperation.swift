internal import DebriefModel

/// The spans of one operation of one service in a file.
///
/// A span is slow when it took at least 100 ms, and three times the median of its operation in the file or 5 s; where the
/// operation has fewer than five spans, 1 s. The ten slowest are kept.
struct SpanOperation {
  private static let mostSlow = 10
  private static let floor = TimeSpan(nanoseconds: 100_000_000)
  private static let always = TimeSpan.seconds(5)
  private static let alone = TimeSpan.seconds(1)
  /// Fewer spans than this have no usual duration.
  static let enough = 5

  struct Slow {
    var span: TraceSpan
    var duration: TimeSpan
    var place: Provenance
  }

  private(set) var spans = 0
  private(set) var failed = 0
  private(set) var durations = SpanDurations()
  private(set) var range: TimeRange?
  private(set) var precision = TimePrecision.second
  /// Where the first span stands.
  let place: Provenance
  /// The longest first.
  private var longest: [Slow] = []

  init(place: Provenance) { self.place = place }

  mutating func take(_ span: TraceSpan, _ place: Provenance) {
    spans += 1
    if span.isFailed { failed += 1 }
    if let start = span.start {
      let whole = TimeRange(start.start, span.duration.map { start.start + $0 } ?? start.start)
      range = range.map { $0.union(whole) } ?? whole
      precision = max(precision, start.precision)
    }
    guard let duration = span.duration else { return }
    durations.add(duration)
    if !span.isFailed { keep(Slow(span: span, duration: duration, place: place)) }
  }

  /// The slow spans that did not fail, the slowest first.
  var slow: [Slow] {
    let limit = limit
    return longest.filter { $0.duration >= limit }
  }

  private var limit: TimeSpan {
    guard durations.count >= Self.enough, let median = durations.quantile(0.5) else { return Self.alone }
    let three = median.nanoseconds.multipliedReportingOverflow(by: 3)
    return max(Self.floor, min(Self.always, TimeSpan(nanoseconds: three.overflow ? .max : three.partialValue)))
  }

  private mutating func keep(_ item: Slow) {
    guard item.duration >= Self.floor else { return }
    guard longest.count < Self.mostSlow || item.duration > longest[longest.count - 1].duration else { return }
    let index = longest.firstIndex { $0.duration < item.duration } ?? longest.count
    longest.insert(item, at: index)
    if longest.count > Self.mostSlow { longest.removeLast() }
  }
}
