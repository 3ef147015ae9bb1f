import DebriefModel

/// Collects warnings by workload for the picture.
struct LaneCollector {
  /// Lanes drawn.
  static let laneLimit = 8
  /// Workloads kept while streaming.
  static let workloadLimit = 2000
  /// Spans kept for one workload; further ones widen the last span with the same reason.
  static let spanLimit = 120

  private let workloads: Workloads
  private var spans: [Subject: [Lanes.LaneSpan]] = [:]
  private var counts: [Subject: Int] = [:]
  private var overflow = 0

  init(workloads: Workloads) { self.workloads = workloads }

  mutating func observe(_ event: Event) {
    guard event.kind == .kubernetes || event.kind == .state, event.severity >= .warning, let time = event.time else {
      return
    }
    let subject = workloads.workload(of: event.subject)
    guard spans[subject] != nil || spans.count < LaneCollector.workloadLimit else {
      overflow += 1
      return
    }
    counts[subject, default: 0] += 1
    add(
      Lanes.LaneSpan(
        start: time.start, end: time.end, severity: event.severity, reason: event.reason, count: max(1, event.count),
        events: 1, event: event.id), to: subject)
  }

  private mutating func add(_ span: Lanes.LaneSpan, to subject: Subject) {
    var list = spans[subject] ?? []
    let isFull = list.count >= LaneCollector.spanLimit
    let same = list.lastIndex { $0.reason == span.reason && (isFull || $0.end >= span.start) }
    if let index = same ?? (isFull ? list.indices.last : nil) {
      list[index].end = max(list[index].end, span.end)
      list[index].count = list[index].count &+ span.count
      list[index].events += 1
      list[index].severity = max(list[index].severity, span.severity)
    } else {
      list.append(span)
    }
    spans[subject] = list
  }

  func result() -> Lanes {
    var lanes = Lanes()
    let ordered = spans.sorted { a, b in
      (severity(b.value), counts[b.key] ?? 0, a.key) < (severity(a.value), counts[a.key] ?? 0, b.key)
    }
    let shown = ordered.prefix(LaneCollector.laneLimit).sorted {
      ($0.value[0].start, $0.key) < ($1.value[0].start, $1.key)
    }
    lanes.lanes = shown.map { Lanes.Lane(subject: $0.key.description, spans: $0.value, events: counts[$0.key] ?? 0) }
    lanes.hiddenLanes = ordered.count - shown.count
    lanes.hiddenEvents = counts.values.reduce(0, +) - lanes.lanes.reduce(0) { $0 + $1.events } + overflow
    return lanes
  }

  private func severity(_ spans: [Lanes.LaneSpan]) -> Severity { spans.map { $0.severity }.max() ?? .unknown }
}
