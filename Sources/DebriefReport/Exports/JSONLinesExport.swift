public import DebriefModel

/// One JSON object a line and event, with subject, attributes and place in the evidence. Keys are those of the `events` view.
public struct JSONLinesExport: Export {
  public static let description = ExportDescription(
    id: "jsonl", title: "every event as a JSON object on its line (jq, DuckDB, pandas)", fileName: "events.jsonl")

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    let sources = ExportedSources(try evidence.sources())
    try evidence.forEachEvent(EventFilter()) { event in
      try out(line(event, sources))
      return true
    }
  }

  private func line(_ event: Event, _ sources: ExportedSources) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      json.field("id", event.id)
      json.field("start", event.time?.startText)
      json.field("end", event.time?.endText)
      json.field("earliest", event.time.map { ($0.start - $0.early).rfc3339($0.precision) })
      json.field("latest", event.time.map { ($0.end + $0.late).rfc3339($0.precision) })
      json.field("count", event.count)
      json.field("kind", event.kind.rawValue)
      json.field("severity", event.severity.name)
      json.field("cluster", event.subject.cluster)
      json.field("namespace", event.subject.namespace)
      json.field("subject_kind", event.subject.kind)
      json.field("subject", event.subject.name)
      json.field("container", event.subject.container)
      json.field("reason", event.reason)
      json.field("message", event.message)
      json.object("attributes") { json in
        for (name, value) in event.attributes.sorted(by: { $0.key < $1.key }) { json.field(name, value) }
      }
      json.object("source") { json in
        json.field("path", sources.path(event))
        json.field("line", event.provenance.line > 0 ? event.provenance.line : nil)
        json.field("byte", event.provenance.byte)
        json.field("sha256", sources.hash(event))
      }
    }
    return json.text + "\n"
  }
}
