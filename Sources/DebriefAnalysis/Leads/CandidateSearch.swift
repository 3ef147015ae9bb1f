import DebriefModel

/// Gathers the candidates: workloads and nodes that were abnormal or were changed around the start of the impact.
struct CandidateSearch {
  /// Changes this long before the impact are still looked at; nearer ones count more.
  static let lookBack = TimeSpan.minutes(120)
  /// Findings and movements this long before the impact may belong to it.
  static let prelude = TimeSpan.minutes(30)
  /// A change may be recorded a little after what it did.
  static let tolerance = TimeSpan.minutes(2)
  /// Changes that bring something new into the system.
  static let bringing: Set<String> = ["rollout", "image", "config", "secret", "policy", "create"]
  /// How many candidates are compared with each other.
  static let limit = 300

  let seen: Observations
  let impact: Milestone?
  let recovered: Milestone?

  func candidates() -> [Candidate] {
    var found: [Candidate] = []
    var byName: [String: [Int]] = [:]
    func index(of subject: Subject) -> Int? {
      let workload = seen.topology.workload(of: subject)
      if let known = byName[workload.name]?.first(where: { seen.topology.related(found[$0].subject, workload) }) {
        return known
      }
      guard found.count < Self.limit, !workload.name.isEmpty else { return nil }
      found.append(Candidate(subject: workload))
      byName[workload.name, default: []].append(found.count - 1)
      return found.count - 1
    }
    for entry in relevantFindings { if let at = index(of: entry.finding.subject) { found[at].findings.append(entry) } }
    for change in relevantChanges { if let at = index(of: change.subject) { found[at].changes.append(change) } }
    for movement in relevantMovements {
      if let subject = movement.subject, let at = index(of: subject) { found[at].movements.append(movement) }
    }
    return found
  }

  private var relevantFindings: [Findings.Entry] {
    guard let impact else { return seen.troubles }
    let range = TimeRange(impact.earliest - Self.prelude, recovered?.latest ?? seen.survey.span?.end ?? impact.latest)
    return seen.troubles.filter { TimeRange($0.finding.start, $0.finding.end).overlaps(range) }
  }

  /// Changes from two hours before to two minutes after the onset; without an onset no change can be near it.
  private var relevantChanges: [ChangeLog.Item] {
    guard let impact else { return [] }
    return seen.changes.filter { change in
      // After the onset only what brings something new can have caused it; the rest is a response.
      let latest = Self.bringing.contains(change.kind) ? impact.latest + Self.tolerance : impact.latest
      return change.at >= impact.earliest - Self.lookBack && change.at <= latest
    }
  }

  private var relevantMovements: [Movement] {
    guard let impact else { return [] }
    let range = TimeRange(impact.earliest - Self.prelude, impact.latest + .minutes(10))
    return seen.movements.filter { $0.isBad && range.contains($0.point.at) && $0.point.confidence >= 0.5 }
  }
}

extension Movement {
  /// What the series is about, as its labels say; nil when they do not.
  var subject: Subject? { point.series.subject }
}

extension Series {
  /// What it is about, as its labels say; nil when they do not.
  var subject: Subject? {
    let kinds = [
      ("pod", "Pod"), ("deployment", "Deployment"), ("statefulset", "StatefulSet"), ("daemonset", "DaemonSet"),
      ("workload", "Workload"), ("service", "Service"), ("app", "Service"), ("node", "Node"), ("job_name", "Job"),
    ]
    guard let (label, kind) = kinds.first(where: { labels[$0.0].map { !$0.isEmpty } ?? false }),
      let name = labels[label]
    else {
      return nil
    }
    return Subject(namespace: kind == "Node" ? "" : labels["namespace"] ?? "", kind: kind, name: name)
  }
}
