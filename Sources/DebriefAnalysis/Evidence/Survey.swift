import DebriefModel

/// What kinds of evidence there are, and when they begin and end.
struct Survey: Sendable {
  struct Extent: Sendable {
    var records = 0
    var dated = 0
    var range: TimeRange?
  }

  /// Which probes and limits a container has.
  struct Setup: Sendable {
    var isProbed: Bool
    var isMemoryLimited: Bool
    var sighting: Sighting
  }

  /// How many subjects with logs are remembered.
  static let loggedSubjects = 5000

  var kinds: [EventKind: Extent] {
    Dictionary(uniqueKeysWithValues: zip(EventKind.allCases, extents).filter { $0.1.records > 0 })
  }
  private var extents = [Extent](repeating: Extent(), count: EventKind.allCases.count)
  /// From the first to the last dated event.
  private(set) var span: TimeRange?
  /// The subjects that have log lines.
  private(set) var logged: Set<Subject> = []
  /// The subjects of probe events.
  private(set) var probed: Set<Subject> = []
  /// How the containers are set up, as far as their pods are in the evidence.
  private(set) var setups: [Subject: Setup] = [:]
  /// How many of the dated events have an assumed time.
  private(set) var assumedTimes = 0
  /// How many events stand for several occurrences of which only the first and the last time are known.
  private(set) var compacted = 0
  /// Whether there are requests to the API server; commits and runs of a pipeline are none.
  private(set) var hasRequests = false
  private var last: (kind: EventKind, subject: Subject)?

  mutating func observe(_ event: Event) {
    extents[event.kind.number].add(event.time?.range)
    if let time = event.time {
      span = span?.union(time.range) ?? time.range
      if time.basis != .stated { assumedTimes += 1 }
    }
    if event.kind == .audit, event.attributes[Attribute.delivery] == nil { hasRequests = true }
    if event.count > 2, event.kind == .kubernetes { compacted += 1 }
    if event.kind == .log, last?.kind != .log || last?.subject != event.subject, logged.count < Survey.loggedSubjects {
      logged.insert(event.subject.object)
    }
    if event.kind == .kubernetes, event.reason == "Unhealthy", probed.count < Survey.loggedSubjects {
      probed.insert(event.subject.object)
    }
    if event.kind == .state, event.reason == "ContainerSpec", setups.count < Survey.loggedSubjects {
      let attributes = event.attributes
      setups[event.subject] = Setup(
        isProbed: attributes["readiness_probe"] == "true" || attributes["liveness_probe"] == "true",
        isMemoryLimited: attributes["memory_limit"] == "true", sighting: Sighting(event))
    }
    last = (event.kind, event.subject)
  }

  func has(_ kind: EventKind) -> Bool { extents[kind.number].records > 0 }
}

extension Survey.Extent {
  fileprivate mutating func add(_ time: TimeRange?) {
    records += 1
    guard let time else { return }
    dated += 1
    range = range?.union(time) ?? time
  }
}
