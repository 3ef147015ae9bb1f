internal import DebriefModel
internal import DebriefParsing

/// One row of `kubectl get`: the state of an object as it was when the table was printed.
struct TableRow {
  let subject: Subject
  let cells: [String: String]
  private let identity: ObjectIdentity

  init(_ subject: Subject, _ cells: [String: String]) {
    (self.subject, self.cells) = (subject, cells)
    identity = ObjectIdentity(namespace: subject.namespace, name: subject.name)
  }

  private func cell(_ name: String) -> String { cells[name] ?? "" }

  /// Adds what the row tells: a state, restarts, the creation, the node.
  func read(into batch: inout EventBatch) {
    for state in states { add(state, &batch) }
    if subject.kind == "Pod" { readPod(&batch) }
    guard ["Pod", "Node", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job"].contains(subject.kind),
      let age = AgeRange(cell("AGE")), batch.context.capturedAt != nil, let created = batch.time(age.last)
    else { return }
    batch.add(
      Event(
        time: created, kind: .state, severity: .info, subject: subject, reason: "\(subject.kind)Created",
        message: "\(subject.kind.lowercased()) created", identity: identity.fact("created")))
  }

  // MARK: States

  private typealias State = (reason: String, severity: Severity, message: String)

  private var states: [State] {
    switch subject.kind {
    case "Pod": [pod]
    case "Node": node
    case "Deployment", "StatefulSet", "ReplicaSet", "DaemonSet": [replicas].compactMap { $0 }
    case "Job": [job].compactMap { $0 }
    case "HorizontalPodAutoscaler": [autoscaler].compactMap { $0 }
    case "PersistentVolumeClaim", "PersistentVolume": [volume]
    case "Endpoints", "EndpointSlice":
      ["<none>", "<unset>", ""].contains(cell("ENDPOINTS"))
        ? [("NoEndpoints", .warning, "no address is ready behind \(subject.name)")] : []
    default: cell("STATUS").isEmpty ? [] : [(cell("STATUS"), .unknown, "was \(cell("STATUS"))")]
    }
  }

  private static let ordinary: Set<String> = [
    "Running", "Completed", "Succeeded", "ContainerCreating", "PodInitializing",
  ]
  private static let ended: Set<String> = [
    "Error", "OOMKilled", "Evicted", "Failed", "ContainerStatusUnknown", "DeadlineExceeded", "NodeLost",
    "UnexpectedAdmissionError",
  ]

  private var pod: State {
    let status = cell("STATUS")
    let message = "\(cell("READY")) containers ready, \(cell("RESTARTS")) restarts, \(status)"
    if status == "Running", let ready = TableCell.ratio(cell("READY")), ready.ready < ready.all {
      return ("Ready=False", .warning, message)
    }
    if Self.ordinary.contains(status) || TableCell.ratio(String(status.dropFirst(5))) != nil {
      return (status, .info, message)
    }
    if status == "Terminating" { return ("Deleting", .notice, message) }
    let reason = status.hasPrefix("Init:") ? String(status.dropFirst(5)) : status == "Pending" ? "PodPending" : status
    return (reason, Self.ended.contains(reason) || reason.contains(":") ? .error : .warning, message)
  }

  private var node: [State] {
    cell("STATUS").split(separator: ",").map { status in
      switch status {
      case "Ready": ("Ready=True", .info, "node was ready")
      case "SchedulingDisabled": ("Unschedulable", .notice, "node takes no new pods")
      default: (String(status), .warning, "node was \(status)")
      }
    }
  }

  private var replicas: State? {
    let ratio: (ready: Int, all: Int)?
    if let desired = Int(cell("DESIRED")) {
      ratio = (Int(cell("READY")) ?? Int(cell("AVAILABLE")) ?? 0, desired)
    } else {
      ratio = TableCell.ratio(cell("READY"))
    }
    guard let ratio else { return nil }
    let message = "\(ratio.ready) of \(ratio.all) replicas ready"
    return ratio.ready < ratio.all ? ("ReplicasUnavailable", .warning, message) : ("ReplicasReady", .info, message)
  }

  private var job: State? {
    let message = "completions \(cell("COMPLETIONS"))"
    if cell("STATUS") == "Failed" { return ("JobFailed", .error, message) }
    guard let done = TableCell.ratio(cell("COMPLETIONS").split(separator: " ").first.map(String.init) ?? "") else {
      return nil
    }
    return done.ready < done.all ? ("JobIncomplete", .info, message) : ("JobComplete", .info, message)
  }

  private var autoscaler: State? {
    let text = "\(cell("REPLICAS")) replicas of \(cell("MINPODS")) to \(cell("MAXPODS")), \(cell("TARGETS"))"
    if cell("TARGETS").contains("<unknown>") { return ("ScalingActive=False", .warning, text) }
    guard let most = Int(cell("MAXPODS")), let now = Int(cell("REPLICAS")) else { return nil }
    return now >= most ? ("ScalingLimited", .notice, text) : ("Autoscaling", .info, text)
  }

  private var volume: State {
    let status = cell("STATUS")
    let word = subject.kind == "PersistentVolume" ? "Volume" : "Claim"
    let isGood = status == "Bound" || status == "Available"
    return ("\(word)\(status)", isGood ? .info : .warning, "\(word.lowercased()) is \(status)")
  }

  private func add(_ state: State, _ batch: inout EventBatch) {
    batch.add(
      Event(
        time: batch.timeSeen, kind: .state, severity: state.severity, subject: subject, reason: state.reason,
        message: state.message, identity: identity.fact("state", state.reason)))
  }

  // MARK: Pods

  private func readPod(_ batch: inout EventBatch) {
    if let node = cells["NODE"], !node.isEmpty, !node.hasPrefix("<") {
      let name = node.split(separator: "/").first.map(String.init) ?? node
      batch.add(Relation(.runsOn, from: subject, to: Subject(kind: "Node", name: name)))
    }
    guard let restarts = TableCell.restarts(cell("RESTARTS")), restarts.count > 0 else { return }
    var count = restarts.count
    if restarts.last != nil, let time = batch.time(restarts.last) {
      addRestart(time, 1, "container restarted", identity.fact("restart", "\(time.start)"), &batch)
      count -= 1
    }
    guard count > 0 else { return }
    let word = "\(count) restart\(count == 1 ? "" : "s") of the pod's containers, times unknown"
    addRestart(nil, count, word, identity.fact("restarted", rank: restarts.count), &batch)
  }

  private func addRestart(
    _ time: EventTime?, _ count: Int, _ message: String, _ identity: EventIdentity, _ batch: inout EventBatch
  ) {
    batch.add(
      Event(
        time: time, count: count, kind: .state, severity: .warning, subject: subject, reason: "Restarted",
        message: message, attributes: [Attribute.restartCount: cell("RESTARTS")], identity: identity))
  }
}
