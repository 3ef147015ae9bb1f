internal import DebriefImport
public import DebriefModel
internal import DebriefStore
internal import Foundation

/// Writes a scenario as the files that the tools of its time would have left behind, so that it goes through the real importers.
///
/// Warnings become `kubectl get events -o json`, alerts and series range queries of Prometheus, changes an audit log, pages
/// PagerDuty's log entries, messages a Slack export, notes Markdown, logs CRI files. States have no file and are left out.
public struct ScenarioFiles {
  let scenario: Scenario
  /// How far the whole story is moved.
  var shift = TimeSpan.zero

  public init(_ scenario: Scenario, shift: TimeSpan = .zero) { (self.scenario, self.shift) = (scenario, shift) }

  /// The files by path; those without content are left out.
  public var files: [(path: String, text: String)] {
    var files = [
      ("events.json", list(of(.kubernetes).map(kubernetes))), ("alerts.json", alerts),
      ("audit.log", lines(of(.change).map(audit))), ("pagerduty.json", pager), ("slack/incident.json", slack),
      ("notes.md", notes), ("incident.yaml", scenario.manifest.joined(separator: "\n")),
    ]
    files += scenario.series.enumerated().map { ("metrics/series-\($0.offset).json", matrix([$0.element])) }
    let logs = Dictionary(grouping: of(.log), by: \.subject).sorted { $0.key < $1.key }
    files += logs.map { subject, events in
      ("logs/var/log/pods/\(subject.namespace)_\(subject.name)_0-0-0/app/0.log", lines(events.map(log)))
    }
    return files.filter { !$0.1.isEmpty }.map { (path: $0.0, text: $0.1) }
  }

  /// Imports the files, in the order of their paths or backwards, without those that `isKept` refuses.
  public func imported(backwards: Bool = false, keeping isKept: (String) -> Bool = { _ in true }) throws
    -> some EvidenceReader
  {
    let folder = try TemporaryDirectory()
    for file in files where isKept(file.path) { try folder.write(file.path, file.text) }
    let store = try Store.inMemory()
    let found = try EvidenceFolder.files(in: folder.path)
    _ = try ImportSession(sink: StoreImport(store)).importFiles(
      backwards ? found.reversed() : found, ImportRequest(incident: scenario.name))
    return try store.evidence(incident: scenario.name)
  }

  // MARK: Times

  private func of(_ kind: EventKind) -> [Event] { scenario.events.filter { $0.kind == kind && $0.time != nil } }
  private func at(_ event: Event) -> Instant { (event.time?.start ?? Scenario.origin) + shift }
  private func end(_ event: Event) -> Instant { (event.time?.end ?? Scenario.origin) + shift }

  /// The last moment of the story.
  private var storyEnd: Instant {
    let samples = scenario.series.compactMap { $0.samples.last.map { $0.at + shift } }
    return (scenario.events.map(end) + samples).max() ?? Scenario.origin + shift
  }

  // MARK: Kubernetes

  private func kubernetes(_ event: Event) -> String {
    let subject = event.subject
    let container = subject.container.isEmpty ? "" : #","fieldPath":"spec.containers{\#(subject.container)}""#
    let uid = "\(event.provenance.line)-\(event.provenance.byte)"
    return """
      {"apiVersion":"v1","kind":"Event","metadata":{"name":"e-\(uid)","namespace":"\(subject.namespace)","uid":"\(uid)"},\
      "involvedObject":{"kind":"\(subject.kind)","namespace":"\(subject.namespace)","name":"\(subject.name)"\(container)},\
      "reason":\(quoted(event.reason)),"message":\(quoted(event.message)),"type":\
      "\(event.severity >= .warning ? "Warning" : "Normal")","count":\(event.count),"firstTimestamp":"\(at(event))",\
      "lastTimestamp":"\(end(event))","source":{"component":"kubelet"}}
      """
  }

  private func list(_ items: [String]) -> String {
    items.isEmpty ? "" : #"{"apiVersion":"v1","kind":"List","items":["# + items.joined(separator: ",\n") + "]}\n"
  }

  private func log(_ event: Event) -> String {
    "\(at(event).rfc3339(.nanosecond)) stderr F level=\(event.severity.name) msg=\(quoted(event.message))"
  }

  // MARK: Changes

  private func audit(_ event: Event) -> String {
    let request = AuditRequest(event)
    return """
      {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"\(event.provenance.line)-\
      \(event.provenance.byte)","stage":"ResponseComplete","requestURI":"/apis/x?fieldManager=\(request.manager)","verb":\
      "\(request.verb)","user":{"username":"\(event.attributes[Attribute.actor] ?? "on-call")"},"userAgent":"kubectl/v1.31.0",\
      "objectRef":{"resource":"\(request.resource)","namespace":"\(event.subject.namespace)","name":"\(event.subject.name)"\
      \(request.subresource)},"responseStatus":{"code":200},"requestObject":\(request.body),"requestReceivedTimestamp":\
      "\(at(event).rfc3339(.microsecond))","stageTimestamp":"\(at(event).rfc3339(.microsecond))"}
      """
  }

  // MARK: Prometheus

  /// Sampled every 15 s, with the heartbeat that real exports have.
  private var alerts: String {
    let events = of(.alert)
    guard !events.isEmpty else { return "" }
    let heartbeat =
      #"{"metric":{"__name__":"ALERTS","alertname":"Watchdog","alertstate":"firing","severity":"none"},"values":"#
      + values(Scenario.origin + shift, storyEnd) + "}"
    let all = events.map { event -> String in
      var labels = ["__name__": "ALERTS", "alertname": event.reason, "severity": "page"]
      labels["alertstate"] = event.attributes[Attribute.alertState]
      if !event.subject.isEmpty { labels[event.subject.kind.lowercased()] = event.subject.name }
      let isOpen = event.attributes[Attribute.openEnded] == "true"
      return #"{"metric":\#(object(labels)),"values":"# + values(at(event), isOpen ? storyEnd : end(event)) + "}"
    }
    return result([heartbeat] + all)
  }

  private func values(_ start: Instant, _ end: Instant) -> String {
    var stamps: [String] = []
    var at = Scenario.origin + shift
    while at <= end {
      if at >= start { stamps.append(#"[\#(at.nanoseconds / 1_000_000_000),"1"]"#) }
      at = at + .seconds(15)
    }
    return "[\(stamps.joined(separator: ","))]"
  }

  private func matrix(_ series: [(series: Series, samples: [Sample])]) -> String {
    result(
      series.map { series, samples in
        var labels = series.labels
        labels["__name__"] = series.metric
        let values = samples.map { #"[\#(($0.at + shift).nanoseconds / 1_000_000_000),"\#($0.value)"]"# }
        return #"{"metric":\#(object(labels)),"values":[\#(values.joined(separator: ","))]}"#
      })
  }

  private func result(_ items: [String]) -> String {
    #"{"status":"success","data":{"resultType":"matrix","result":["# + items.joined(separator: ",\n") + "]}}\n"
  }

  // MARK: People

  private var pager: String {
    let entries = of(.page).map { event -> String in
      let page = event.attributes[Attribute.page] ?? "trigger"
      let isHuman = event.attributes[Attribute.actorKind].map { $0 == "human" } ?? (page != "trigger")
      return """
        {"id":"P\(event.provenance.line)","type":"\(page)_log_entry","summary":\(quoted(event.message.isEmpty ? page : event.message)),\
        "created_at":"\(at(event))","agent":{"type":"\(isHuman ? "user" : "service")_reference","summary":"agent"},\
        "channel":{"type":"api"},"incident":{"id":"PI1"},"service":{"summary":"shop"}}
        """
    }
    return entries.isEmpty ? "" : #"{"log_entries":["# + entries.joined(separator: ",\n") + #"],"more":false}"# + "\n"
  }

  private var slack: String {
    let messages = of(.chat).map { event in
      let micro = at(event).nanoseconds / 1000
      let fraction = String(String(1_000_000 + micro % 1_000_000).dropFirst())
      return
        #"{"type":"message","user":"U1","ts":"\#(micro / 1_000_000).\#(fraction)","text":\#(quoted(event.message))}"#
    }
    return messages.isEmpty
      ? "" : #"{"ok":true,"messages":["# + messages.joined(separator: ",\n") + #"],"has_more":false}"# + "\n"
  }

  /// Notes are written to the minute.
  private var notes: String {
    let lines = of(.annotation).map { "- \(at($0).date) \(at($0).clock().prefix(5)) \($0.message)" }
    return lines.isEmpty ? "" : "# Notes\n\nAll times UTC.\n\n" + lines.joined(separator: "\n") + "\n"
  }

  // MARK: Text

  private func lines(_ lines: [String]) -> String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

  private func object(_ labels: [String: String]) -> String {
    let members = labels.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
    return "{\(members.joined(separator: ","))}"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

/// The request to the API server that a change of a scenario stands for.
private struct AuditRequest {
  var verb = "patch"
  var resource: String
  var subresource = ""
  var manager = "kubectl-edit"
  var body = "{}"

  init(_ event: Event) {
    let words = event.message.split(separator: " ")
    let number = words.compactMap { Int($0) }.first ?? 1
    resource = event.subject.kind.lowercased() + (event.subject.kind.hasSuffix("y") ? "" : "s")
    if resource.hasSuffix("policy") { resource = String(resource.dropLast()) + "ies" }
    switch event.attributes[Attribute.change] {
    case "rollout" where words.first == "restarted":
      manager = "kubectl-rollout"
      body =
        #"{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-01-01T00:00:00Z"}}}}}"#
    case "rollout", "image":
      manager = "kubectl-set"
      body =
        #"{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"registry.example/app:\#(words.last ?? "2")"}]}}}}"#
    case "rollback":
      manager = "kubectl-rollout"
      body =
        #"[{"op":"replace","path":"/spec/template","value":{"spec":{"containers":[{"name":"app","image":"registry.example/app:1"}]}}}]"#
    case "scale":
      subresource = #","subresource":"scale""#
      body = #"{"spec":{"replicas":\#(number)}}"#
    case "cordon": body = #"{"spec":{"unschedulable":true}}"#
    case "secret": (verb, resource) = ("update", "secrets")
    default: verb = words.first == "deleted" ? "delete" : words.first == "created" ? "create" : "patch"
    }
  }
}
