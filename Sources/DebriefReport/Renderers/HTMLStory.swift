import DebriefAnalysis
import DebriefModel

/// The parts of the page that tell the story: summary, milestones, minutes, leads.
extension HTMLParts {
  func summary() -> Markup {
    let sentences = narration.summary.map { clause -> Markup in "\(clause.text)\(citations(clause.citations))" }
    return "<p>\(sentences.joined(" "))</p>"
  }

  func milestones() -> Markup {
    var table = HTMLTable(
      "Milestones (UTC)",
      [.init("Milestone"), .init("At", "t"), .init("Between", "t"), .init("How it is known"), .init("Confidence", "r")])
    for (name, milestone, numbers) in narration.milestones {
      table.row(cells(of: milestone, Words.milestone(name), numbers), id: "m-\(name.rawValue)")
    }
    return table.markup
  }

  private func cells(of milestone: Milestone?, _ name: String, _ numbers: [Int]) -> [Markup] {
    guard let milestone else { return ["\(name)", unknown(), "", "<span class=\"dim\">no evidence for it</span>", ""] }
    let isExact = milestone.earliest == milestone.latest
    let range: Markup =
      isExact ? "<span class=\"dim\">exact</span>" : "\(time(milestone.earliest)) – \(time(milestone.latest))"
    let inferred: Markup =
      milestone.inferredAt.flatMap { $0 == milestone.at ? nil : $0 }.map { " Inferred from the evidence: \(time($0))." }
      ?? ""
    return [
      "\(name)", time(milestone.at), range,
      "<b>\(milestone.basis.rawValue)</b>: \(milestone.rule)\(citations(numbers))\(inferred)\(caveats(milestone.caveats))",
      "<span class=\"num\">\(Words.ratio(milestone.confidence))</span>",
    ]
  }

  func phases() -> Markup {
    let segments = PhaseBar.segments(of: narration.document.analysis.phases)
    guard !segments.isEmpty else { return paragraph("No phase has both its ends in the evidence.") }
    var table = HTMLTable(
      "Phases", [.init("Phase"), .init("From", "t"), .init("To", "t"), .init("Seconds", "r"), .init("In words", "r")])
    var seen: Set<Phase.Name> = []
    for segment in segments {
      let isFirst = seen.insert(segment.names[0]).inserted
      table.row(
        [
          "<span class=\"key \(segment.style)\"></span>\(phaseName(segment))", time(segment.start), time(segment.end),
          "<span class=\"num\">\(seconds(segment.seconds))</span>", "\(Words.duration(segment.seconds))",
        ], id: isFirst ? "phase-\(segment.names[0].rawValue)" : nil)
    }
    let bar = PhaseBar.svg(narration.document.analysis.phases).map { Markup.written($0) } ?? ""
    return "\(bar)\(table.markup)"
  }

  private func phaseName(_ segment: PhaseBar.Segment) -> Markup {
    if let part = segment.part { return "\(Words.phase(segment.names[0])): \(part)" }
    return segment.names.count == 1 ? "\(segment.title)" : "\(segment.title) <small>not separable</small>"
  }

  private func seconds(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? Words.count(Int(value)) : Words.fixed(value, 3)
  }

  func ladder() -> Markup {
    guard narration.ladder.contains(where: { $0.step.at != nil }) else {
      return paragraph("No step of detection or response is in the evidence.")
    }
    var table = HTMLTable(
      "Detection and response, step by step",
      [
        .init("At", "t"), .init("Since the impact", "r"), .init("Since the step before", "r"), .init("Step"),
        .init("What"),
      ])
    let impact = narration.document.analysis.milestones[.impactStarted]?.at
    var previous: Instant?
    for (step, numbers) in narration.ladder {
      table.row(row(step, numbers, since: impact, previous))
      previous = step.at ?? previous
    }
    return table.markup
  }

  private func row(_ step: LadderStep, _ numbers: [Int], since impact: Instant?, _ previous: Instant?) -> [Markup] {
    guard let at = step.at else { return [unknown(), "", "", "\(step.name)", ""] }
    let total: Markup = impact.map { "\(Words.duration((at - $0).seconds))" } ?? ""
    let since: Markup = previous.map { "+ \(Words.duration((at - $0).seconds))" } ?? ""
    return [time(at), total, since, "<b>\(step.name)</b>", "\(step.detail)\(citations(numbers))"]
  }

  /// The time-to family, each with its formula and how far it may be off.
  func timeTo() -> Markup {
    let analysis = narration.document.analysis
    var table = HTMLTable(
      "Time-to figures",
      [
        .init("Figure"), .init("Value", "r"), .init("At least", "r"), .init("At most", "r"), .init("Formula"),
        .init("What it is"),
      ])
    for metric in MetricDefinition.all {
      let bounds = metric.bounds(in: analysis.milestones)
      table.row([
        "\(Words.spaced(metric.id))", metric.value(in: analysis.metrics).map { "\(Words.duration($0))" } ?? unknown(),
        bounds.map { "\(Words.duration($0.low))" } ?? "", bounds.map { "\(Words.duration($0.high))" } ?? "",
        "<code>\(metric.formula)</code>", "\(metric.meaning)",
      ])
    }
    return table.markup
  }

  /// What people recorded beside what the telemetry shows; nil where nothing is to be compared.
  func clocks() -> Markup? {
    guard narration.clocks.contains(where: { $0.row.paperwork != nil }) else { return nil }
    var table = HTMLTable(
      "Two clocks (UTC)",
      [
        .init("Milestone"), .init("On paper", "t"), .init("In the telemetry", "t"), .init("Paper later by", "r"),
        .init("By"),
      ])
    for (row, paper, telemetry) in narration.clocks {
      let both = [row.paperwork?.basis.rawValue, row.telemetry?.basis.rawValue].compactMap { $0 }
      table.row([
        "\(Words.milestone(row.milestone))", moment(row.paperwork, paper), moment(row.telemetry, telemetry),
        row.gap.map { "<span class=\"num\">\(ClockWords.gap($0))</span>" } ?? "", "\(both.joined(separator: ", "))",
      ])
    }
    let lengths = ClockWords.lengths(narration.document.analysis.clocks).map { text -> Markup in "<p>\(text)</p>" }
    return table.markup + (lengths ?? "")
  }

  private func moment(_ candidate: MilestoneCandidate?, _ numbers: [Int]) -> Markup {
    guard let candidate else { return "<span class=\"dim\">–</span>" }
    return "\(time(candidate.at))\(citations(numbers))"
  }

  func leads() -> Markup {
    guard !narration.leads.isEmpty else {
      return paragraph("The evidence does not suggest a cause. What is missing is listed under evidence and coverage.")
    }
    return narration.leads.map { card($0.lead, $0.evidenceFor, $0.evidenceAgainst) }.joined("\n")
  }

  private func card(_ lead: Lead, _ numbersFor: [Int], _ numbersAgainst: [Int]) -> Markup {
    """
    <article class="lead" id="lead-\(lead.rank)" tabindex="-1">
    <h3><span class="rank">\(lead.rank)</span> \(lead.cause) <span class="of">\(lead.subject.description)</span></h3>
    <p class="meta">\(confidence(lead.confidence)) · \(lead.category.rawValue) · score <span class="num">\
    \(Words.ratio(lead.score))</span></p>
    <p>\(lead.why)\(citations(numbersFor))\(caveats(lead.caveats))</p>
    <div class="sides"><div><h4>Evidence for</h4>\(list(lead.evidence, numbersFor))</div>
    <div><h4>Evidence against</h4>\(list(lead.evidenceAgainst, numbersAgainst))</div></div>
    \(refutation(lead.refutedBy))
    </article>
    """
  }

  private func refutation(_ text: String) -> Markup {
    text.isEmpty ? "" : "<p class=\"refute\"><b>What would refute it:</b> \(text)</p>"
  }

  private func list(_ evidence: [Evidence], _ numbers: [Int]) -> Markup {
    guard !evidence.isEmpty else { return "<p class=\"dim\">none found</p>" }
    let items = zip(evidence, numbers).map { item, number -> Markup in
      "<li><a href=\"#\(narration.citations[number].anchor)\">\(number)</a> <span class=\"ev\">\(item.text)</span></li>"
    }
    let rest = evidence.count - numbers.count
    let more: Markup = rest > 0 ? "<li class=\"dim\">and \(Words.count(rest)) more in analysis.json</li>" : ""
    return "<ul class=\"evidence\">\(items.joined())\(more)</ul>"
  }
}
