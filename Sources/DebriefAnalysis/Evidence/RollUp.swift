import DebriefModel

/// Joins the findings of one detector about several pods of one workload into one finding about the workload.
struct RollUp {
  /// How many findings of one detector are reported.
  static let perDetector = 200
  /// How many excerpts a joined finding shows.
  static let excerpts = 8

  let topology: Topology

  /// The joined findings by start, detector and subject, and how many did not fit.
  func join(_ entries: [Findings.Entry]) -> (entries: [Findings.Entry], dropped: Int) {
    var groups: [Group: [Findings.Entry]] = [:]
    for entry in entries { groups[group(of: entry), default: []].append(entry) }
    let joined = groups.values.map { members in members.count == 1 ? members[0] : join(members) }
    let kept = bounded(joined)
    return (kept.sorted(by: RollUp.order), joined.count - kept.count)
  }

  private struct Group: Hashable {
    var detector: String
    var cause: String
    var subject: Subject
    /// Runs of one pod stay apart; the n-th runs of several pods join.
    var number: Substring
  }

  private func group(of entry: Findings.Entry) -> Group {
    let finding = entry.finding
    let subject = finding.subject.kind == "Pod" ? topology.workload(of: finding.subject) : finding.subject
    let run = finding.id.split(separator: "-").last.map { $0.utf8.count < 4 ? $0 : "" } ?? ""
    return Group(detector: finding.detector, cause: entry.cause, subject: subject, number: run)
  }

  private func join(_ members: [Findings.Entry]) -> Findings.Entry {
    let sorted = members.sorted(by: RollUp.order)
    var joined = sorted[0]
    let subject = topology.workload(of: joined.finding.subject)
    let names = Set(sorted.map(\.finding.subject.name)).count
    joined.finding.subject = subject
    joined.finding.id = Findings.id(joined.finding.detector, subject, joined.cause, 0)
    joined.finding.title = "In \(names) pods, for example: \(joined.finding.title)"
    for member in sorted.dropFirst() { absorb(member, into: &joined) }
    joined.finding.evidence = RollUp.spread(sorted.map(\.finding.evidence))
    return joined
  }

  private func absorb(_ member: Findings.Entry, into joined: inout Findings.Entry) {
    joined.finding.start = min(joined.finding.start, member.finding.start)
    joined.finding.end = max(joined.finding.end, member.finding.end)
    joined.finding.severity = max(joined.finding.severity, member.finding.severity)
    joined.finding.confidence = max(joined.finding.confidence, member.finding.confidence)
    joined.count = saturatingSum(joined.count, member.count)
    joined.members += member.members
  }

  /// Excerpts of as many members as fit, the first of each before the second of any.
  private static func spread(_ lists: [[Evidence]]) -> [Evidence] {
    var spread: [Evidence] = []
    for depth in 0..<(lists.map(\.count).max() ?? 0) {
      for list in lists where depth < list.count && spread.count < excerpts { spread.append(list[depth]) }
    }
    return spread
  }

  private func bounded(_ entries: [Findings.Entry]) -> [Findings.Entry] {
    Dictionary(grouping: entries, by: \.finding.detector).values.flatMap { group in
      group.count <= RollUp.perDetector ? group : Array(group.sorted(by: RollUp.weight).prefix(RollUp.perDetector))
    }
  }

  private static func weight(_ a: Findings.Entry, _ b: Findings.Entry) -> Bool {
    (a.finding.severity, a.count, b.finding.id) > (b.finding.severity, b.count, a.finding.id)
  }

  private static func order(_ a: Findings.Entry, _ b: Findings.Entry) -> Bool {
    (a.finding.start, a.finding.detector, a.finding.subject, a.finding.id)
      < (b.finding.start, b.finding.detector, b.finding.subject, b.finding.id)
  }
}
