public import DebriefModel

/// How many incidents one of the causes stands behind.
public struct CauseShare: Sendable {
  /// nil: nobody declared a cause and the leads were too weak for one.
  public var category: CauseCategory?
  public var incidents: Int
  /// How many of them a reviewer declared; the others follow the best lead.
  public var declared: Int
  public var share: Proportion?
  /// The sum of the known times to recover, in seconds.
  public var seconds: Double

  /// One row for each of the five causes, and one for those unknown.
  static func all(_ incidents: [IncidentSummary]) -> [CauseShare] {
    (CauseCategory.allCases.map { Optional($0) } + [nil]).map { category in
      let own = incidents.filter { $0.cause?.category == category }
      return CauseShare(
        category: category, incidents: own.count, declared: own.count { $0.cause?.basis == .declared },
        share: Proportion(own.count, of: incidents.count),
        seconds: own.compactMap { FleetMetric.recover.known($0) }.reduce(0, +))
    }
  }
}

/// Who or what noticed first.
public struct DetectionShares: Sendable {
  public struct Row: Sendable {
    public var source: IncidentSummary.Detection.Source
    public var incidents: Int
    public var share: Proportion?
    /// The median time to detect in seconds, and of how many it is known.
    public var median: Double?
    public var known: Int
  }
  public var rows: [Row]
  /// Where both an alert and a person are in the evidence: how often the alert came first.
  public var alertFirst: Proportion?

  init(_ incidents: [IncidentSummary]) {
    rows = IncidentSummary.Detection.Source.allCases.map { source in
      let own = incidents.filter { $0.detection.source == source }
      let times = own.compactMap { FleetMetric.detect.known($0) }
      return Row(
        source: source, incidents: own.count, share: Proportion(own.count, of: incidents.count),
        median: OrderStatistics.median(times), known: times.count)
    }
    let answers = incidents.compactMap(\.detection.alertBeforePeople)
    alertFirst = Proportion(answers.count { $0 }, of: answers.count)
  }
}

/// Where the minutes between impact and recovery went, over all incidents of a period.
public struct PhaseShares: Sendable {
  public struct Row: Sendable {
    /// One phase, or several that the evidence does not separate.
    public var phases: [Phase.Name]
    public var incidents: Int
    public var seconds: Double
    /// Of all seconds counted here; nil when there are none.
    public var share: Double?
    public var median: Double?
  }
  /// In the order of the phases; those not separable after the one they begin with.
  public var rows: [Row]
  public var seconds: Double
  /// Incidents whose phases are not known.
  public var without: Int

  static let counted: Set<Phase.Name> = [.identification, .containment, .eradication, .recovery]

  init(_ incidents: [IncidentSummary]) {
    var lengths: [[Phase.Name]: [Double]] = [:]
    var with = 0
    for incident in incidents {
      let known = incident.phases.filter { Self.counted.contains($0.phase) && ($0.seconds ?? -1) >= 0 }
      if !known.isEmpty { with += 1 }
      for phase in known { lengths[[phase.phase] + phase.notSeparableFrom, default: []].append(phase.seconds ?? 0) }
    }
    // In order before anything is added up: the order of a dictionary would reach the last digit.
    let ordered = lengths.sorted { Self.position($0.key).lexicographicallyPrecedes(Self.position($1.key)) }
    let sums = ordered.map { $0.value.sorted().reduce(0, +) }
    let total = sums.reduce(0, +)
    rows = zip(ordered, sums).map { entry, sum in
      Row(
        phases: entry.key, incidents: entry.value.count, seconds: sum, share: total > 0 ? sum / total : nil,
        median: OrderStatistics.median(entry.value))
    }
    (seconds, without) = (total, incidents.count - with)
  }

  private static func position(_ phases: [Phase.Name]) -> [Int] {
    phases.map { Phase.Name.allCases.firstIndex(of: $0) ?? 0 }
  }
}

/// How one question of preparation was answered, in this period and the one before.
public struct ReadinessTrend: Sendable {
  public struct Answers: Sendable {
    public var yes = 0
    public var no = 0
    public var unknown = 0
    /// Yes among the answers that are known.
    public var share: Proportion? { Proportion(yes, of: yes + no) }
  }
  public var question: String
  public var now = Answers()
  public var before = Answers()
  /// Whether it was missing before and again now: a lesson that has not come back into preparation.
  public var cameBack: Bool { before.no > 0 && now.no > 0 }

  /// One row a question, in the order in which incidents ask them.
  static func all(_ incidents: [IncidentSummary], previous: [IncidentSummary]) -> [ReadinessTrend] {
    var order: [String: Int] = [:]
    var trends: [String: ReadinessTrend] = [:]
    for (list, keyPath) in [(incidents, \ReadinessTrend.now), (previous, \ReadinessTrend.before)] {
      for answer in list.flatMap({ $0.readiness.enumerated() }) {
        let question = answer.element.question
        order[question] = min(order[question] ?? answer.offset, answer.offset)
        trends[question, default: ReadinessTrend(question: question)][keyPath: keyPath].add(answer.element.answer)
      }
    }
    return trends.values.sorted { (order[$0.question] ?? 0, $0.question) < (order[$1.question] ?? 0, $1.question) }
  }
}

extension ReadinessTrend.Answers {
  fileprivate mutating func add(_ answer: ReadinessCheck.Answer) {
    switch answer {
    case .yes: yes += 1
    case .no: no += 1
    case .unknown: unknown += 1
    }
  }
}
