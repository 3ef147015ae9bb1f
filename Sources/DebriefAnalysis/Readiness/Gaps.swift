import DebriefModel

/// What the evidence as a whole cannot show, in sentences.
struct Gaps {
  /// How long a cluster keeps events by default.
  static let eventLife = TimeSpan.minutes(60)

  let seen: Observations
  let pass: EventPass
  let series: SeriesPass
  let sources: [Source]
  let impact: Milestone?

  func sentences() -> [String] {
    missing() + events() + signals() + bounds()
  }

  private func missing() -> [String] {
    var gaps: [String] = []
    if !seen.survey.hasRequests && !pass.changes.hasRecords {
      gaps.append(
        "No audit log or change record that names who acted: who changed what is unknown, and changes are known only "
          + "where Kubernetes' own events and objects show them."
      )
    }
    if series.judged + series.tooShort == 0 {
      gaps.append("No metrics: when users felt it, and whether they still do, is not measured.")
    }
    if !seen.survey.has(.alert) { gaps.append("No alerts: whether one fired, and when, is unknown.") }
    if !seen.survey.has(.page) {
      gaps.append("No pager data: who acknowledged and when is unknown unless the manifest says so.")
    }
    if !seen.survey.has(.kubernetes) { gaps.append("No Kubernetes events.") }
    if !seen.survey.has(.log) { gaps.append("No logs.") }
    let hasRestarts = seen.findings.contains {
      [CrashLoopDetector.description.id, OOMKilledDetector.description.id].contains($0.finding.detector)
    }
    let hasPrevious =
      pass.watch.restarted.hasEarlierLogs || sources.contains { $0.path.lowercased().contains("previous") }
    if hasRestarts && seen.survey.has(.log) && !hasPrevious {
      gaps.append(
        "Containers restarted, but no log of a previous container is among the files: the last words before "
          + "a crash may be missing."
      )
    }
    return gaps + unread()
  }

  /// Files that could have said something.
  private func unread() -> [String] {
    let paths = sources.filter { $0.format.isEmpty && !$0.isNoEvidence }.map(\.path).sorted()
    guard !paths.isEmpty else { return [] }
    let shown = paths.prefix(3).joined(separator: ", ") + (paths.count > 3 ? ", …" : "")
    let verb = paths.count == 1 ? "looks like data and was" : "look like data and were"
    return ["\(counted(paths.count, "file")) \(verb) not read: \(shown)."]
  }

  private func events() -> [String] {
    var gaps: [String] = []
    if let range = seen.survey.kinds[.kubernetes]?.range {
      // A cluster forgets counted from when it was asked; without a capture time the last event stands for it.
      let complete = (seen.manifest.capturedAt ?? range.end) - Self.eventLife
      let survivors = range.start < complete ? "before \(complete) only survivors are in the evidence, and " : ""
      gaps.append(
        "Kubernetes keeps events for one hour by default and drops repetitions: \(survivors)no event is no proof "
          + "that nothing happened.")
      if let impact, impact.at < complete {
        gaps.append("The impact started before the time that the Kubernetes events cover in full.")
      }
    }
    if seen.survey.compacted > 0 {
      let noun = seen.survey.compacted == 1 ? "event stands" : "events stand"
      gaps.append(
        "\(seen.survey.compacted) \(noun) for several occurrences, of which only the first and the last time are known."
      )
    }
    let undated = seen.survey.kinds.values.reduce(0) { $0 + $1.records - $1.dated }
    if undated > 0 { gaps.append("\(counted(undated, "event")) without a time cannot be placed on the timeline.") }
    if seen.survey.assumedTimes > 0 {
      gaps.append("\(counted(seen.survey.assumedTimes, "event")) with an assumed time zone, year or age may be off.")
    }
    return gaps
  }

  private func signals() -> [String] {
    var gaps: [String] = []
    if series.judged > 0 {
      gaps.append(
        "Daily and weekly patterns are not removed from the metrics; a shift that comes every day may be reported.")
    }
    if series.tooShort > 0 {
      gaps.append(
        "\(counted(series.tooShort, "series")) with fewer than \(ShiftScan.shortestBaseline + ShiftScan.run) "
          + "samples could not be judged."
      )
    }
    if let span = series.span, let impact, (impact.at - span.start).seconds < 1800, impact.at >= span.start {
      gaps.append(
        "The metrics begin \(spoken((impact.at - span.start).seconds)) before the impact: what is usual rests on little."
      )
    }
    let outside = series.movements.count { $0.isImpact && $0.point.recoveredAt == nil }
    if outside > 0 { gaps.append("\(counted(outside, "indicator")) had not come back when the metrics end.") }
    return gaps
  }

  /// Bounds of memory that were reached: what lies beyond was counted and not looked at.
  private func bounds() -> [String] {
    var gaps: [String] = []
    if pass.findings.overlooked > 0 {
      gaps.append(
        "\(counted(pass.findings.overlooked, "event")) about more than \(Ledger.subjects) subjects of one detector were not looked at."
      )
    }
    if pass.findings.dropped > 0 {
      gaps.append("\(counted(pass.findings.dropped, "finding")) beyond the bound of one detector were left out.")
    }
    if pass.changes.overlooked > 0 {
      gaps.append("\(counted(pass.changes.overlooked, "change")) beyond the first \(ChangeLog.limit) were left out.")
    }
    if pass.trouble.overlooked > 0 {
      gaps.append("Warnings fill more minutes than are kept; \(pass.trouble.overlooked) were left out.")
    }
    if pass.overlookedAlerts > 0 {
      gaps.append(
        "\(counted(pass.overlookedAlerts, "alert interval")) beyond the first \(EventPass.alertLimit) were left out.")
    }
    if pass.people.overlooked > 0 {
      gaps.append(
        "\(counted(pass.people.overlooked, "page or note", plural: "pages or notes")) beyond the bound were left out.")
    }
    return gaps
  }
}
