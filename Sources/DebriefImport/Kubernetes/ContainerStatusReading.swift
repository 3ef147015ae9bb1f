internal import DebriefModel
internal import DebriefParsing

/// Reads one container's status: terminations, earlier restarts, what it waits for, when it started.
struct ContainerStatusReading {
  /// Waiting for these is part of every start; anything else a container waits for is trouble.
  private static let ordinary = ["ContainerCreating", "PodInitializing"]
  /// A longer termination message is cut: it may be the tail of a log.
  private static let longestMessage = 2000

  private let status: JSONValue
  private let subject: Subject
  private let identity: ObjectIdentity
  private let name: String
  /// `init` or `ephemeral`; empty for an ordinary container.
  private let type: String

  /// The statuses of all containers of a pod.
  static func all(of pod: JSONValue, subject: Subject, identity: ObjectIdentity) -> [ContainerStatusReading] {
    guard let status = pod["status"] else { return [] }
    let lists: [(JSONValue?, String)] = [
      (status["initContainerStatuses"], "init"), (status["containerStatuses"], ""),
      (status["ephemeralContainerStatuses"], "ephemeral"),
    ]
    return lists.flatMap { list, type in
      (list?.elements ?? JSONValue.none).compactMap { Self($0, type: type, subject: subject, identity: identity) }
    }
  }

  private init?(_ status: JSONValue, type: String, subject: Subject, identity: ObjectIdentity) {
    guard let name = status["name"]?.string else { return nil }
    (self.status, self.type, self.name, self.identity) = (status, type, name, identity)
    self.subject = Subject(namespace: subject.namespace, kind: subject.kind, name: subject.name, container: name)
  }

  func read(into batch: inout EventBatch) {
    let last = status["lastState"]?["terminated"]
    if let last { readTermination(last, &batch) }
    if let now = status["state"]?["terminated"] { readTermination(now, &batch) }
    readEarlierRestarts(known: last == nil ? 0 : 1, &batch)
    if let waiting = status["state"]?["waiting"] { readWaiting(waiting, &batch) }
    if let running = status["state"]?["running"] { readRunning(running, &batch) }
  }

  private var attributes: [String: String] {
    var attributes: [String: String] = [:]
    if let image = status["image"]?.string, !image.isEmpty { attributes[Attribute.image] = image }
    if let count = status["restartCount"]?.int { attributes[Attribute.restartCount] = String(count) }
    if !type.isEmpty { attributes["container_type"] = type }
    return attributes
  }

  private func readTermination(_ terminated: JSONValue, _ batch: inout EventBatch) {
    let code = terminated["exitCode"]?.int
    let reason = terminated["reason"]?.string ?? "Terminated"
    var attributes = attributes
    attributes[Attribute.exitCode] = code.map { String($0) }
    attributes["signal"] = terminated["signal"]?.int.flatMap { $0 == 0 ? nil : String($0) }
    if Timestamp.rfc3339(terminated["startedAt"]) != nil { attributes["started_at"] = terminated["startedAt"]?.string }
    let time = Timestamp.rfc3339(terminated["finishedAt"])
    let run = terminated["containerID"]?.string ?? ""
    batch.add(
      Event(
        time: time, kind: .state, severity: code == 0 ? .info : .error, subject: subject, reason: reason,
        message: terminationMessage(terminated, code), attributes: attributes,
        identity: identity.fact("terminated", name, run.isEmpty ? time.map { "\($0.start)" } ?? "" : run)))
  }

  private func terminationMessage(_ terminated: JSONValue, _ code: Int?) -> String {
    let text = "container \(name) ended" + (code.map { " with exit code \($0)" } ?? "")
    guard let message = terminated["message"]?.string, !message.isEmpty else { return text }
    return "\(text): \(message.prefix(Self.longestMessage))"
  }

  /// The status keeps the last termination only: earlier ones happened, and when is unknown.
  private func readEarlierRestarts(known: Int, _ batch: inout EventBatch) {
    guard let restarts = status["restartCount"]?.int, restarts > known, restarts < 1 << 31 else { return }
    let count = restarts - known
    batch.add(
      Event(
        time: nil, count: count, kind: .state, severity: .warning, subject: subject, reason: "Restarted",
        message:
          "\(count) \(known == 0 ? "" : "earlier ")restart\(count == 1 ? "" : "s") of container \(name), times unknown",
        attributes: attributes, identity: identity.fact("restarted", name, rank: restarts)))
  }

  private func readWaiting(_ waiting: JSONValue, _ batch: inout EventBatch) {
    guard let reason = waiting["reason"]?.string, !reason.isEmpty else { return }
    batch.add(
      Event(
        time: batch.timeSeen, kind: .state, severity: Self.ordinary.contains(reason) ? .info : .warning,
        subject: subject,
        reason: reason, message: waiting["message"]?.string ?? "container \(name) is waiting", attributes: attributes,
        identity: identity.fact("waiting", name, reason)))
  }

  private func readRunning(_ running: JSONValue, _ batch: inout EventBatch) {
    guard let time = Timestamp.rfc3339(running["startedAt"]) else { return }
    batch.add(
      Event(
        time: time, kind: .state, severity: .info, subject: subject, reason: "Running",
        message: "container \(name) started and was still running", attributes: attributes,
        identity: identity.fact("running", name, "\(time.start)")))
  }
}
