internal import DebriefModel
internal import DebriefParsing

/// Reads the times that stores and collectors keep beside a record; notes it when they state no zone.
struct StoreClock: Sendable {
  private var clock = LogClock()

  /// A time in a field: RFC 3339 and its relatives, a Unix time, or Kibana's way of writing.
  mutating func time(_ value: JSONValue, _ store: String, _ batch: inout EventBatch) -> EventTime? {
    time(value.withUTF8 { Self.read($0) } ?? LineClock.number(value), store, &batch)
  }

  /// A time in a text.
  mutating func time(_ text: String, _ store: String, _ batch: inout EventBatch) -> EventTime? {
    var text = text
    return time(text.withUTF8 { unsafe Self.read($0.span) }, store, &batch)
  }

  mutating func time(_ stated: LogLine.Clock, _ store: String, _ batch: inout EventBatch) -> EventTime? {
    if case .full(let parsed) = stated, parsed.offset == nil {
      batch.note(.timeAssumption, "\(store)'s times state no zone: \(batch.context.zone.name) was assumed")
    }
    return clock.time(stated, &batch)
  }

  private static func read(_ text: Span<UInt8>) -> LogLine.Clock {
    KibanaTime.read(text).map { .full($0) } ?? LineClock.stated(text)
  }
}
