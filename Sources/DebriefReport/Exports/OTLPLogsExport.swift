public import DebriefModel

/// The events as OpenTelemetry log records: one `ExportLogsServiceRequest` in JSON a line, as the collector's file exporter writes.
///
/// Kubernetes subjects become the semantic conventions' resource attributes. An event's time is its first occurrence; its last
/// one and its count are attributes. Source: opentelemetry-proto, logs.proto and "OTLP/JSON"; severity numbers of the log data model.
public struct OTLPLogsExport: Export {
  public static let description = ExportDescription(
    id: "otlp", title: "every event as an OTLP JSON log record (OpenTelemetry Collector, otlpjsonfile receiver)",
    fileName: "events.otlp.jsonl")

  /// Records a line: large enough to be quick, small enough for a collector's message limit.
  static let batchSize = 256

  public init() {}

  public mutating func write(
    _ evidence: some EvidenceReader, _ analysis: IncidentAnalysis, to out: (String) throws -> Void
  ) throws {
    let sources = ExportedSources(try evidence.sources())
    var batch: [Event] = []
    try evidence.forEachEvent(EventFilter()) { event in
      batch.append(event)
      guard batch.count == Self.batchSize else { return true }
      try out(line(batch, analysis, sources))
      batch.removeAll(keepingCapacity: true)
      return true
    }
    if !batch.isEmpty { try out(line(batch, analysis, sources)) }
  }

  private func line(_ batch: [Event], _ analysis: IncidentAnalysis, _ sources: ExportedSources) -> String {
    var json = JSONWriter(.compact)
    json.object { json in
      json.array("resourceLogs") { json in
        for (subject, events) in Self.bySubject(batch) {
          json.object { json in
            json.object("resource") { json in
              json.array("attributes") { Self.resource(subject, analysis.incident.id, &$0) }
            }
            json.array("scopeLogs") { json in
              json.object { json in
                json.object("scope") { $0.field("name", "debrief") }
                json.array("logRecords") { json in
                  for event in events { json.object { Self.record(event, sources, &$0) } }
                }
              }
            }
          }
        }
      }
    }
    return json.text + "\n"
  }

  /// The events of each subject, subjects in the order of their first event.
  private static func bySubject(_ events: [Event]) -> [(Subject, [Event])] {
    var order: [Subject] = []
    var groups: [Subject: [Event]] = [:]
    for event in events {
      if groups[event.subject] == nil { order.append(event.subject) }
      groups[event.subject, default: []].append(event)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }

  private static func resource(_ subject: Subject, _ incident: String, _ json: inout JSONWriter) {
    attribute("debrief.incident", incident, &json)
    attribute("k8s.cluster.name", subject.cluster, &json)
    attribute("k8s.namespace.name", subject.namespace, &json)
    attribute("k8s.container.name", subject.container, &json)
    let known = ["Pod", "Node", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob"]
    if known.contains(subject.kind) {
      attribute("k8s.\(subject.kind.lowercased()).name", subject.name, &json)
    } else {
      attribute("debrief.subject.kind", subject.kind, &json)
      attribute("debrief.subject.name", subject.name, &json)
    }
  }

  private static func record(_ event: Event, _ sources: ExportedSources, _ json: inout JSONWriter) {
    if let time = event.time { json.field("timeUnixNano", String(time.start.nanoseconds)) }
    if event.severity != .unknown {
      json.field("severityNumber", number(event.severity))
      json.field("severityText", event.severity.name.uppercased())
    }
    json.object("body") { $0.field("stringValue", event.message) }
    json.array("attributes") { json in
      attribute("debrief.kind", event.kind.rawValue, &json)
      attribute("debrief.reason", event.reason, &json)
      if event.count > 1 { attribute("debrief.count", String(event.count), &json) }
      if let time = event.time, !time.isInstant { attribute("debrief.last", time.endText, &json) }
      for (name, value) in event.attributes.sorted(by: { $0.key < $1.key }) { attribute(name, value, &json) }
      attribute("debrief.evidence", sources.place(event), &json)
      attribute("debrief.event.id", event.id, &json)
    }
  }

  private static func attribute(_ name: String, _ value: String, _ json: inout JSONWriter) {
    guard !value.isEmpty else { return }
    json.object { json in
      json.field("key", name)
      json.object("value") { $0.field("stringValue", value) }
    }
  }

  /// The severity numbers of OpenTelemetry; NOTICE has none of its own and is INFO2.
  private static func number(_ severity: Severity) -> Int {
    switch severity {
    case .unknown: 0
    case .debug: 5
    case .info: 9
    case .notice: 10
    case .warning: 13
    case .error: 17
    case .critical: 21
    }
  }
}
