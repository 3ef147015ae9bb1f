public import DebriefModel

/// Milestones, changes, alerts and findings as annotations of Grafana.
///
/// A JSON array of the bodies that `POST /api/annotations` takes, one call for each. Times are milliseconds; an interval has
/// `timeEnd`. Source: Grafana HTTP API, "Annotations", "Create annotation".
public struct GrafanaAnnotationsExport: Export {
  public static let description = ExportDescription(
    id: "grafana-annotations", title: "milestones, changes, alerts and findings for Grafana (POST /api/annotations)",
    fileName: "annotations.json")

  private struct Annotation {
    var start: Instant
    var end: Instant?
    var text: String
    var tags: [String]
  }

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    let own = ["debrief", "incident:\(analysis.incident.id)"]
    var all = milestones(analysis) + changes(analysis) + findings(analysis)
    try evidence.forEachEvent(EventFilter(kinds: [.alert])) { event in
      if let annotation = alert(event) { all.append(annotation) }
      return true
    }
    all.sort { ($0.start, $0.text, $0.tags.joined()) < ($1.start, $1.text, $1.tags.joined()) }
    var json = JSONWriter()
    json.array { json in
      for annotation in all { json.object { write(annotation, own, &$0) } }
    }
    try out(json.text + "\n")
  }

  private func write(_ annotation: Annotation, _ own: [String], _ json: inout JSONWriter) {
    json.field("time", Int(annotation.start.milliseconds))
    if let end = annotation.end, end > annotation.start { json.field("timeEnd", Int(end.milliseconds)) }
    json.field("tags", own + annotation.tags)
    json.field("text", annotation.text)
  }

  private func milestones(_ analysis: IncidentAnalysis) -> [Annotation] {
    analysis.milestones.sorted { $0.key < $1.key }.map { name, milestone in
      let words = name.rawValue.split(separator: "_").joined(separator: " ")
      return Annotation(
        start: milestone.at, end: nil, text: "\(words) (\(milestone.basis.rawValue)): \(milestone.rule)",
        tags: ["milestone", name.rawValue])
    }
  }

  private func changes(_ analysis: IncidentAnalysis) -> [Annotation] {
    analysis.changes.map { change in
      Annotation(
        start: change.at, end: nil, text: [change.subject.description, change.what].joined(separator: ": "),
        tags: ["change", change.kind])
    }
  }

  private func findings(_ analysis: IncidentAnalysis) -> [Annotation] {
    analysis.findings.map { finding in
      Annotation(
        start: finding.start, end: finding.end, text: finding.title, tags: ["finding", finding.detector])
    }
  }

  private func alert(_ event: Event) -> Annotation? {
    guard let time = event.time else { return nil }
    let state = event.attributes[Attribute.alertState] ?? "firing"
    return Annotation(start: time.start, end: time.end, text: event.headline, tags: ["alert", state])
  }
}
