import DebriefModel

/// Containers that restarted, and whether a log from before their last start is among the sources.
struct RestartedContainers: Sendable {
  /// How many containers and logs are followed.
  static let most = 5000

  private struct Restart {
    var count = 0
    /// When the container that runs now was started; else when the last one ended.
    var started: Instant?
    var ended: Instant?
    var source: Int
  }

  private var restarts: [Subject: Restart] = [:]
  /// The first log record of each container, or of the pod where the log names none.
  private var logs: [Subject: Instant] = [:]
  private var lastLogged: Subject?

  mutating func observe(_ event: Event) {
    switch event.kind {
    case .state where !event.subject.container.isEmpty: observeState(event)
    case .log where event.subject.kind == "Pod" || !event.subject.container.isEmpty: observeLog(event)
    default: break
    }
  }

  private mutating func observeState(_ event: Event) {
    guard let count = event.attributes[Attribute.restartCount].flatMap({ Int($0) }), count > 0 else { return }
    guard restarts[event.subject] != nil || restarts.count < Self.most else { return }
    var restart = restarts[event.subject] ?? Restart(source: event.provenance.source)
    restart.count = max(restart.count, count)
    if event.reason == "Running" { restart.started = max(restart.started ?? event.time?.start, event.time?.start) }
    if event.attributes[Attribute.exitCode] != nil {
      restart.ended = max(restart.ended ?? event.time?.end, event.time?.end)
    }
    restarts[event.subject] = restart
  }

  /// Records come in the order of their times: the first one of a container is the earliest.
  private mutating func observeLog(_ event: Event) {
    guard event.subject != lastLogged, let at = event.time?.start else { return }
    lastLogged = event.subject
    if logs[event.subject] == nil, logs.count < Self.most { logs[event.subject] = at }
  }

  struct Missing: Sendable {
    var container: Subject
    var count: Int
    /// When the container that runs now was started; else when the last one ended.
    var last: Instant
    var source: Int
  }

  /// Whether any container that restarted has a log from before.
  var hasEarlierLogs: Bool { withoutPrevious.count < restarts.count }

  /// Containers without a log from before their last start; those that started last come first.
  var withoutPrevious: [Missing] {
    restarts.compactMap { container, restart in
      let last = restart.started ?? restart.ended
      guard let last else { return nil }
      let known = [container, container.object].compactMap { logs[$0] }.min()
      // A start within the second of the first record is that start.
      if let known, known < last - .seconds(1) { return nil }
      return Missing(container: container, count: restart.count, last: last, source: restart.source)
    }.sorted { ($0.last, $1.container) > ($1.last, $0.container) }
  }
}

/// The later of two times, either of which may be unknown.
private func max(_ a: Instant?, _ b: Instant?) -> Instant? {
  guard let a, let b else { return a ?? b }
  return a < b ? b : a
}
