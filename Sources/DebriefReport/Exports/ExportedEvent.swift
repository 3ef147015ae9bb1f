internal import DebriefModel

/// The sources of an incident by number, for lines that say where an event stands.
struct ExportedSources {
  private let byID: [Int: Source]

  init(_ sources: [Source]) {
    byID = Dictionary(sources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func path(_ event: Event) -> String { byID[event.provenance.source]?.path ?? "" }
  func hash(_ event: Event) -> String { byID[event.provenance.source]?.sha256 ?? "" }

  /// `path:line`; the path alone where the format has no lines.
  func place(_ event: Event) -> String {
    event.provenance.line > 0 ? "\(path(event)):\(event.provenance.line)" : path(event)
  }
}

extension Event {
  /// One line: the reason before the message, the subject where there is neither.
  var headline: String {
    let parts = [reason, message].filter { !$0.isEmpty }
    return parts.isEmpty ? subject.description : parts.joined(separator: ": ")
  }
}

extension EventTime {
  var startText: String { start.rfc3339(precision) }
  var endText: String { end.rfc3339(precision) }
}

extension Instant {
  /// Whole units since 1970 rounded down, as APIs take them.
  func whole(nanoseconds unit: Int64) -> Int64 {
    let (quotient, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit)
    return rest < 0 ? quotient - 1 : quotient
  }
  var milliseconds: Int64 { whole(nanoseconds: 1_000_000) }
  var microseconds: Int64 { whole(nanoseconds: 1000) }
}
