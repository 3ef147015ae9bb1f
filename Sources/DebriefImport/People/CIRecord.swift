internal import DebriefModel
internal import DebriefParsing

/// Which tool's record an object is, by its keys.
enum CIShape: CaseIterable {
  case githubDeployment, githubStatus, githubRun, ghRun, gitlabDeployment, gitlabPipeline, jenkinsBuild

  /// The keys that only this shape has together.
  private var keys: [String] {
    switch self {
    case .githubDeployment: ["sha", "task", "environment", "created_at"]
    case .githubStatus: ["deployment_url", "state", "created_at"]
    case .githubRun: ["run_number", "head_sha", "created_at"]
    case .ghRun: ["databaseId", "headSha", "createdAt"]
    case .gitlabDeployment: ["iid", "deployable", "environment", "created_at"]
    case .gitlabPipeline: ["sha", "ref", "status", "web_url", "source", "created_at"]
    case .jenkinsBuild: ["number", "timestamp", "result", "url"]
    }
  }

  init?(_ outline: ObjectOutline, _ prefix: String) {
    guard let shape = Self.allCases.first(where: { $0.keys.allSatisfy { outline.has(prefix + $0) } }) else {
      return nil
    }
    self = shape
  }

  init?(_ value: JSONValue) {
    let keys = Set(value.members.compactMap { $0.key.string })
    guard let shape = Self.allCases.first(where: { keys.isSuperset(of: $0.keys) }) else { return nil }
    self = shape
  }
}

/// One deployment or run.
struct CIRecord {
  private let value: JSONValue
  private let shape: CIShape
  private let path: String

  init(_ value: JSONValue, _ shape: CIShape, path: String) {
    (self.value, self.shape, self.path) = (value, shape, path)
  }

  var event: Event {
    var change = DeployedChange(service: service, version: version)
    (change.what, change.status, change.environment) = (what, status, environment)
    change.actor = actor
    change.identity = id.isEmpty ? nil : EventIdentity(key: "ci:\(shape):\(id)")
    let event = change.event(time)
    return isDeployment ? event : record(event)
  }

  /// A run that deploys nothing: who ran what, but no change to the running system.
  private func record(_ deployment: Event) -> Event {
    var event = deployment
    event.kind = .audit
    event.reason = "Run"
    event.severity = event.severity == .warning ? .notice : .info
    event.message = "\(what.isEmpty ? "run" : what): \(status)" + (version.isEmpty ? "" : " at \(version)")
    event.attributes[Attribute.change] = nil
    event.attributes[Attribute.delivery] = "run"
    return event
  }

  private var isDeployment: Bool {
    switch shape {
    case .githubDeployment, .githubStatus, .gitlabDeployment: return true
    default:
      let text = what.lowercased()
      return ["deploy", "release", "rollback", "roll back", "rollout"].contains { text.contains($0) }
    }
  }

  private func line(_ value: JSONValue?) -> String { Prose.line(value?.scalarText ?? "") }

  private var id: String { line(value["id"] ?? value["databaseId"] ?? value["url"]) }

  private var version: String {
    let full = line(value["sha"] ?? value["head_sha"] ?? value["headSha"])
    if shape == .jenkinsBuild { return "#" + line(value["number"]) }
    let ref = line(value["ref"] ?? value["head_branch"] ?? value["headBranch"])
    let short = full.utf8.count == 40 ? String(full.prefix(10)) : full
    return [ref, short].filter { !$0.isEmpty && $0 != full }.joined(separator: " ")
  }

  private var status: String {
    line(value["conclusion"] ?? value["state"] ?? value["result"] ?? value["status"]).lowercased()
  }

  private var environment: String { line(value["environment"]?["name"] ?? value["environment"]) }

  private var actor: String {
    line(
      value["creator"]?["login"] ?? value["triggering_actor"]?["login"] ?? value["actor"]?["login"]
        ?? value["user"]?["username"] ?? value["user"]?["name"])
  }

  private var what: String {
    switch shape {
    case .githubDeployment, .githubStatus: return line(value["description"])
    case .githubRun, .ghRun:
      let name = line(value["name"] ?? value["workflowName"])
      let title = line(value["display_title"] ?? value["displayTitle"])
      return [name, title].filter { !$0.isEmpty }.joined(separator: ", ")
    case .gitlabDeployment: return line(value["deployable"]?["name"])
    case .gitlabPipeline: return line(value["name"])
    case .jenkinsBuild: return line(value["fullDisplayName"] ?? value["displayName"])
    }
  }

  /// The repository or project in the record's addresses.
  private var service: String {
    if let name = value["repository"]?["name"]?.string { return Prose.line(name) }
    let addresses = [
      value["repository_url"], value["deployment_url"], value["url"], value["statuses_url"], value["web_url"],
      value["deployable"]?["pipeline"]?["web_url"],
    ]
    for address in addresses {
      if let name = Self.repository(in: address?.string ?? "") { return Prose.line(name) }
    }
    return ""
  }

  /// `pay` in `…/repos/shop/pay/deployments/1`, `…/shop/pay/actions/runs/1`, `…/shop/pay/-/pipelines/1`, `…/job/pay/7/`.
  private static func repository(in address: String) -> String? {
    let parts = address.split(separator: "/").map(String.init)
    for (marker, offset) in [("repos", 2), ("actions", -1), ("-", -1), ("job", 1)] {
      guard let index = marker == "job" ? parts.lastIndex(of: marker) : parts.firstIndex(of: marker) else { continue }
      let position = index + offset
      if parts.indices.contains(position) { return parts[position] }
    }
    return nil
  }

  private var time: EventTime? {
    if shape == .jenkinsBuild { return jenkinsTime }
    let start = Timestamp.rfc3339(
      value["run_started_at"] ?? value["startedAt"] ?? value["started_at"] ?? value["created_at"] ?? value["createdAt"])
    guard var time = start else { return nil }
    let end: EventTime? =
      switch shape {
      case .githubRun, .ghRun: Timestamp.rfc3339(value["updated_at"] ?? value["updatedAt"])
      case .gitlabPipeline: Timestamp.rfc3339(value["finished_at"])
      case .gitlabDeployment: Timestamp.rfc3339(value["deployable"]?["finished_at"])
      default: nil
      }
    if let end, end.start > time.start, status != "in_progress", status != "queued" { time.end = end.start }
    return time
  }

  private var jenkinsTime: EventTime? {
    guard let start = value["timestamp"]?.int, var time = Timestamp.epoch(start) else { return nil }
    if let milliseconds = value["duration"]?.int, milliseconds > 0, milliseconds < 1 << 40 {
      time.end = time.start + TimeSpan(nanoseconds: Int64(milliseconds) * 1_000_000)
    }
    return time
  }
}
