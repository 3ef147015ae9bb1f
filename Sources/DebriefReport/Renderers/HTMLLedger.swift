import DebriefModel

/// Impact, readiness, human parts, actions, evidence and coverage.
extension HTMLParts {
  func impact() -> Markup { losses() + budgets() }

  /// What the indicators of errors lost.
  private func losses() -> Markup {
    guard !narration.losses.isEmpty else { return "" }
    var table = HTMLTable(
      "What the impact cost",
      [
        .init("Indicator"), .init("Lost", "r"), .init("Error ratio", "r"), .init("Failed requests", "r"),
        .init("User-minutes", "r"), .init("Burn", "r"), .init("How it is worked out"),
      ])
    for (loss, numbers) in narration.losses {
      table.row([
        "\(loss.name)", "\(Words.duration(loss.lostSeconds.rounded()))", "\(Words.percent(loss.errorRatio))",
        loss.failedRequests.map { "\(Words.number($0))" } ?? unknown(),
        loss.userMinutes.map { "\(Words.number($0))" } ?? unknown(),
        loss.burn.map { "\(Words.fixed($0, 1))×" } ?? unknown(), "\(loss.how)\(citations(numbers))",
      ])
    }
    return table.markup
  }

  private func budgets() -> Markup {
    let budgets = narration.document.budgets
    guard !budgets.isEmpty else {
      return paragraph(
        "No objective is declared, so the budget burnt is not known. Declare one under “slos” in incident.yaml.")
    }
    var table = HTMLTable(
      "Error budgets of 30 days",
      [.init("Objective"), .init("Target", "r"), .init("Burnt", "r"), .init("How it is worked out")])
    for budget in budgets {
      let burnt: Markup = budget.share.map { "<span class=\"num\">\(Words.fixed($0 * 100, 1)) %</span>" } ?? unknown()
      table.row([
        "\(budget.objective.name)", "<span class=\"num\">\(Words.fixed(budget.objective.objective, 3)) %</span>", burnt,
        "\(budget.explanation)",
      ])
    }
    return table.markup
  }

  func readiness() -> Markup {
    guard !narration.readiness.isEmpty else { return paragraph("Nothing was checked.") }
    var table = HTMLTable(
      "Was this in place before the impact?", [.init("Answer"), .init("Question"), .init("What the evidence says")])
    for (check, numbers) in narration.readiness {
      table.row([answer(check.answer), "\(check.question)", "\(check.detail)\(citations(numbers))"])
    }
    return table.markup
  }

  private func answer(_ answer: ReadinessCheck.Answer) -> Markup {
    switch answer {
    case .yes: "<span class=\"answer yes\"><i aria-hidden=\"true\">✓</i> yes</span>"
    case .no: "<span class=\"answer no\"><i aria-hidden=\"true\">✕</i> no</span>"
    case .unknown: "<span class=\"answer\"><i aria-hidden=\"true\">?</i> \(Words.unknown)</span>"
    }
  }

  func actions() -> Markup {
    let actions = narration.document.analysis.actions
    guard !actions.isEmpty else { return paragraph("No action item yet.") }
    var table = HTMLTable(
      "Action items",
      [
        .init("Title"), .init("Type"), .init("Owner"), .init("Due", "t"), .init("Priority"), .init("Status"),
        .init("Ticket"),
        .init("Done when"),
      ], style: "filter")
    for action in actions {
      table.row([
        "\(action.title)\(origin(action))", optional(action.type), optional(action.owner), optional(action.due),
        optional(action.priority), optional(action.status), optional(action.ticket), optional(action.doneWhen),
      ])
    }
    return table.markup
  }

  private func origin(_ action: ActionItem) -> Markup {
    let finding: Markup =
      action.finding.map { id in
        narration.findings.contains { $0.finding.id == id }
          ? " <a href=\"#f-\(HTML.identifier(id))\">answers a finding</a>" : " answers \(id)"
      } ?? action.gap.map { " answers the question “\($0)”" } ?? ""
    guard action.suggested else { return finding.html.isEmpty ? "" : "<br><small>\(finding)</small>" }
    return "<br><small>suggested, nobody has agreed to it yet\(finding.html.isEmpty ? "" : ";")\(finding)</small>"
  }

  /// A list a person wrote.
  func bullets(_ items: [String]) -> Markup {
    guard !items.isEmpty else { return paragraph("Nothing written yet.") }
    return "<ul>\(items.map { item -> Markup in "<li>\(item)</li>" }.joined())</ul>"
  }

  /// Human text: empty lines separate paragraphs.
  func prose(_ text: String) -> Markup {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let blocks = lines.split { line in line.allSatisfy { $0.isWhitespace } }
    return blocks.map { block -> Markup in "<p>\(block.joined(separator: "\n"))</p>" }.joined("\n")
  }

  func coverage() -> Markup {
    guard !sources.listed.isEmpty else { return paragraph("There is no source.") }
    var table = HTMLTable(
      "Sources, by path",
      [
        .init("Source"), .init("Format"), .init("Events", "r"), .init("Samples", "r"), .init("Rejected", "r"),
        .init("First", "t"), .init("Last", "t"), .init("SHA-256"),
      ], style: "filter sources")
    for source in sources.listed { table.row(cells(source), id: sources.anchor(of: source.path)) }
    return table.markup + hiddenSources()
  }

  private func cells(_ source: Source) -> [Markup] {
    let notes = source.notes.map { note -> Markup in
      "<br><small class=\"note-\(note.kind.rawValue)\">\(note.kind.rawValue): \(note.text)</small>"
    }
    let shift: Markup =
      source.shift == .zero ? "" : "<br><small class=\"caveat\">times moved by \(Words.shift(source.shift))</small>"
    let undated: Markup = source.undated > 0 ? "<br><small>\(Words.count(source.undated)) without a time</small>" : ""
    return [
      "<code>\(source.path)</code>\(notes.joined())\(shift)\(undated)",
      source.format.isEmpty ? "<span class=\"dim\">not read</span>" : "\(source.format)",
      "<span class=\"num\">\(Words.count(source.events))</span>",
      "<span class=\"num\">\(Words.count(source.samples))</span>",
      "<span class=\"num\(Markup.written(source.rejected > 0 ? " bad" : ""))\">\(Words.count(source.rejected))</span>",
      source.first.map { dateTime($0) } ?? "<span class=\"dim\">–</span>",
      source.last.map { dateTime($0) } ?? "<span class=\"dim\">–</span>",
      "<code class=\"hash\" title=\"\(source.sha256)\">\(String(source.sha256.prefix(16)))</code>",
    ]
  }

  private func hiddenSources() -> Markup {
    let hidden = sources.hidden
    guard !hidden.isEmpty else { return "" }
    let events = hidden.reduce(0) { $0 &+ $1.events }
    let samples = hidden.reduce(0) { $0 &+ $1.samples }
    let rejected = hidden.reduce(0) { $0 &+ $1.rejected }
    return paragraph(
      "\(Words.count(hidden.count, "more source")) with \(Words.count(events, "event")), \(Words.count(samples, "sample")) and"
        + " \(Words.count(rejected, "rejected record")): see analysis.json.")
  }

  /// Cited evidence that is not a row of the timeline.
  func register() -> Markup {
    let entries = narration.citations.entries.filter { $0.isInRegister }
    guard !entries.isEmpty else { return paragraph("Every piece of cited evidence is a row of the timeline.") }
    var table = HTMLTable(
      "Cited evidence outside the timeline", [.init("No.", "r"), .init("Excerpt"), .init("Source", "src")],
      style: "filter")
    for entry in entries {
      let item = entry.evidence
      table.row(
        [
          "\(entry.number)",
          "<span class=\"ev\">\(VisibleText.excerpt(item.text, limit: TimelineRow.messageLimit))</span>",
          source(item.source, line: item.line, byte: item.byte),
        ], id: entry.anchor, style: "event")
    }
    return table.markup
  }

  func sentences(_ items: [String], none: String) -> Markup {
    guard !items.isEmpty else { return none.isEmpty ? "" : paragraph(none) }
    return "<ul>\(items.map { item -> Markup in "<li>\(item)</li>" }.joined())</ul>"
  }

  func definitions() -> Markup {
    let entries = Definitions.all.map { entry -> Markup in
      "<dt id=\"d-\(entry.id)\">\(entry.term)</dt><dd>\(entry.text)</dd>"
    }
    return "<dl>\(entries.joined("\n"))</dl>"
  }
}
