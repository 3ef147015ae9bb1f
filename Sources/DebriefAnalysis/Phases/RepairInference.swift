import DebriefModel

/// When the impact was contained and its cause removed, told by what changed.
///
/// Rollback, scale, cordon, isolation and the blocking of traffic contain. Fixes, corrected configuration and newer images
/// eradicate. A rollback that stays in place does both: the change that broke things is gone.
struct RepairInference {
  static let containing: Set<String> = [
    "rollback", "scale", "cordon", "policy", "isolate", "traffic", "delete", "drain", "evict",
  ]
  static let eradicating: Set<String> = ["rollout", "image", "config", "secret"]
  /// A new version this soon after the impact may still be the one that caused it.
  static let grace = TimeSpan.minutes(2)

  let seen: Observations
  let impact: Milestone?
  let detected: Milestone?
  let recovered: Milestone?

  func infer() -> (contained: Inference, eradicated: Inference) {
    guard let impact else { return (Inference(), Inference()) }
    let actions = candidates(after: impact)
    // Without a recovery nothing shows that a new version repaired anything: versions come and go all day.
    let fix = recovered == nil ? nil : actions.last { Self.eradicating.contains($0.kind) }
    let containment = actions.last { Self.containing.contains($0.kind) && (fix == nil || $0.at <= fix?.at ?? $0.at) }
    guard let last = containment ?? fix else {
      let remark =
        "No change in the evidence explains the recovery: it may have healed by itself, or the change was not collected."
      let open =
        "No change after the impact is taken for its repair, because the evidence shows no recovery; the changes are listed."
      return (Inference(remarks: [recovered == nil ? open : remark]), Inference())
    }
    let contained = containment.map { self.contained(by: $0, actions) } ?? contained(byFix: last, impact)
    return (Inference(milestone: contained), eradicated(fix: fix, containment: containment))
  }

  /// What changed after the impact and not after the recovery, without what machines do all the time.
  private func candidates(after impact: Milestone) -> [ChangeLog.Item] {
    seen.changes.filter { change in
      guard Self.containing.contains(change.kind) || Self.eradicating.contains(change.kind) else { return false }
      let soonest = Self.eradicating.contains(change.kind) ? impact.latest + Self.grace : impact.earliest
      let late = recovered.map { change.at > $0.latest } ?? false
      return change.at > soonest && !late && !isRoutine(change)
    }
  }

  /// Autoscalers scale and controllers delete at all times; that is no one's containment.
  private func isRoutine(_ change: ChangeLog.Item) -> Bool {
    let machine =
      change.by.map { $0.hasPrefix("system:") || $0.hasSuffix("-controller") || $0.hasSuffix("autoscaler") } ?? false
    return machine && (change.kind == "scale" || change.kind == "delete" || change.kind == "evict")
  }

  private func contained(by change: ChangeLog.Item, _ actions: [ChangeLog.Item]) -> Milestone {
    let earlier = actions.filter { $0.at < change.at }
    var rule =
      "The last containing change \(recovered == nil ? "after the impact" : "before the recovery"): \(label(change))."
    if !earlier.isEmpty { rule += " Before it: \(earlier.suffix(3).map(label).joined(separator: "; "))." }
    return milestone(.contained, change, rule, recovered == nil ? 0.5 : 0.75)
  }

  private func contained(byFix fix: ChangeLog.Item, _ impact: Milestone) -> Milestone {
    var milestone = milestone(
      .contained, fix,
      "No separate containment is in the evidence; the fix (\(label(fix))) contained the impact at the latest.", 0.5)
    milestone.earliest = min(milestone.earliest, detected?.earliest ?? impact.earliest)
    return milestone
  }

  private func eradicated(fix: ChangeLog.Item?, containment: ChangeLog.Item?) -> Inference {
    if let fix, containment.map({ $0.at <= fix.at }) ?? true {
      let rule = "The last new version or corrected configuration before the recovery: \(label(fix))."
      return Inference(milestone: milestone(.eradicated, fix, rule, 0.65))
    }
    guard let containment, containment.kind == "rollback" else {
      return Inference(remarks: [
        "What caused the impact may still be there: the evidence shows a containment but no fix."
      ])
    }
    if let redone = laterVersion(after: containment) {
      return Inference(remarks: [
        "The rollback did not stay: \(label(redone)) followed at \(redone.at), so it counts as containment only."
      ])
    }
    let rule =
      "The rollback stays in place to the end of the evidence, so the change that preceded the impact is gone: "
      + "\(label(containment))."
    return Inference(milestone: milestone(.eradicated, containment, rule, recovered == nil ? 0.4 : 0.6))
  }

  private func laterVersion(after rollback: ChangeLog.Item) -> ChangeLog.Item? {
    seen.changes.first {
      $0.at > rollback.at + ChangeLog.sameChange && ["rollout", "image"].contains($0.kind)
        && seen.topology.related($0.subject, rollback.subject)
    }
  }

  private func label(_ change: ChangeLog.Item) -> String {
    let subject = "\(change.subject)"
    let what =
      change.what == change.kind || change.what.hasPrefix(change.kind) ? change.what : "\(change.kind): \(change.what)"
    return subject.isEmpty ? what : "\(what) (\(subject))"
  }

  private func milestone(_ name: Milestone.Name, _ change: ChangeLog.Item, _ rule: String, _ confidence: Double)
    -> Milestone
  {
    Milestone(
      name, at: change.at, earliest: change.sightings.first?.earliest, latest: change.sightings.first?.latest,
      rule: rule,
      confidence: confidence, evidence: change.sightings.prefix(3).map(seen.citations.cite))
  }
}
