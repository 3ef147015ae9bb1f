import DebriefAnalysis
import DebriefModel
import DebriefReport

/// What an analysis says, as listings.
extension Listing {
  /// One row a phase; parts of a phase follow it.
  static func phases(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("phase"), Column("part"), Column("start"), Column("end"), Column("seconds", .number, title: "duration"),
        Column("not_separable_from"),
      ], whenEmpty: "no phases: no milestone is known")
    for phase in analysis.phases {
      listing.rows.append(
        row(phase.name.rawValue, nil, phase.start, phase.end, phase.notSeparableFrom.map { $0.rawValue }))
      listing.rows += phase.parts.map { row(phase.name.rawValue, $0.name, $0.start, $0.end, []) }
    }
    listing.footer = [total(analysis)] + analysis.remarks
    return listing
  }

  private static func row(_ phase: String, _ part: String?, _ start: Instant?, _ end: Instant?, _ others: [String])
    -> [Cell]
  {
    let seconds: Double? = if let start, let end { (end - start).seconds } else { nil }
    return [
      .text(phase), .optional(part), .optional(start), .optional(end), .optional(seconds), .list(others),
    ]
  }

  private static func total(_ analysis: IncidentAnalysis) -> String {
    guard let start = analysis.milestones[.impactStarted], let end = analysis.milestones[.recovered] else {
      return "from impact_started to recovered: not known"
    }
    return
      "from impact_started to recovered: \(Words.duration((end.at - start.at).seconds)), the sum of the phases between"
  }

  /// One row a milestone, unknown ones included.
  static func milestones(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("milestone"), Column("at"), Column("earliest"), Column("latest"), Column("basis"),
        Column("confidence", .number),
        Column("rule"), Column("inferred_at"), Column("place"),
      ], whenEmpty: "no milestones")
    listing.rows = Milestone.Name.allCases.map { name in
      guard let milestone = analysis.milestones[name] else {
        return [.text(name.rawValue)] + [Cell](repeating: .none, count: 5) + [.text("not known"), .none, .none]
      }
      return [
        .text(name.rawValue), .optional(milestone.at), .optional(milestone.earliest), .optional(milestone.latest),
        .text(milestone.basis.rawValue), .number(milestone.confidence), .text(milestone.rule),
        .optional(milestone.inferredAt),
        .optional(milestone.evidence.first?.place),
      ]
    }
    listing.footer = analysis.remarks
    return listing
  }

  /// One row a step from the first sign to the first repair, unknown ones included.
  static func ladder(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("step"), Column("at"), Column("earliest", detail: true), Column("latest", detail: true),
        Column("seconds_since_impact", .number, title: "since_impact"), Column("detail"), Column("place"),
      ], whenEmpty: "no steps: neither an impact nor a detection is known")
    let impact = analysis.milestones[.impactStarted]?.at
    listing.rows = analysis.detectionLadder.map { rung in
      let since: Double? = if let at = rung.at, let impact { (at - impact).seconds } else { nil }
      return [
        .text(rung.name.rawValue), .optional(rung.at), .optional(rung.earliest), .optional(rung.latest),
        .optional(since), .optional(rung.detail), .optional(rung.evidence.first?.place),
      ]
    }
    return listing
  }

  /// One row a milestone that either clock knows.
  static func clocks(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("milestone"), Column("paperwork"), Column("paperwork_basis"), Column("telemetry"),
        Column("telemetry_basis"), Column("gap", .number),
      ], whenEmpty: "no milestone is known from people's records or from telemetry")
    listing.rows = analysis.clocks.map { row in
      [
        .text(row.milestone.rawValue), .optional(row.paperwork?.at), .optional(row.paperwork?.basis.rawValue),
        .optional(row.telemetry?.at), .optional(row.telemetry?.basis.rawValue), .optional(row.gap),
      ]
    }
    listing.footer = analysis.conflicts.map(\.text)
    return listing
  }

  /// One row an interval of the impact; a relapse is one of its own.
  static func intervals(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("start"), Column("end"), Column("seconds", .number, title: "duration"), Column("observed_until"),
        Column("rule"), Column("place"),
      ], whenEmpty: "the start of the impact is not known")
    listing.rows = analysis.impactIntervals.map { interval in
      [
        .optional(interval.start.at), .optional(interval.end?.at), .optional(interval.seconds),
        .optional(interval.observedUntil), .text(interval.rule), .optional(interval.evidence.first?.place),
      ]
    }
    return listing
  }

  /// The five figures, each with its definition and formula; unknown ones say what is missing.
  static func metrics(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("metric"), Column("seconds", .number, title: "value"), Column("at_least", .number),
        Column("at_most", .number), Column("formula"),
        Column("definition"), Column("unknown_because"),
      ], whenEmpty: "no metrics")
    listing.rows = MetricDefinition.all.map { metric in
      let bounds = metric.bounds(in: analysis.milestones)
      let missing = metric.missing(in: analysis.milestones)
      let value = metric.value(in: analysis.metrics)
      return [
        .text(metric.id), .optional(value), .optional(bounds?.low), .optional(bounds?.high), .text(metric.formula),
        .text(metric.meaning),
        value == nil && !missing.isEmpty ? .text("no evidence for \(Words.list(missing))") : .none,
      ]
    }
    listing.rows += analysis.impact.flatMap(rows)
    listing.footer = analysis.remarks
    return listing
  }

  /// What one indicator lost, each figure with its formula; those not known are left out, with the reason in `definition`.
  private static func rows(_ measure: ImpactMeasure) -> [[Cell]] {
    let figures: [(String, Double?, String)] = [
      ("lost_seconds", measure.lostSeconds, "sum(error ratio * seconds)"),
      ("error_ratio", measure.errorRatio, measure.requests == nil ? "lost / covered" : "sum(bad) / sum(valid)"),
      ("budget_share", measure.budgetShare, "lost / ((1 - objective) * 30 d)"),
      ("burn", measure.burn, "error ratio / (1 - objective)"),
      ("failed_requests", measure.failedRequests, "sum(error ratio * requests)"),
      ("user_minutes", measure.userMinutes, "sum(error ratio * users * minutes)"),
    ]
    return figures.compactMap { id, value, formula in
      value.map {
        [
          .text("\(id) of \(measure.name)"), .number($0), .none, .none, .text(formula), .text(measure.how), .none,
        ]
      }
    }
  }

  /// One row a finding, as the analysis ranks them.
  static func findings(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("id", detail: true), Column("start"), Column("end"), Column("severity"), Column("detector"),
        Column("subject"),
        Column("confidence", .number), Column("title"), Column("evidence", .number), Column("place"),
        Column("playbook", detail: true),
      ], whenEmpty: "no findings: no detector saw what it looks for; debrief detectors says what that is")
    listing.rows = analysis.findings.map { finding in
      [
        .text(finding.id), .optional(finding.start), .optional(finding.end), .severity(finding.severity),
        .text(finding.detector),
        .optional(finding.subject.description), .number(finding.confidence), .text(finding.title),
        .integer(finding.evidence.count), .optional(finding.evidence.first?.place), .optional(finding.playbook),
      ]
    }
    return listing
  }

  /// The candidates for the cause, best first.
  static func leads(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("rank", .number), Column("score", .number), Column("confidence", .number), Column("subject"),
        Column("cause"),
        Column("category"), Column("why"), Column("refuted_by"), Column("evidence", .number),
        Column("against", .number),
        Column("place"),
      ], whenEmpty: "no leads")
    listing.rows = analysis.leads.map { lead in
      [
        .integer(lead.rank), .number(lead.score), .number(lead.confidence), .optional(lead.subject.description),
        .text(lead.cause),
        .text(lead.category.rawValue), .text(lead.why), .optional(lead.refutedBy), .integer(lead.evidence.count),
        .integer(lead.evidenceAgainst.count), .optional(lead.evidence.first?.place),
      ]
    }
    listing.footer =
      analysis.leads.isEmpty
      ? [] : ["a lead is where to look first, not a verdict; scores compare within this incident only"]
    return listing
  }

  /// One row a change, by time.
  static func changes(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("at"), Column("seconds_before_impact", .number, title: "before_impact"), Column("change"),
        Column("subject"), Column("what"), Column("by"),
        Column("place"),
      ], whenEmpty: "no changes in the evidence")
    listing.rows = analysis.changes.map { change in
      [
        .optional(change.at), .optional(change.secondsBeforeImpact), .text(change.kind),
        .optional(change.subject.description), .text(change.what), .optional(change.by),
        .optional(change.evidence.first?.place),
      ]
    }
    return listing
  }

  /// What the analysis adds to the notes of the importer.
  private static func caveats(of source: Source, _ analysis: IncidentAnalysis) -> [Caveat] {
    analysis.caveats.filter { caveat in
      caveat.sources.contains(source.path) && ![.limit, .assumption, .timeAssumption].contains(caveat.kind)
    }
  }

  /// What each source can show.
  static func coverage(_ analysis: IncidentAnalysis) -> Listing {
    var listing = Listing(
      [
        Column("source"), Column("format"), Column("sha256", detail: true), Column("bytes", .number),
        Column("events", .number),
        Column("samples", .number), Column("rejected", .number), Column("undated", .number), Column("first"),
        Column("last"),
        Column("warnings"), Column("caveats"),
      ], whenEmpty: "no sources")
    listing.rows = analysis.coverage.map { source in
      [
        .text(source.path), .optional(source.format), .optional(source.sha256), .integer(source.bytes),
        .integer(source.events),
        .integer(source.samples), .integer(source.rejected), .integer(source.undated), .optional(source.first),
        .optional(source.last), .list(source.notes.map { "\($0.kind.rawValue): \($0.text)" }),
        .list(caveats(of: source, analysis).map { "\($0.kind.rawValue): \($0.text)" }),
      ]
    }
    listing.footer = analysis.gaps
    return listing
  }
}

extension Evidence {
  /// The path, with the line where there is one.
  var place: String { source + (line.map { ":\($0)" } ?? "") }
}
