import DebriefModel

/// Puts next to each conclusion the caveats of the evidence it rests on.
struct CaveatAssignment {
  /// How many caveats stand beside one conclusion.
  static let most = 3
  /// How near a silence or an expiry must be to what is concluded.
  static let nearness = TimeSpan.minutes(5)

  private let bySource: [String: [Caveat]]
  private let topology: Topology

  init(_ caveats: [Caveat], _ topology: Topology) {
    var bySource: [String: [Caveat]] = [:]
    for caveat in caveats where caveat.isDoubt {
      for source in caveat.sources { bySource[source, default: []].append(caveat) }
    }
    (self.bySource, self.topology) = (bySource, topology)
  }

  /// Fills in the caveats of milestones, leads and findings.
  func fill(_ analysis: inout IncidentAnalysis) {
    for name in analysis.milestones.keys.sorted() {
      guard let milestone = analysis.milestones[name] else { continue }
      // A reviewer's word does not rest on the evidence beside it.
      guard milestone.basis == .inferred else { continue }
      analysis.milestones[name]?.caveats = caveats(
        milestone.evidence, TimeRange(milestone.earliest, milestone.latest), subject: nil, isMoment: true)
    }
    for index in analysis.leads.indices {
      let lead = analysis.leads[index]
      analysis.leads[index].caveats = caveats(lead.evidence, nil, subject: lead.subject, isMoment: false)
    }
    for index in analysis.findings.indices {
      let finding = analysis.findings[index]
      analysis.findings[index].caveats = caveats(
        finding.evidence, TimeRange(finding.start, finding.end), subject: finding.subject, isMoment: false)
    }
  }

  private func caveats(_ evidence: [Evidence], _ range: TimeRange?, subject: Subject?, isMoment: Bool) -> [Caveat] {
    var seen = Set<Caveat>()
    let cited = Set(evidence.map(\.source)).sorted().flatMap { bySource[$0] ?? [] }
    let fitting = cited.filter { fits($0, range, subject, isMoment) && seen.insert($0).inserted }
    return Array(fitting.sorted(by: CoverageLedger.order).prefix(Self.most))
  }

  private func fits(_ caveat: Caveat, _ range: TimeRange?, _ subject: Subject?, _ isMoment: Bool) -> Bool {
    switch caveat.kind {
    case .clockSkew, .adjusted, .limit: true
    case .expired: beganBefore(caveat, range)
    case .silence: range != nil && isNear(caveat, range)
    case .rateLimited, .previousLog: concerns(caveat, subject)
    // An assumed step or metric name moves no milestone; an assumed zone, year or capture time does.
    case .timeAssumption: isMoment
    case .assumption, .rejected, .undated, .missing, .clocksAgree: false
    }
  }

  /// What began when older events were already gone may have begun earlier.
  private func beganBefore(_ caveat: Caveat, _ range: TimeRange?) -> Bool {
    guard let range, let gone = caveat.range?.end else { return false }
    return range.start <= gone + Self.nearness
  }

  private func isNear(_ caveat: Caveat, _ range: TimeRange?) -> Bool {
    guard let range, let when = caveat.range else { return caveat.range == nil }
    return TimeRange(range.start - Self.nearness, range.end).overlaps(when)
  }

  private func concerns(_ caveat: Caveat, _ subject: Subject?) -> Bool {
    guard let subject, let about = caveat.subject else { return false }
    return topology.workload(of: subject) == topology.workload(of: about)
  }
}
