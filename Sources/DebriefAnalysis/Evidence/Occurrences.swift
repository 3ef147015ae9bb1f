public import DebriefModel

/// What is known of one run of events about one subject, in bounded memory.
public struct Occurrences: Sendable {
  /// How many of the first events are kept as evidence; the last is kept as well.
  static let kept = 4

  /// From the first known occurrence to the last; nil while only undated events were seen.
  public private(set) var range: TimeRange?
  /// How often it happened, counting compacted events in full; saturates.
  public private(set) var count = 0
  /// How many records say so.
  public private(set) var records = 0
  /// The worst severity.
  public private(set) var severity = Severity.unknown
  private var first: [Sighting] = []
  private var last: Sighting?

  /// Creates an empty record.
  public init() {}

  /// Adds one event. O(1).
  public mutating func add(_ event: Event) {
    let sighting = Sighting(event)
    count = saturatingSum(count, max(1, event.count))
    records = saturatingSum(records, 1)
    severity = max(severity, event.severity)
    if let time = event.time { range = range?.union(time.range) ?? time.range }
    keep(sighting)
  }

  /// Adds all of another run.
  mutating func add(_ other: Occurrences) {
    count = saturatingSum(count, other.count)
    records = saturatingSum(records, other.records)
    severity = max(severity, other.severity)
    if let more = other.range { range = range?.union(more) ?? more }
    for sighting in other.sightings { keep(sighting) }
  }

  /// The events kept: the first few and the last, by time.
  var sightings: [Sighting] {
    guard let last, first.last.map({ $0 < last }) ?? true else { return first }
    return first + [last]
  }

  private mutating func keep(_ sighting: Sighting) {
    if last.map({ $0 < sighting }) ?? true { last = sighting }
    if first.count == Occurrences.kept, let largest = first.last, !(sighting < largest) { return }
    first.insert(sighting, at: first.firstIndex { sighting < $0 } ?? first.count)
    if first.count > Occurrences.kept { first.removeLast() }
  }
}

/// Adds without trapping: counts come from evidence and may be anything.
func saturatingSum(_ a: Int, _ b: Int) -> Int {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? .max : sum
}
