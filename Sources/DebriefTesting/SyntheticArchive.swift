public import DebriefAnalysis
public import DebriefModel

/// Summaries of invented incidents with everything that makes reports hard: open ones, overlaps, ends in the next period,
/// missing milestones, detection before the impact, relapses, recurrence. The same seed gives the same archive.
public struct SyntheticArchive {
  private var random: SplitMix64
  private let start: Instant
  private let days: Double

  /// Incidents that begin within `days` from `start` on.
  public static func summaries(_ count: Int, from start: Instant, days: Double, seed: UInt64 = 1) -> [IncidentSummary] {
    var archive = SyntheticArchive(random: SplitMix64(seed: seed), start: start, days: days)
    return (0..<count).map { archive.incident($0) }
  }

  private static let severities: [(name: String?, share: Double)] = [
    ("SEV1", 0.1), ("SEV2", 0.4), ("SEV3", 0.9), (nil, 1),
  ]
  private static let services = ["checkout", "payments", "search", "cart", "login"]
  private static let rules = [
    "HighErrorRate", "LatencyHigh", "PodCrashLooping", "NodeMemoryPressure", "DiskFillingUp", "QueueTooLong",
  ]
  private static let troubles = [
    "crash-loop", "oom-killed", "node-pressure", "failed-scheduling", "image-pull", "volume-mount", "probe-failure",
    "log-burst",
  ]

  private mutating func uniform() -> Double { Double(random.next() >> 11) / Double(1 << 53) }
  private mutating func chance(_ share: Double) -> Bool { uniform() < share }
  private mutating func pick<T>(_ items: [T]) -> T { items[min(items.count - 1, Int(uniform() * Double(items.count)))] }
  /// Skewed as durations are: the geometric mean is `middle`. A sum of uniforms is near enough to normal.
  private mutating func seconds(_ middle: Double) -> Double {
    let z = (0..<12).reduce(-6) { sum, _ in sum + uniform() }
    var value = middle
    for _ in 0..<Int(abs(z) * 20) { value *= z > 0 ? 1.06 : 1 / 1.06 }
    return (value * 10).rounded() / 10
  }

  private mutating func incident(_ number: Int) -> IncidentSummary {
    let digits = String(number)
    var incident = IncidentSummary(
      id: "inc-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits,
      title: "Invented incident \(number)",
      status: "resolved")
    let share = uniform()
    incident.severity = Self.severities.first { share < $0.share }?.name
    incident.services = Set((0...Int(uniform() * 1.4)).map { _ in pick(Self.services) }).sorted()
    incident.teams = ["team-" + (incident.services.first ?? "shop")]
    if chance(0.8) {
      let isDeclared = chance(0.6)
      incident.cause = .init(
        category: pick(CauseCategory.allCases), basis: isDeclared ? .declared : .inferred,
        confidence: isDeclared ? 1 : 0.7)
    }
    if !chance(0.02) { times(&incident) }
    alerts(&incident)
    actions(&incident)
    incident.readiness = [
      "Was there an alert for what broke?", "Did the alert link a runbook?", "Are there logs of what broke?",
    ].map {
      .init(question: $0, answer: chance(0.6) ? .yes : chance(0.6) ? .no : .unknown)
    }
    fingerprint(&incident)
    return incident
  }

  private mutating func times(_ incident: inout IncidentSummary) {
    let begin = start + .seconds((uniform() * days * 86_400).rounded())
    let detect = chance(0.03) ? -30 : seconds(240)
    let total = max(1, detect) + seconds(incident.severity == "SEV1" ? 1500 : 2600)
    incident.milestones[.impactStarted] = .init(at: begin, confidence: 0.9)
    if chance(0.92) {
      incident.milestones[.detected] = .init(at: begin + .seconds(detect), confidence: 0.95)
      incident.metrics.detect = detect
      if chance(0.8) {
        let acknowledge = seconds(120)
        incident.milestones[.acknowledged] = .init(at: begin + .seconds(detect + acknowledge), confidence: 0.95)
        incident.metrics.acknowledge = acknowledge
      }
    }
    incident.detection.source = chance(0.7) ? .alert : chance(0.7) ? .human : .unknown
    incident.detection.alertBeforePeople = chance(0.5) ? incident.detection.source == .alert : nil
    guard !chance(0.04) else {
      incident.status = chance(0.6) ? "open" : "reviewed"
      incident.isOpen = true
      incident.impact = [.init(start: begin, end: nil, seenUntil: begin + .seconds(total))]
      return
    }
    let contain = (total * (0.4 + uniform() * 0.4)).rounded()
    incident.milestones[.recovered] = .init(at: begin + .seconds(total), confidence: 0.8)
    incident.metrics.recover = total
    incident.impact = [.init(start: begin, end: begin + .seconds(total))]
    if chance(0.05) {
      let again = begin + .seconds(total + 3600)
      incident.impact.append(.init(start: again, end: again + .seconds(seconds(600))))
    }
    guard chance(0.7) else {
      incident.phases = [
        .init(phase: .identification, seconds: total, notSeparableFrom: [.containment, .eradication, .recovery])
      ]
      return
    }
    incident.milestones[.contained] = .init(at: begin + .seconds(contain), confidence: 0.7)
    incident.metrics.contain = contain
    incident.phases = [
      .init(phase: .identification, seconds: contain / 2), .init(phase: .containment, seconds: contain - contain / 2),
      .init(phase: .eradication, seconds: total - contain, notSeparableFrom: [.recovery]),
    ]
    incident.slos = [
      .init(
        name: "\(incident.services.first ?? "shop") availability", objective: 99.9,
        lostSeconds: chance(0.9) ? (total * 0.2).rounded() : nil,
        burns: [
          .init(window: 3600, rate: (total / 100).rounded()), .init(window: 21_600, rate: (total / 600).rounded()),
        ])
    ]
  }

  private mutating func alerts(_ incident: inout IncidentSummary) {
    let names = Set((0..<Int(uniform() * 4)).map { _ in pick(Self.rules) }).sorted()
    incident.alerts = names.map { name in
      let firings = 1 + Int(uniform() * 6)
      let overlapping = name == "QueueTooLong" ? Int(uniform() * 1.5) : max(0, firings - Int(uniform() * 2))
      return .init(
        name: name, firings: firings, overlapping: min(firings, overlapping), duplicates: firings / 3,
        flaps: firings / 4,
        pages: chance(0.5) ? 1 : 0)
    }
  }

  private mutating func actions(_ incident: inout IncidentSummary) {
    incident.actions = (0..<Int(uniform() * 4)).map { index in
      let month = 1 + Int(uniform() * 12)
      return ActionItem(
        title: "Follow-up \(index + 1) of \(incident.id)", type: pick(["prevent", "mitigate", "detect", "process"]),
        owner: chance(0.9) ? incident.teams.first : nil,
        due: chance(0.9) ? "2026-\(month < 10 ? "0" : "")\(month)-15" : nil,
        status: chance(0.6) ? "done" : "open", suggested: chance(0.1))
    }
  }

  private mutating func fingerprint(_ incident: inout IncidentSummary) {
    for alert in incident.alerts where alert.overlapping > 0 { incident.terms["alert:\(alert.name)"] = 1 }
    for _ in 0..<3 { incident.terms["finding:\(pick(Self.troubles))"] = 1 }
    for service in incident.services { incident.terms["workload:shop/Deployment/\(service)"] = 1 }
    incident.terms["workload:shop/Deployment/worker-\(Int(uniform() * 200))"] = 1
    incident.terms["change:\(pick(["rollout", "scale", "config"]))"] = 1
  }
}
