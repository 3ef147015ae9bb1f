import DebriefModel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What speaks for one subject as the origin, before it becomes a lead.
struct Candidate: Sendable {
  /// How many findings, changes and movements of one subject count; more of the same adds nothing.
  static let counted = 4

  var subject: Subject
  var findings: [Findings.Entry] = []
  var changes: [ChangeLog.Item] = []
  var movements: [Movement] = []

  /// When the first sign of it appears.
  var start: Instant? {
    (findings.map(\.finding.start) + movements.map(\.point.at)).min()
  }

  /// Whether something about it is abnormal; a change alone is not.
  var isAbnormal: Bool { !findings.isEmpty || !movements.isEmpty }

  /// The finding that says most about a mechanism. That a container restarts is the least specific of them.
  func mainFinding(_ impact: Instant?) -> Findings.Entry? {
    func rank(_ entry: Findings.Entry) -> (Int, Int, Double, String) {
      (
        entry.role == .mechanism ? 1 : 0, entry.finding.detector == CrashLoopDetector.description.id ? 0 : 1,
        Candidate.strength(of: entry, impact), entry.finding.id
      )
    }
    return findings.max { rank($0) < rank($1) }
  }
}

// MARK: Strengths, each 0…1

extension Candidate {
  /// Mechanisms count more than symptoms; what began around the impact more than what came long after or lasted before.
  static func strength(of entry: Findings.Entry, _ impact: Instant?) -> Double {
    let base = entry.role == .mechanism ? 0.6 : 0.35
    let severity = entry.finding.severity == .critical ? 1.15 : entry.finding.severity >= .error ? 1 : 0.8
    return base * severity * entry.finding.confidence * timing(of: entry.finding.start, impact)
  }

  private static func timing(of start: Instant, _ impact: Instant?) -> Double {
    guard let impact else { return 0.6 }
    let late = (start - impact).seconds
    if late < -1800 { return 0.3 }
    return late <= 120 ? 1 : max(0.3, exp(-(late - 120) / 900))
  }

  /// Nearer changes count more; so do changes to what became abnormal, and changes on quiet days.
  func strength(of change: ChangeLog.Item, impact: Instant, chance: Double) -> Double {
    let before = (impact - change.at).seconds
    let proximity = before <= 300 ? 1 : before <= 900 ? 0.8 : before <= 1800 ? 0.5 : 0.2
    let kinds = ["scale": 0.6, "cordon": 0.6, "uncordon": 0.3, "exec": 0.5, "create": 0.5, "delete": 0.6]
    let local = isAbnormal ? 1 : 0.5
    let contradicted = predates(change) ? 0.4 : 1
    return 0.7 * proximity * (kinds[change.kind] ?? 1) * local * contradicted * (1 - chance / 2)
  }

  /// Whether the subject was abnormal before this change.
  func predates(_ change: ChangeLog.Item) -> Bool {
    start.map { $0 < change.at - .seconds(60) } ?? false
  }

  static func strength(of movement: Movement, impact: Instant?) -> Double {
    guard let impact else { return 0.2 }
    let base = movement.point.at < impact - .seconds(30) ? 0.35 : 0.25
    return base * movement.point.confidence * max(0.2, movement.rangeShare)
  }

  /// All strengths joined as if independent: 1 − Π(1 − s).
  func score(impact: Instant?, chance: Double) -> Double {
    var strengths = findings.map { Candidate.strength(of: $0, impact) }.sorted(by: >).prefix(Candidate.counted).map {
      $0
    }
    if let impact {
      strengths += changes.map { strength(of: $0, impact: impact, chance: chance) }.sorted(by: >).prefix(2)
    }
    strengths += movements.map { Candidate.strength(of: $0, impact: impact) }.sorted(by: >).prefix(2)
    return 1 - strengths.reduce(1) { $0 * (1 - min($1, 0.95)) }
  }
}
