public import DebriefModel

/// Notices services behind which nothing is ready.
public struct NoEndpointsDetector: Detector {
  public static let description = DetectorDescription(
    id: "no-endpoints", title: "Service without endpoints", category: .application, role: .symptom,
    reads: [.state, .log, .kubernetes],
    explanation: """
      Endpoints and EndpointSlices whose addresses are all not ready, and what proxies say about it: ingress-nginx (“does not have \
      any active Endpoint”), kube-proxy and the API server (“no endpoints available for service”), Envoy (“no healthy upstream”), \
      nginx (“no live upstreams”), from \(least) lines on. Nothing ready behind a service may come from failing probes, a selector that \
      matches no pod, or a workload at zero replicas that is meant so.
      """,
    playbook: "no-endpoints",
    followUp: FollowUp(
      "Add an alert for {subject} having no ready endpoint", type: "detect",
      doneWhen: "scaling what is behind it to zero in a test raises the alert"))

  /// One line is written while a service is being set up.
  static let least = 2

  private static let phrases = Phrases([
    "does not have any active endpoint", "no endpoints available for service", "no healthy upstream",
    "no live upstreams", "no endpoints found", "has no endpoints", "no healthy host",
  ])
  private var empty = Ledger()
  private var stated: Set<Subject> = []

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .state {
      guard event.reason == "NoEndpoints" else { return }
      empty.add(event, about: event.subject.object)
      if empty.holds(event.subject.object) { stated.insert(event.subject.object) }
    } else if event.isComplaint || event.kind == .kubernetes && event.severity >= .warning {
      guard Self.phrases.isIn(event.message) else { return }
      empty.add(event, about: Self.service(event))
    }
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(empty)
    for (subject, number, run) in empty.all where run.count >= Self.least || stated.contains(subject) {
      findings.report(
        run, about: subject, number: number,
        title: "Nothing behind the service was ready (\(counted(run.count, "report")))", cause: "no ready endpoints",
        severity: .error, confidence: stated.contains(subject) ? 0.85 : 0.75)
    }
  }

  /// The service that the message names, else what the event is about.
  private static func service(_ event: Event) -> Subject {
    guard let name = quoted(after: "service", in: event.message) else { return event.subject.object }
    let parts = name.split(separator: "/")
    if parts.count == 2 { return Subject(namespace: String(parts[0]), kind: "Service", name: String(parts[1])) }
    return Subject(kind: "Service", name: name)
  }
}
