import DebriefModel

/// Tells those who suffer from those they suffer from, where the evidence says who depends on whom.
struct Victims {
  let topology: Topology
  let candidates: [Candidate]

  /// For each candidate what it probably suffers from, with the reason; nil when nothing says so.
  ///
  /// Two that point at each other are left alone: the evidence does not say which way it goes.
  func upstreams() -> [(index: Int, reason: String)?] {
    candidates.indices.map { victim in
      candidates.indices.lazy.compactMap { origin -> (index: Int, reason: String)? in
        guard victim != origin, let reason = self.reason(victim, origin), self.reason(origin, victim) == nil else {
          return nil
        }
        return (origin, reason)
      }.first
    }
  }

  private func reason(_ victim: Int, _ origin: Int) -> String? {
    let (a, b) = (candidates[victim], candidates[origin])
    guard a.isAbnormal, b.isAbnormal, startsInTime(a, b) else { return nil }
    if b.subject.kind == "Node" {
      let onNode = a.findings.flatMap(\.members).contains { topology.node(of: $0)?.name == b.subject.name }
      return onNode && b.findings.contains { $0.role == .mechanism }
        ? "it runs on node \(b.subject.name), which was abnormal as well" : nil
    }
    if topology.calls(a.subject.name, b.subject.name) {
      return "it calls \(b.subject.name), which was abnormal as well"
    }
    return mentions(a, b.subject.name) ? "its errors name \(b.subject.name), which was abnormal as well" : nil
  }

  /// An origin may be noticed a little after its victims, not long after.
  private func startsInTime(_ victim: Candidate, _ origin: Candidate) -> Bool {
    guard let a = victim.start, let b = origin.start else { return false }
    return b <= a + .minutes(5)
  }

  /// Whether the log lines of a candidate name another one as a word.
  private func mentions(_ candidate: Candidate, _ name: String) -> Bool {
    guard name.utf8.count >= 3, name != candidate.subject.name, !candidate.subject.name.contains(name) else {
      return false
    }
    let bursts = candidate.findings.filter { $0.finding.detector == ErrorLogBurstDetector.description.id }
    return bursts.contains { entry in entry.finding.evidence.contains { Self.names($0.text, name) } }
  }

  /// Whether `name` stands in the text with no letter, digit or hyphen beside it.
  private static func names(_ text: String, _ name: String) -> Bool {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-") }
    return words.contains { $0 == name || $0.hasPrefix("\(name)-svc") || $0.hasPrefix("\(name)-service") }
  }
}
