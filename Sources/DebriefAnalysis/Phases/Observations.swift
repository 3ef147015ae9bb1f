import DebriefModel

/// Everything the passes gathered, as the inferences read it.
struct Observations: Sendable {
  var manifest: Manifest
  var survey: Survey
  var changes: [ChangeLog.Item]
  var people: People
  /// As people heard of them: silences applied; by start.
  var alerts: [AlertInterval]
  var episodes: [TroubleMap.Episode]
  var findings: [Findings.Entry]
  var movements: [Movement]
  var topology: Topology
  var citations: Citations
}

extension Observations {
  /// Alerts that fired and that someone should have looked at, by start: the silenced ones as well, for their condition was true.
  var conditions: [AlertInterval] { alerts.filter { $0.state == .firing && $0.isUrgent } }
  /// Those of which someone was told.
  var firing: [AlertInterval] { conditions.filter { !$0.isSuppressed } }

  /// When someone was first told: the first page, else the first alert that began within the evidence.
  ///
  /// An alert that fires from the first moment of the evidence on may have fired for days.
  var anchor: Instant? {
    if let page = people.pages.first(where: { $0.action == "trigger" })?.sighting.at { return page }
    let fresh = firing.first { alert in survey.span.map { alert.start > $0.start + .seconds(60) } ?? true }
    return (fresh ?? firing.first ?? conditions.first)?.start
  }

  /// Findings that are more than a repeated alert.
  var troubles: [Findings.Entry] { findings.filter { $0.role != .notice } }

  /// The series with a given identity, for relapses.
  func later(_ movement: Movement, after: Instant) -> Movement? {
    movements.first { $0.point.series == movement.point.series && $0.isImpact && $0.point.at > after }
  }
}

/// What speaks for a milestone, in the stated order of evidence, and what is odd about it.
struct Inference {
  var candidates: [MilestoneCandidate] = []
  var remarks: [String] = []
  var conflicts: [MilestoneConflict] = []

  /// The first candidate, with all of them beside it.
  func milestone(_ name: Milestone.Name) -> Milestone? {
    candidates.first.map { first in
      var milestone = Milestone(
        name, at: first.at, earliest: first.earliest, latest: first.latest, rule: first.rule,
        confidence: first.confidence, evidence: first.evidence)
      milestone.candidates = candidates
      return milestone
    }
  }
}

extension Observations {
  /// A candidate that one event sets; nil where the event is undated.
  func candidate(_ basis: MilestoneCandidate.Basis, _ sighting: Sighting, _ rule: String, _ confidence: Double)
    -> MilestoneCandidate?
  {
    sighting.at.map {
      MilestoneCandidate(
        at: $0, earliest: sighting.earliest, latest: sighting.latest, basis: basis, rule: rule, confidence: confidence,
        evidence: [citations.cite(sighting)])
    }
  }

  /// The first note in a range of time that states a milestone.
  func statement(_ says: People.Statement, from: Instant, through end: Instant) -> MilestoneCandidate? {
    let note = people.notes.first { note in
      note.says == says && note.sighting.at.map { $0 >= from && $0 <= end } ?? false
    }
    return note.flatMap {
      candidate($0.isChat ? .chat : .note, $0.sighting, "The first note that says so.", $0.isChat ? 0.5 : 0.6)
    }
  }
}
