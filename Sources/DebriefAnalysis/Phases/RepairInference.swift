import DebriefModel

/// When the impact was contained and its cause removed, told by what changed.
///
/// Rollback, scale, cordon, isolation, restart, a feature flag and the blocking of traffic contain. Fixes, corrected
/// configuration and newer images eradicate. A rollback that stays in place does both: the change that broke things is gone.
struct RepairInference {
  /// A new version this soon after the impact may still be the one that caused it.
  static let grace = TimeSpan.minutes(2)
  /// A change this long before the impact may have caused it, so changing the same object again corrects it.
  static let before = TimeSpan.minutes(30)

  struct Action: Sendable {
    var change: ChangeLog.Item
    var repair: Repair
    var at: Instant { change.at }
  }

  let seen: Observations
  let impact: Milestone?
  let detected: Milestone?
  let recovered: Milestone?
  /// Whether what users feel is measured and did not come back.
  var isStillOut = false

  func infer() -> (contained: Inference, eradicated: Inference) {
    guard let impact else { return stated(from: detected?.at) }
    let actions = actions(after: impact)
    // Without a recovery nothing shows that a new version repaired anything: versions come and go all day.
    let fix = recovered == nil ? nil : fix(actions)
    let containment =
      isStillOut ? nil : actions.last { $0.repair.contains && (fix == nil || $0.at <= fix?.at ?? $0.at) }
    var (contained, eradicated) = stated(from: impact.at)
    if let last = containment ?? fix {
      contained.candidates.insert(
        containment.map { self.contained(by: $0, actions) } ?? self.contained(byFix: last, impact), at: 0)
    } else if contained.candidates.isEmpty {
      contained.remarks.append(
        isStillOut && !actions.isEmpty
          ? "What users feel is still out of its baseline after \(actions.suffix(3).map(label).joined(separator: "; ")): none of it counts as containment."
          : recovered == nil
            ? "No change after the impact is taken for its repair, because the evidence shows no recovery; the changes are listed."
            : "No change in the evidence explains the recovery: it may have healed by itself, or the change was not collected."
      )
    }
    add(eradication(fix: fix, containment: containment), to: &eradicated)
    return (contained, eradicated)
  }

  private func add(_ changed: Inference, to inference: inout Inference) {
    inference.candidates.insert(contentsOf: changed.candidates, at: 0)
    if inference.candidates.isEmpty { inference.remarks += changed.remarks }
  }

  /// What people say, which stands where no change is in the evidence, and beside it where one is.
  private func stated(from start: Instant?) -> (contained: Inference, eradicated: Inference) {
    guard let start else { return (Inference(), Inference()) }
    let end = recovered.map { $0.latest + .minutes(60) } ?? Instant(nanoseconds: .max)
    let contained = seen.statement(.contained, from: start, through: end)
    let eradicated = seen.statement(.eradicated, from: start, through: end)
    return (
      Inference(candidates: contained.map { [$0] } ?? []), Inference(candidates: eradicated.map { [$0] } ?? [])
    )
  }

  // MARK: Changes

  /// What was done about the impact, by time: without what machines do all the time and, where any change touches what broke,
  /// without those that do not.
  func actions(after impact: Milestone) -> [Action] {
    let all = seen.changes.compactMap { change -> Action? in
      guard !isRoutine(change), let repair = Repair(change, isReturn: isReturn(change, impact)) else { return nil }
      // What corrects the change that came before cannot be that change.
      let soonest = repair.isFix && !isReturn(change, impact) ? impact.latest + Self.grace : impact.latest
      let late = recovered.map { change.at > $0.latest } ?? false
      return change.at > soonest && !late ? Action(change: change, repair: repair) : nil
    }
    let scope = IncidentScope(seen, impact: impact, recovered: recovered)
    let ours = all.filter { scope.touches($0.change) }
    return ours.isEmpty ? all : ours
  }

  /// The last fix, unless a rollback of the same workload followed: then it did not help.
  private func fix(_ actions: [Action]) -> Action? {
    guard let fix = actions.last(where: \.repair.isFix) else { return nil }
    let undone = actions.contains {
      $0.repair == .rollback && $0.at > fix.at && seen.topology.related($0.change.subject, fix.change.subject)
    }
    return undone ? nil : fix
  }

  /// Whether the same object was changed shortly before the impact.
  private func isReturn(_ change: ChangeLog.Item, _ impact: Milestone) -> Bool {
    guard change.at > impact.latest, !change.subject.name.isEmpty else { return false }
    return seen.changes.contains { earlier in
      earlier.subject == change.subject && earlier.at >= impact.earliest - Self.before
        && earlier.at <= impact.latest + Self.grace && earlier.at < change.at
    }
  }

  /// Autoscalers scale and controllers delete at all times; that is no one's containment.
  private func isRoutine(_ change: ChangeLog.Item) -> Bool {
    let machine =
      change.by.map { $0.hasPrefix("system:") || $0.hasSuffix("-controller") || $0.hasSuffix("autoscaler") } ?? false
    return machine && (change.kind == "scale" || change.kind == "delete" || change.kind == "evict")
  }

  // MARK: Candidates

  private func contained(by action: Action, _ actions: [Action]) -> MilestoneCandidate {
    let earlier = actions.filter { $0.at < action.at }
    var rule =
      "The last containing change \(recovered == nil ? "after the impact" : "before the recovery"): \(label(action))."
    if !earlier.isEmpty { rule += " Before it: \(earlier.suffix(3).map(label).joined(separator: "; "))." }
    return candidate(action, rule, recovered == nil ? 0.5 : 0.75)
  }

  private func contained(byFix fix: Action, _ impact: Milestone) -> MilestoneCandidate {
    var candidate = candidate(
      fix, "No separate containment is in the evidence; the fix (\(label(fix))) contained the impact at the latest.",
      0.5)
    candidate.earliest = min(candidate.earliest, detected?.earliest ?? impact.earliest)
    return candidate
  }

  private func eradication(fix: Action?, containment: Action?) -> Inference {
    if let fix, containment.map({ $0.at <= fix.at }) ?? true {
      let rule = "The last new version or corrected configuration before the recovery: \(label(fix))."
      return Inference(candidates: [candidate(fix, rule, 0.65)])
    }
    guard let containment else { return Inference() }
    guard containment.repair == .rollback else {
      return Inference(remarks: [
        "What caused the impact may still be there: the evidence shows a containment but no fix."
      ])
    }
    if let redone = laterVersion(after: containment) {
      return Inference(remarks: [
        "The rollback did not stay: \(redone.what) followed at \(redone.at), so it counts as containment only."
      ])
    }
    let rule =
      "The rollback stays in place to the end of the evidence, so the change that preceded the impact is gone: "
      + "\(label(containment))."
    return Inference(candidates: [candidate(containment, rule, recovered == nil ? 0.4 : 0.6)])
  }

  private func laterVersion(after rollback: Action) -> ChangeLog.Item? {
    seen.changes.first {
      $0.at > rollback.at + ChangeLog.sameChange && ["rollout", "image"].contains($0.kind)
        && !$0.what.hasPrefix("restarted ") && seen.topology.related($0.subject, rollback.change.subject)
    }
  }

  private func label(_ action: Action) -> String {
    let (how, what) = (action.repair.how, action.change.what)
    let text = what == how || what.hasPrefix(how) || what.hasPrefix(action.change.kind) ? what : "\(how): \(what)"
    let subject = "\(action.change.subject)"
    return subject.isEmpty || text.contains(subject) ? text : "\(text) (\(subject))"
  }

  private func candidate(_ action: Action, _ rule: String, _ confidence: Double) -> MilestoneCandidate {
    let first = action.change.sightings.first
    return MilestoneCandidate(
      at: action.at, earliest: first?.earliest, latest: first?.latest, basis: .change, rule: rule,
      confidence: confidence, evidence: action.change.sightings.prefix(3).map(seen.citations.cite))
  }
}
