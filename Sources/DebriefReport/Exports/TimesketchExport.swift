public import DebriefModel

/// Events for Timesketch as JSON Lines.
///
/// Each entry has the three fields that Timesketch asks for, `message`, `datetime` (ISO 8601) and `timestamp_desc`, and
/// `timestamp` in microseconds. An event over an interval becomes two entries, its first and its last occurrence. Source:
/// Timesketch documentation, "Create timeline from JSON/JSONL/CSV file".
public struct TimesketchExport: Export {
  public static let description = ExportDescription(
    id: "timesketch", title: "every event as JSON Lines for Timesketch", fileName: "timesketch.jsonl")

  private var undated = Undated()
  public var remarks: [String] { undated.remarks }

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    let sources = ExportedSources(try evidence.sources())
    try evidence.forEachEvent(EventFilter()) { event in
      let entries = TimesketchEntry.entries(of: event)
      if entries.isEmpty { undated.add() }
      for entry in entries { try out(line(entry, event, sources)) }
      return true
    }
  }

  private func line(_ entry: TimesketchEntry, _ event: Event, _ sources: ExportedSources) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      json.field("message", event.headline)
      json.field("datetime", entry.dateTime)
      json.field("timestamp_desc", entry.meaning)
      json.field("timestamp", Int(entry.at.microseconds))
      json.field("data_type", "debrief:\(event.kind.rawValue)")
      json.field("severity", event.severity.name)
      json.field("cluster", event.subject.cluster)
      json.field("namespace", event.subject.namespace)
      json.field("subject_kind", event.subject.kind)
      json.field("subject", event.subject.name)
      json.field("container", event.subject.container)
      json.field("occurrences", event.count)
      json.field("evidence", sources.place(event))
      json.field("event_id", event.id)
    }
    return json.text + "\n"
  }
}

/// The same as CSV, for servers that take no JSON Lines.
public struct TimesketchCSVExport: Export {
  public static let description = ExportDescription(
    id: "timesketch-csv", title: "every event as CSV for Timesketch", fileName: "timesketch.csv")

  private var undated = Undated()
  public var remarks: [String] { undated.remarks }

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    let sources = ExportedSources(try evidence.sources())
    try out(CSV.record(["message", "datetime", "timestamp_desc", "data_type", "severity", "subject", "evidence"]))
    try evidence.forEachEvent(EventFilter()) { event in
      let entries = TimesketchEntry.entries(of: event)
      if entries.isEmpty { undated.add() }
      for entry in entries {
        try out(
          CSV.record([
            event.headline, entry.dateTime, entry.meaning, "debrief:\(event.kind.rawValue)", event.severity.name,
            event.subject.description, sources.place(event),
          ]))
      }
      return true
    }
  }
}

/// One dated entry of an event.
struct TimesketchEntry {
  var at: Instant
  var dateTime: String
  var meaning: String

  static func entries(of event: Event) -> [TimesketchEntry] {
    guard let time = event.time else { return [] }
    if time.isInstant { return [TimesketchEntry(at: time.start, dateTime: time.startText, meaning: "Event Logged")] }
    return [
      TimesketchEntry(at: time.start, dateTime: time.startText, meaning: "First Occurrence"),
      TimesketchEntry(at: time.end, dateTime: time.endText, meaning: "Last Occurrence"),
    ]
  }
}
