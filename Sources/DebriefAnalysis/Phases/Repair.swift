import DebriefModel

/// What a change did about an impact, told by what changed.
enum Repair: Hashable, Sendable {
  /// It kept the impact from growing, and its cause may still be there.
  case containment(String)
  /// The earlier version again: it contains, and removes the cause where it stays.
  case rollback
  /// It removed the cause.
  case fix(String)

  /// The kinds of changes that contain, whoever made them.
  private static let containing: [String: String] = [
    "scale": "scaled", "cordon": "cordoned", "policy": "isolated", "isolate": "isolated", "traffic": "traffic block",
    "delete": "restarted", "drain": "drained", "evict": "drained",
  ]
  private static let fixing: [String: String] = [
    "rollout": "new version", "image": "image update", "config": "configuration", "secret": "renewed secret",
  ]
  /// Objects that steer traffic.
  private static let routing: Set<String> = [
    "Ingress", "Service", "VirtualService", "DestinationRule", "Gateway", "HTTPRoute", "TrafficSplit", "EndpointSlice",
  ]
  private static let flags = Phrases([
    "feature flag", "feature-flag", "featureflag", "-flags", "kill switch", "kill-switch", "killswitch", "toggle",
    "maintenance mode",
  ])
  private static let failed = Phrases(["did not succeed"])

  /// Reads a change; `isReturn` says that the same object was changed shortly before the impact. nil for what repairs nothing.
  init?(_ change: ChangeLog.Item, isReturn: Bool) {
    guard !Self.failed.isIn(change.what), !change.what.hasPrefix("resumed ") else { return nil }
    if change.kind == "rollback" {
      self = .rollback
    } else if isReturn, change.kind != "rollout", change.kind != "image" {
      self = .fix("corrected \(change.kind)")
    } else if let how = Self.containment(change) {
      self = .containment(how)
    } else if change.kind == "policy" {
      self = .fix("removed policy")
    } else if let how = Self.fixing[change.kind] {
      self = .fix(how)
    } else {
      return nil
    }
  }

  private static func containment(_ change: ChangeLog.Item) -> String? {
    let isVersion = change.kind == "rollout" || change.kind == "image"
    if isVersion {
      return change.what.hasPrefix("restarted ") ? "restarted" : change.what.hasPrefix("paused ") ? "paused" : nil
    }
    if flags.isIn(change.what) || flags.isIn(change.subject.name) { return "feature flag" }
    if change.kind == "config", routing.contains(change.subject.kind) { return "traffic block" }
    if change.kind == "policy", change.what.hasPrefix("deleted ") { return nil }
    if change.what.hasPrefix("uncordoned ") { return nil }
    return containing[change.kind]
  }

  var contains: Bool { if case .fix = self { false } else { true } }
  var isFix: Bool { !contains }
  /// How, in a few words.
  var how: String {
    switch self {
    case .containment(let how), .fix(let how): how
    case .rollback: "rollback"
    }
  }
}
