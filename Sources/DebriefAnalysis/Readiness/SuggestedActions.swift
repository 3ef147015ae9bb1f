import DebriefModel

/// Follow-up work that findings and gaps in preparation suggest. A person decides; nothing here has an owner.
struct SuggestedActions {
  /// More than this many items are not done anyway.
  static let limit = 8

  let findings: [Findings.Entry]
  let leads: [Lead]
  let readiness: [ReadinessCheck]
  let milestones: [Milestone.Name: Milestone]

  func actions() -> [ActionItem] {
    Array((fromFindings() + fromReadiness()).prefix(Self.limit))
  }

  /// One for each detector, about the subject that ranks highest.
  private func fromFindings() -> [ActionItem] {
    var answered = Set<String>()
    return findings.sorted(by: inOrderOfLeads).compactMap { entry in
      guard let followUp = DetectorRegistry.description(entry.finding.detector)?.followUp,
        answered.insert(entry.finding.detector).inserted, overlapsIncident(entry)
      else { return nil }
      let name = entry.finding.subject.name.isEmpty ? "the workload" : Citations.excerpt(entry.finding.subject.name)
      return ActionItem(
        title: followUp.title.filling(name), type: followUp.type, doneWhen: followUp.doneWhen, suggested: true,
        finding: entry.finding.id)
    }
  }

  private func inOrderOfLeads(_ a: Findings.Entry, _ b: Findings.Entry) -> Bool {
    (position(a), a.finding.start, a.finding.id) < (position(b), b.finding.start, b.finding.id)
  }

  private func position(_ entry: Findings.Entry) -> Int {
    leads.firstIndex { $0.subject.name == entry.finding.subject.name } ?? leads.count
  }

  private func overlapsIncident(_ entry: Findings.Entry) -> Bool {
    guard let start = milestones[.impactStarted]?.earliest else { return true }
    let end = milestones[.recovered]?.latest ?? Instant(nanoseconds: .max)
    return TimeRange(entry.finding.start, entry.finding.end).overlaps(TimeRange(start - .minutes(30), end))
  }

  private func fromReadiness() -> [ActionItem] {
    readiness.compactMap { check in
      guard check.answer == .no else { return nil }
      switch check.question {
      case "Was there an alert for what broke?":
        return item(
          check, "Add an alert on what users felt in this incident", "detect",
          "the evidence of this incident, replayed, fires the alert")
      case "Are there logs of what broke?":
        return item(
          check, "Collect the logs of what broke", "detect",
          "the logs of the last hour can be read without access to the node"
        )
      case "Did the alert link a runbook?":
        return item(check, "Link a runbook from the alert", "mitigate", "the alert's notification shows the link")
      case "Did a probe watch what broke?":
        return item(
          check, "Add probes to what broke", "detect", "a broken container is taken out of service without a person")
      case "Was memory limited for what broke?":
        return item(check, "Limit the memory of what broke", "prevent", "every container of it has a memory limit")
      case "Did the alert come before people noticed?":
        return item(
          check, "Shorten the time until the alert fires", "detect",
          "the alert, replayed on this incident, fires before the first message")
      default: return nil
      }
    }
  }

  private func item(_ check: ReadinessCheck, _ title: String, _ type: String, _ doneWhen: String) -> ActionItem {
    ActionItem(title: title, type: type, doneWhen: doneWhen, suggested: true, gap: check.question)
  }
}

extension String {
  /// The text with `{subject}` replaced, without looking at the replacement again.
  fileprivate func filling(_ subject: String) -> String {
    let marker = "{subject}"
    var result = ""
    var rest = self[...]
    while let brace = rest.firstIndex(of: "{") {
      result += rest[..<brace]
      rest = rest[brace...]
      if rest.hasPrefix(marker) {
        result += subject
        rest = rest.dropFirst(marker.count)
      } else {
        result.append("{")
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
