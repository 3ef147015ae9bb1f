public import DebriefModel

/// Notices an API server that is slow or does not answer.
public struct APIServerDetector: Detector {
  public static let description = DetectorDescription(
    id: "api-server", title: "API server slow or failing", category: .infrastructure, role: .mechanism,
    reads: [.log, .kubernetes, .audit],
    explanation: """
      At least \(least) times within \(LogBursts.minutes) minutes: requests that the audit log shows to have taken \(shortNumber(slow)) seconds or longer or to have \
      been answered with 500, 503 or 504, and log lines and events that say that the API server did not answer in time. Watches, logs, exec and \
      the like last long by nature and do not count. Running services go on without the API server; controllers, scaling and \
      deployments stand still.
      """,
    playbook: "api-server",
    followUp: FollowUp(
      "Add an alert on the time that the API server takes to answer", type: "detect",
      doneWhen: "a burst of large list requests in a test raises the alert"))

  /// How many slow or failed requests the window must hold.
  static let least = 10
  /// A request that takes this long is slow, in seconds: the objective of Kubernetes is one.
  static let slow = 5.0

  private static let phrases = Phrases([
    "unable to return a response in the time allotted", "request did not complete within", "apiserver not ready",
    "the server is currently unable to handle the request", "http: handler timeout",
    "was unable to write a json response",
    "apiserver is shutting down", "an error on the server (\"\") has prevented the request",
    "failed to update node lease",
    "unable to connect to the server",
  ])
  private static let lasting: Set<String> = ["watch", "connect", "proxy"]
  private static let server = Subject(kind: "Component", name: "kube-apiserver")
  private var slowness = LogBursts(least: least)
  private var complaints = LogBursts(least: least)

  public init() {}

  public mutating func observe(_ event: Event, into findings: inout Findings) {
    if event.kind == .audit {
      if Self.isSlow(event) { slowness.count(event, about: Self.server) }
    } else if event.isComplaint || event.kind == .kubernetes && event.severity >= .warning,
      Self.phrases.isIn(event.message)
    {
      complaints.count(event, about: event.subject.object)
    }
  }

  public mutating func observe(_ point: ChangePoint, into findings: inout Findings) {
    let name = point.series.metric
    guard point.direction == .up, name.contains("apiserver_request"), point.confidence >= 0.5,
      ["duration", "latenc", "slo"].contains(where: name.contains)
    else { return }
    findings.report(
      point, title: "Requests took longer: from \(shortNumber(point.before)) to \(shortNumber(point.after))",
      cause: "slow API server", severity: .warning, confidence: min(0.8, point.confidence))
  }

  public mutating func finish(at end: Instant, into findings: inout Findings) {
    findings.overlook(slowness)
    findings.overlook(complaints)
    for (subject, number, run) in slowness.bursts.all {
      findings.report(
        run, about: subject, number: number,
        title: "The API server was slow or failed (\(counted(run.count, "request")))",
        cause: "slow API server", severity: .error, confidence: slowness.wasCompared(subject) ? 0.9 : 0.75)
    }
    for (subject, number, run) in complaints.bursts.all {
      findings.report(
        run, about: subject, number: number,
        title: "The API server did not answer in time (\(counted(run.count, "line")))",
        cause: "API server out of reach", severity: .error, confidence: 0.75, discriminator: "client")
    }
  }

  private static func isSlow(_ event: Event) -> Bool {
    if let code = event.attributes[Attribute.code], ["500", "503", "504"].contains(code) { return true }
    guard let time = event.time, (time.end - time.start).seconds >= slow else { return false }
    if let verb = event.attributes["verb"], lasting.contains(verb) { return false }
    let resource = event.attributes["resource"] ?? ""
    return !["pods/log", "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy", "nodes/proxy"]
      .contains(resource)
  }
}
