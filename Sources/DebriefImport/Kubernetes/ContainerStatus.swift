internal import DebriefModel
internal import DebriefParsing

/// What a container's status tells, however it was printed: terminations, earlier restarts, what it waits for, when it started.
struct ContainerStatus {
  /// How a container ended.
  struct Termination {
    var code: Int?
    var signal: Int?
    var reason = "Terminated"
    var message = ""
    /// As printed, where it is a time.
    var started: String?
    var finished: EventTime?
    /// Tells runs of one container apart: the runtime's id.
    var run = ""
  }

  /// Waiting for these is part of every start; anything else a container waits for is trouble.
  private static let ordinary = ["ContainerCreating", "PodInitializing"]
  /// A longer termination message is cut: it may be the tail of a log.
  private static let longestMessage = 2000

  var name: String
  /// `init` or `ephemeral`; empty for an ordinary container.
  var type = ""
  var image = ""
  var restarts: Int?
  var lastEnd: Termination?
  var end: Termination?
  var waiting: (reason: String, message: String?)?
  var running: EventTime?

  /// Adds what it tells about a container of the pod `subject`.
  func read(_ pod: Subject, _ identity: ObjectIdentity, into batch: inout EventBatch) {
    let subject = Subject(namespace: pod.namespace, kind: pod.kind, name: pod.name, container: name)
    for end in [lastEnd, end] {
      if let end { batch.add(event(end, subject, identity)) }
    }
    if let restarted = restarted(subject, identity) { batch.add(restarted) }
    if let waiting, !waiting.reason.isEmpty {
      batch.add(
        Event(
          time: batch.timeSeen, kind: .state, severity: Self.ordinary.contains(waiting.reason) ? .info : .warning,
          subject: subject, reason: waiting.reason, message: waiting.message ?? "container \(name) is waiting",
          attributes: attributes, identity: identity.fact("waiting", name, waiting.reason)))
    }
    if let running {
      batch.add(
        Event(
          time: running, kind: .state, severity: .info, subject: subject, reason: "Running",
          message: "container \(name) started and was still running", attributes: attributes,
          identity: identity.fact("running", name, "\(running.start)")))
    }
  }

  private var attributes: [String: String] {
    var attributes: [String: String] = [:]
    if !image.isEmpty { attributes[Attribute.image] = image }
    if let restarts { attributes[Attribute.restartCount] = String(restarts) }
    if !type.isEmpty { attributes["container_type"] = type }
    return attributes
  }

  private func event(_ end: Termination, _ subject: Subject, _ identity: ObjectIdentity) -> Event {
    var attributes = attributes
    attributes[Attribute.exitCode] = end.code.map { String($0) }
    attributes["signal"] = end.signal.flatMap { $0 == 0 ? nil : String($0) }
    attributes["started_at"] = end.started
    let text = "container \(name) ended" + (end.code.map { " with exit code \($0)" } ?? "")
    return Event(
      time: end.finished, kind: .state, severity: end.code == 0 ? .info : .error, subject: subject, reason: end.reason,
      message: end.message.isEmpty ? text : "\(text): \(end.message.prefix(Self.longestMessage))",
      attributes: attributes,
      identity: identity.fact(
        "terminated", name, end.run.isEmpty ? end.finished.map { "\($0.start)" } ?? "" : end.run))
  }

  /// The status keeps the last termination only: earlier ones happened, and when is unknown.
  private func restarted(_ subject: Subject, _ identity: ObjectIdentity) -> Event? {
    let known = lastEnd == nil ? 0 : 1
    guard let restarts, restarts > known, restarts < 1 << 31 else { return nil }
    let count = restarts - known
    return Event(
      time: nil, count: count, kind: .state, severity: .warning, subject: subject, reason: "Restarted",
      message:
        "\(count) \(known == 0 ? "" : "earlier ")restart\(count == 1 ? "" : "s") of container \(name), times unknown",
      attributes: attributes, identity: identity.fact("restarted", name, rank: restarts))
  }
}

extension ContainerStatus {
  /// The statuses of all containers of a pod as the API gives them.
  static func all(of pod: JSONValue) -> [ContainerStatus] {
    guard let status = pod["status"] else { return [] }
    let lists: [(JSONValue?, String)] = [
      (status["initContainerStatuses"], "init"), (status["containerStatuses"], ""),
      (status["ephemeralContainerStatuses"], "ephemeral"),
    ]
    return lists.flatMap { list, type in
      (list?.elements ?? JSONValue.none).compactMap { Self($0, type: type) }
    }
  }

  private init?(_ status: JSONValue, type: String) {
    guard let name = status["name"]?.string else { return nil }
    self.init(name: name, type: type, image: status["image"]?.string ?? "", restarts: status["restartCount"]?.int)
    lastEnd = status["lastState"]?["terminated"].map { Termination($0) }
    let state = status["state"]
    end = state?["terminated"].map { Termination($0) }
    waiting = state?["waiting"].map { ($0["reason"]?.string ?? "", $0["message"]?.string) }
    running = Timestamp.rfc3339(state?["running"]?["startedAt"])
  }
}

extension ContainerStatus.Termination {
  fileprivate init(_ terminated: JSONValue) {
    code = terminated["exitCode"]?.int
    signal = terminated["signal"]?.int
    reason = terminated["reason"]?.string ?? "Terminated"
    message = terminated["message"]?.string ?? ""
    if Timestamp.rfc3339(terminated["startedAt"]) != nil { started = terminated["startedAt"]?.string }
    finished = Timestamp.rfc3339(terminated["finishedAt"])
    run = terminated["containerID"]?.string ?? ""
  }
}
