import DebriefModel

/// The changes that the evidence shows, from change records and from Kubernetes events.
struct ChangeLog: Sendable {
  /// How many changes are kept.
  static let limit = 2000
  /// Records of one kind about one workload within this time are one change.
  static let sameChange = TimeSpan.seconds(60)

  struct Item: Sendable {
    var at: Instant
    var subject: Subject
    var what: String
    var kind: String
    var by: String?
    var sightings: [Sighting]
  }

  private let topology: Topology
  private(set) var items: [Item] = []
  private(set) var overlooked = 0
  /// Whether any record states its actor: only then is "who" known.
  private(set) var hasRecords = false
  private var replicaSets: [Subject: ReplicaSets] = [:]

  init(_ topology: Topology) { self.topology = topology }

  mutating func observe(_ event: Event) {
    switch event.kind {
    case .change: record(event)
    case .kubernetes: derive(event)
    default: break
    }
  }

  private mutating func record(_ event: Event) {
    guard let at = event.time?.start else { return }
    if event.attributes[Attribute.actor] != nil { hasRecords = true }
    let kind = event.attributes[Attribute.change] ?? "change"
    let fallback = event.reason.isEmpty ? kind : event.reason
    let what = event.message.isEmpty ? fallback : Citations.excerpt(event.message)
    add(
      Item(
        at: at, subject: event.subject, what: what, kind: kind, by: event.attributes[Attribute.actor],
        sightings: [Sighting(event)]))
  }

  /// Reads what Kubernetes' own events say about changes; consequences (pods created and killed) are no changes of their own.
  private mutating func derive(_ event: Event) {
    guard let at = event.time?.start else { return }
    let kind: String
    var what = ""
    var by: String?
    switch event.reason {
    case "ScalingReplicaSet":
      guard let found = scaling(event) else { return }
      (kind, what) = found
      by = "deployment-controller"
    case "DeploymentRollback": (kind, what) = ("rollback", "rollback")
    case "NodeNotSchedulable": (kind, what) = ("cordon", "the node takes no more pods")
    case "NodeSchedulable": (kind, what) = ("uncordon", "the node takes pods again")
    case "SuccessfulRescale":
      (kind, what, by) = ("scale", Citations.excerpt(event.message), "horizontal-pod-autoscaler")
    default: return
    }
    add(Item(at: at, subject: event.subject, what: what, kind: kind, by: by, sightings: [Sighting(event)]))
  }

  private mutating func scaling(_ event: Event) -> (kind: String, what: String)? {
    guard let step = ScalingStep(event.message),
      replicaSets[event.subject] != nil || replicaSets.count < Ledger.subjects
    else { return nil }
    return replicaSets[event.subject, default: ReplicaSets()].apply(step)
  }

  private mutating func add(_ item: Item) {
    if let index = items.indices.last(where: { index in same(items[index], item) }) {
      merge(item, into: &items[index])
    } else if items.count < ChangeLog.limit {
      items.append(item)
    } else {
      overlooked += 1
    }
  }

  /// Whether two records describe one change; looks back only as far as a change may reach.
  private func same(_ a: Item, _ b: Item) -> Bool {
    guard b.at <= a.at + ChangeLog.sameChange, topology.related(a.subject, b.subject) else { return false }
    let versions: Set<String> = ["rollout", "rollback", "image"]
    return a.kind == b.kind && a.what == b.what
      || versions.contains(a.kind) && versions.contains(b.kind) && (a.by != b.by)
  }

  private func merge(_ item: Item, into existing: inout Item) {
    if existing.sightings.count < 6 { existing.sightings.append(contentsOf: item.sightings.prefix(1)) }
    let controllers: Set<String?> = ["deployment-controller", "horizontal-pod-autoscaler", nil]
    if controllers.contains(existing.by), !controllers.contains(item.by) { existing.by = item.by }
    if item.kind == "rollback", existing.kind != "rollback" {
      existing.kind = "rollback"
      if existing.what != item.what { existing.what += "; \(item.what)" }
    }
  }
}

/// One message of a deployment controller, e.g. `Scaled up replica set web-7d4b9c6f5 from 0 to 3`.
struct ScalingStep: Equatable {
  var up: Bool
  var replicaSet: String
  var to: Int?
  var from: Int?

  /// Reads the message in the wording of any Kubernetes version; nil for other messages.
  init?(_ message: String) {
    let words = message.split(separator: " ", maxSplits: 16)
    guard words.count >= 5, words[0] == "Scaled", words[1] == "up" || words[1] == "down", words[2] == "replica",
      words[3] == "set"
    else { return nil }
    up = words[1] == "up"
    replicaSet = String(words[4])
    to = ScalingStep.number(after: "to", in: words)
    from = ScalingStep.number(after: "from", in: words)
  }

  private static func number(after word: Substring, in words: [Substring]) -> Int? {
    guard let index = words.lastIndex(of: word), index + 1 < words.count else { return nil }
    return Int(words[index + 1])
  }
}

/// The replica sets of one deployment as they took turns.
private struct ReplicaSets: Sendable {
  /// How many replica sets are told apart; a deployment keeps ten by default.
  private static let limit = 50

  private var current: String?
  private var earlier: [String] = []

  /// What a step says about the deployment; nil when it continues what was reported already.
  mutating func apply(_ step: ScalingStep) -> (kind: String, what: String)? {
    let name = Citations.excerpt(step.replicaSet)
    guard step.up else {
      // Scaled down to nothing, it is an earlier version from now on; scaled down alone, the deployment shrinks.
      if current == nil, step.to != 0 { current = name }
      if step.to == 0, !earlier.contains(name), name != current, earlier.count < Self.limit { earlier.append(name) }
      return name == current
        ? ("scale", "replica set \(name) down to \(step.to.map(String.init) ?? "fewer") replicas") : nil
    }
    guard let before = current else {
      current = name
      return earlier.contains(name) ? ("rollback", "return to replica set \(name)") : first(step, name)
    }
    guard before != name else { return nil }
    current = name
    if !earlier.contains(before), earlier.count < Self.limit { earlier.append(before) }
    guard earlier.contains(name) else { return ("rollout", "rollout of replica set \(name)") }
    earlier.removeAll { $0 == name }
    return ("rollback", "return to replica set \(name)")
  }

  /// The first step seen of a deployment: from some replicas to more is scaling, from none is a version.
  private func first(_ step: ScalingStep, _ name: String) -> (kind: String, what: String) {
    if let from = step.from, from > 0 {
      return ("scale", "replica set \(name) from \(from) to \(step.to.map(String.init) ?? "more") replicas")
    }
    return ("rollout", "rollout of replica set \(name)")
  }
}
