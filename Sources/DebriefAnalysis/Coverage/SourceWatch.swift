import DebriefModel

/// What the one pass over the events gathers about the sources themselves.
struct SourceWatch: Sendable {
  /// By source; streams of records that are expected to go on.
  private(set) var silences: [Int: SilenceWatch] = [:]
  private(set) var retention: [Int: EventRetention] = [:]
  private(set) var restarted = RestartedContainers()
  private(set) var clocks = ClockAnchors()

  mutating func observe(_ event: Event) {
    let source = event.provenance.source
    switch event.kind {
    case .log, .audit:
      if let time = event.time { silences[source, default: SilenceWatch()].observe(time.start) }
    case .kubernetes: retention[source, default: EventRetention()].observe(event)
    default: break
    }
    restarted.observe(event)
    clocks.observe(event)
  }

  mutating func finish() { clocks.finish() }
}
