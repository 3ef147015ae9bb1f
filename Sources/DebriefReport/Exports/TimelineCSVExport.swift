public import DebriefModel

/// The events as a table for a spreadsheet: RFC 4180, formulas disarmed.
public struct TimelineCSVExport: Export {
  public static let description = ExportDescription(
    id: "csv", title: "every event as a row (spreadsheets, pandas)", fileName: "timeline.csv")

  static let columns = [
    "start", "end", "count", "kind", "severity", "cluster", "namespace", "subject_kind", "subject", "container",
    "reason",
    "message", "source", "line", "byte", "id",
  ]

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    let sources = ExportedSources(try evidence.sources())
    try out(CSV.record(Self.columns))
    try evidence.forEachEvent(EventFilter()) { event in
      try out(CSV.record(cells(event, sources)))
      return true
    }
  }

  private func cells(_ event: Event, _ sources: ExportedSources) -> [String] {
    let subject = event.subject
    return [
      event.time?.startText ?? "", event.time?.endText ?? "", String(event.count), event.kind.rawValue,
      event.severity.name, subject.cluster, subject.namespace, subject.kind, subject.name, subject.container,
      event.reason, event.message, sources.path(event), event.provenance.line > 0 ? String(event.provenance.line) : "",
      String(event.provenance.byte), event.id,
    ]
  }
}
