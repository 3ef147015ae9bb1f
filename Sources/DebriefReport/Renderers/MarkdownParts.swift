import DebriefAnalysis
import DebriefModel

/// The generated parts of `postmortem.md`.
struct MarkdownParts {
  /// Rows of the timeline in Markdown; the page and analysis.json have more.
  static let rowLimit = 150

  let narration: Narration

  func time(_ instant: Instant, _ precision: TimePrecision = .second) -> MarkdownText { "\(instant.clock(precision))" }

  /// Footnote references.
  func citations(_ numbers: [Int]) -> MarkdownText {
    numbers.map { number -> MarkdownText in "[^e\(number)]" }.joined()
  }

  func code(_ text: String) -> MarkdownText { .written(Markdown.code(text)) }

  func optional(_ text: String?) -> MarkdownText { text.map { "\($0)" } ?? "–" }

  func place(_ path: String, line: Int?, byte: Int) -> MarkdownText {
    let text = path + (line.map { ":\($0)" } ?? "")
    let shift: MarkdownText =
      narration.document.sources.first { $0.path == path && $0.shift != .zero }
      .map { " (times moved by \(Words.shift($0.shift)))" } ?? ""
    return "\(code(text)) byte \(byte)\(shift)"
  }

  /// A table; without rows, the sentence instead.
  func table(_ columns: [String], _ rows: [[MarkdownText]], none: String) -> MarkdownText {
    guard !rows.isEmpty else { return "\(none)" }
    let head: MarkdownText = "| \(columns.map { column -> MarkdownText in "\(column)" }.joined(" | ")) |"
    let rule: MarkdownText = "|\(columns.map { _ -> MarkdownText in " --- |" }.joined())"
    let lines = rows.map { row -> MarkdownText in "| \(row.map { $0.text.isEmpty ? "–" : $0 }.joined(" | ")) |" }
    return ([head, rule] + lines).joined("\n")
  }

  func bullets(_ items: [String]) -> MarkdownText { items.map { item -> MarkdownText in "- \(item)" }.joined("\n") }

  /// Human text from the manifest: empty lines separate paragraphs.
  func prose(_ text: String) -> MarkdownText {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let blocks = lines.split { line in line.allSatisfy { $0.isWhitespace } }
    return blocks.map { block -> MarkdownText in block.map { line -> MarkdownText in "\(String(line))" }.joined("\n") }
      .joined("\n\n")
  }
}

extension MarkdownParts {
  func summary() -> MarkdownText {
    narration.summary.map { clause -> MarkdownText in "\(clause.text)\(citations(clause.citations))" }.joined(" ")
  }

  func figures() -> MarkdownText {
    table(
      ["Figure", "Value", "Bounds"],
      narration.figures.map { ["\($0.label)", "**\($0.value)**\(citations($0.citations))", "\($0.bounds)"] }, none: "")
  }

  func milestones() -> MarkdownText {
    let rows = narration.milestones.map { name, milestone, numbers -> [MarkdownText] in
      guard let milestone else {
        return ["\(Words.milestone(name))", "\(Words.unknown)", "", "no evidence for it", ""]
      }
      let inferred: MarkdownText =
        milestone.inferredAt.flatMap { $0 == milestone.at ? nil : $0 }.map {
          " Inferred from the evidence: \(time($0))."
        } ?? ""
      let range: MarkdownText =
        milestone.earliest == milestone.latest ? "exact" : "\(time(milestone.earliest)) to \(time(milestone.latest))"
      return [
        "\(Words.milestone(name))", "\(milestone.at.date) \(time(milestone.at))", range,
        "\(milestone.basis.rawValue): \(milestone.rule)\(citations(numbers))\(inferred)\(caveats(milestone.caveats))",
        "\(Words.ratio(milestone.confidence))",
      ]
    }
    return table(["Milestone", "At (UTC)", "Between", "How it is known", "Confidence"], rows, none: "")
  }

  func phases() -> MarkdownText {
    let rows = PhaseBar.segments(of: narration.document.analysis.phases).map { segment -> [MarkdownText] in
      let name = segment.part.map { "\(Words.phase(segment.names[0])): \($0)" } ?? segment.title
      let joint: MarkdownText = segment.names.count > 1 ? " (not separable)" : ""
      return [
        "\(name)\(joint)", time(segment.start), time(segment.end), "\(JSONWriter.number(segment.seconds) ?? "")",
        "\(Words.duration(segment.seconds))",
      ]
    }
    return table(
      ["Phase", "From", "To", "Seconds", "In words"], rows, none: "No phase has both its ends in the evidence.")
  }

  func ladder() -> MarkdownText {
    let impact = narration.document.analysis.milestones[.impactStarted]?.at
    let rows = narration.ladder.filter { $0.step.at != nil }.map { step, numbers -> [MarkdownText] in
      let since = impact.flatMap { impact in step.at.map { Words.duration(($0 - impact).seconds) } }
      return [step.at.map { time($0) } ?? "", optional(since), "\(step.name)", "\(step.detail)\(citations(numbers))"]
    }
    let missing = narration.ladder.filter { $0.step.at == nil }.map { $0.step.name }
    let unknown: MarkdownText =
      missing.isEmpty || rows.isEmpty ? "" : "\n\nNot known: \(missing.joined(separator: ", "))."
    let stretch: MarkdownText = narration.longestStretch.map { "\n\n\($0)" } ?? ""
    let steps = table(
      ["At (UTC)", "Since the impact", "Step", "What"], rows,
      none: "No step of detection or response is in the evidence.")
    return "\(steps)\(unknown)\(stretch)"
  }

  func timeTo() -> MarkdownText {
    let analysis = narration.document.analysis
    let rows = MetricDefinition.all.map { metric -> [MarkdownText] in
      let bounds = metric.bounds(in: analysis.milestones)
      return [
        "\(Words.spaced(metric.id))", "\(Words.duration(metric.value(in: analysis.metrics)))",
        optional(bounds.map { Words.duration($0.low) }), optional(bounds.map { Words.duration($0.high) }),
        code(metric.formula), "\(metric.meaning)",
      ]
    }
    return table(["Figure", "Value", "At least", "At most", "Formula", "What it is"], rows, none: "")
  }

  /// nil where no record of people is to be compared.
  func clocks() -> MarkdownText? {
    guard narration.clocks.contains(where: { $0.row.paperwork != nil }) else { return nil }
    let rows = narration.clocks.map { row, paper, telemetry -> [MarkdownText] in
      [
        "\(Words.milestone(row.milestone))", moment(row.paperwork, paper), moment(row.telemetry, telemetry),
        optional(row.gap.map(ClockWords.gap)),
      ]
    }
    let lengths: MarkdownText = ClockWords.lengths(narration.document.analysis.clocks).map { "\n\n\($0)" } ?? ""
    let both = table(["Milestone", "On paper (UTC)", "In the telemetry", "Paper later by"], rows, none: "")
    return "\(both)\(lengths)"
  }

  private func moment(_ candidate: MilestoneCandidate?, _ numbers: [Int]) -> MarkdownText {
    candidate.map { "\(time($0.at)) \($0.basis.rawValue)\(citations(numbers))" } ?? "–"
  }

  func leads() -> MarkdownText {
    guard !narration.leads.isEmpty else { return "The evidence does not suggest a cause." }
    return narration.leads.map { lead, numbersFor, numbersAgainst -> MarkdownText in
      let head: MarkdownText = "\(lead.rank). **\(lead.cause)** of \(lead.subject.description)"
      let facts: MarkdownText =
        "\(Words.confidence(lead.confidence)) (\(Words.ratio(lead.confidence))), \(lead.category.rawValue)"
      let against: MarkdownText = numbersAgainst.isEmpty ? "none found" : citations(numbersAgainst)
      return """
        \(head): \(facts).
           - Why: \(lead.why)\(citations(numbersFor))\(caveats(lead.caveats))
           - Evidence against: \(against)
           - What would refute it: \(lead.refutedBy.isEmpty ? Words.unknown : lead.refutedBy)
        """
    }.joined("\n")
  }

  func findings() -> MarkdownText {
    let rows = narration.findings.map { finding, numbers -> [MarkdownText] in
      [
        time(finding.start), "\(finding.severity.name)",
        "\(finding.title)\(citations(numbers))\(caveats(finding.caveats))",
        code(finding.subject.description),
        "\(Words.ratio(finding.confidence))",
      ]
    }
    return table(
      ["From (UTC)", "Severity", "Finding", "Subject", "Confidence"], rows, none: "No detector found anything.")
  }
}
