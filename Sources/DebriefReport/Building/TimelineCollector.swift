import DebriefModel

/// Chooses the rows of the timeline while events stream by.
///
/// Cited events, changes, alerts and pages get rows of their own; warnings and errors that say the same about the same
/// workload share one; everything else is counted.
struct TimelineCollector {
  /// Rows on the page.
  static let limit = 400
  /// Groups of warnings kept while streaming; what would open another one is counted as not listed.
  static let groupLimit = 4000
  /// Rows of their own kept while streaming, by rank.
  static let singleLimit = 1200
  /// Below this number of events, ordinary ones are listed too.
  static let fewEvents = 250

  private let cited: Set<String>
  private let workloads: Workloads
  private var singles: [TimelineRow] = []
  private var groups: [GroupKey: TimelineRow] = [:]
  private var ordinary: [TimelineRow] = []
  private var totals: [EventKind: Int] = [:]
  private var undated = 0

  init(cited: Set<String>, workloads: Workloads) { (self.cited, self.workloads) = (cited, workloads) }

  private struct GroupKey: Hashable {
    var subject: Subject
    var kind: EventKind
    var reason: String
    var shape: String
  }

  mutating func observe(_ event: Event, at place: Place) {
    totals[event.kind, default: 0] += 1
    guard let time = event.time else {
      undated += 1
      return
    }
    let rank = rank(of: event)
    let row = TimelineRow(event, time, rank: rank, at: place)
    switch rank {
    case .cited, .change, .alert, .page:
      if singles.count < TimelineCollector.singleLimit || rank == .cited { singles.append(row) }
    case .error, .warning: group(row, event)
    case .notice: if ordinary.count < TimelineCollector.fewEvents { ordinary.append(row) }
    }
  }

  private func rank(of event: Event) -> TimelineRow.Rank {
    if cited.contains(event.id) { return .cited }
    switch event.kind {
    case .change, .annotation: return .change
    case .alert: return .alert
    case .page, .chat: return .page
    default: break
    }
    return event.severity >= .error ? .error : event.severity >= .warning ? .warning : .notice
  }

  private mutating func group(_ row: TimelineRow, _ event: Event) {
    let key = GroupKey(
      subject: workloads.workload(of: event.subject), kind: event.kind, reason: event.reason,
      shape: MessageShape.of(event.message))
    if groups[key] != nil {
      groups[key]?.absorb(row)
      // A row for several pods is about their workload.
      if groups[key]?.subject != event.subject { groups[key]?.subject = key.subject }
    } else if groups.count < TimelineCollector.groupLimit {
      groups[key] = row
    }
  }

  func result() -> Timeline {
    var timeline = Timeline()
    timeline.total = totals.values.reduce(0, +)
    timeline.undated = undated
    timeline.rows = chosen(total: timeline.total)
    timeline.notListed = notListed(rows: timeline.rows)
    return timeline
  }

  private func chosen(total: Int) -> [TimelineRow] {
    let listsOrdinary = total <= TimelineCollector.fewEvents
    let all = singles + groups.values + (listsOrdinary ? ordinary : [])
    let best = all.sorted { ($0.rank, $1.severity, $0.start, $0.id) < ($1.rank, $0.severity, $1.start, $1.id) }
    return best.prefix(TimelineCollector.limit).sorted { ($0.start, $0.rank, $0.id) < ($1.start, $1.rank, $1.id) }
  }

  /// Undated events are counted apart, so they are not counted here again.
  private func notListed(rows: [TimelineRow]) -> [Timeline.KindCount] {
    var rest = totals
    for row in rows { rest[row.kind, default: 0] -= row.events }
    return EventKind.allCases.compactMap { kind in
      rest[kind].flatMap { $0 > 0 ? Timeline.KindCount(kind: kind, count: $0) : nil }
    }
  }
}

extension TimelineRow {
  /// Characters of a message on the page.
  static let messageLimit = 400
  /// Ids a row remembers of the events it stands for.
  static let anchorLimit = 60

  init(_ event: Event, _ time: EventTime, rank: Rank, at place: Place) {
    self.init(
      id: event.id, rank: rank, start: time.start, end: time.end, precision: time.precision, basis: time.basis,
      kind: event.kind, severity: event.severity, subject: event.subject, reason: event.reason,
      message: VisibleText.excerpt(event.message, limit: TimelineRow.messageLimit), count: max(1, event.count),
      events: 1,
      source: place.path, line: place.line, byte: place.byte, anchors: [event.id])
  }

  /// Takes in a later event that says the same.
  mutating func absorb(_ row: TimelineRow) {
    start = min(start, row.start)
    end = max(end, row.end)
    count = count &+ row.count
    events += 1
    severity = max(severity, row.severity)
    basis = basis == .stated ? row.basis : basis
    if anchors.count < TimelineRow.anchorLimit { anchors += row.anchors }
  }
}
