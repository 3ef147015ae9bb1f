import DebriefModel

/// Tables of what changed, alerted, moved and was logged, and the ledger of sources.
extension MarkdownParts {
  func changes() -> MarkdownText {
    let rows = narration.changes.map { change, numbers -> [MarkdownText] in
      let before = change.secondsBeforeImpact.map { $0 >= 0 ? Words.duration($0) : "\(Words.duration(-$0)) after" }
      return [
        time(change.at), "\(before ?? Words.unknown)", code(change.subject.description),
        "\(change.what)\(citations(numbers))",
        optional(change.by),
      ]
    }
    return table(
      ["At (UTC)", "Before the impact", "Subject", "What", "By"], rows, none: "No change is in the evidence.")
  }

  func alerts() -> MarkdownText {
    let rows = narration.document.alerts.alerts.flatMap { alert in
      alert.bars.map { bar -> [MarkdownText] in
        let end: MarkdownText = bar.isOpenEnded ? "still on at \(time(bar.end))" : time(bar.end)
        return [time(bar.start), end, "\(bar.state.rawValue)", "\(alert.name)", code(alert.subject), "\(bar.message)"]
      }
    }
    return table(
      ["From (UTC)", "To", "State", "Alert", "Subject", "Message"], rows, none: "No alert is in the evidence.")
  }

  func metrics() -> MarkdownText {
    let rows = narration.shifts.map { point, numbers -> [MarkdownText] in
      [
        time(point.at), "\(code(point.series.description))\(citations(numbers))", "\(point.direction.rawValue)",
        "\(Words.number(point.before))", "\(Words.number(point.after))",
        point.recoveredAt.map { time($0) } ?? "\(Words.unknown)",
      ]
    }
    return table(
      ["Moved at (UTC)", "Metric", "Direction", "Before", "After", "Back at"], rows,
      none: "No metric in the evidence moved, or there are no metrics.") + correlations()
  }

  func logs() -> MarkdownText {
    let logs = narration.document.logs
    guard !logs.excerpts.isEmpty else {
      return logs.total == 0 ? "No log is in the evidence." : "No warning or error was logged."
    }
    let items = logs.excerpts.map { excerpt -> MarkdownText in
      let count = excerpt.count > 1 ? ", \(Words.count(excerpt.count)) times" : ""
      return """
        \(time(excerpt.first, excerpt.precision)) \(excerpt.severity.name)\(count), \(code(excerpt.subject.description)) \
        (\(place(excerpt.source, line: excerpt.line, byte: excerpt.byte))):

        \(MarkdownText.written(Markdown.block(excerpt.message)))
        """
    }
    let hidden: MarkdownText =
      logs.hidden > 0 ? "\n\n\(Words.count(logs.hidden, "further distinct message")) not listed." : ""
    return "\(items.joined("\n\n"))\(hidden)"
  }

  func timeline() -> MarkdownText {
    let timeline = narration.document.timeline
    let best = timeline.rows.sorted {
      ($0.rank, $1.severity, $0.start, $0.id) < ($1.rank, $0.severity, $1.start, $1.id)
    }
    let rows = best.prefix(MarkdownParts.rowLimit).sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    let cells = rows.map(cells(of:))
    let hidden = timeline.rows.count - rows.count
    let more: MarkdownText = hidden > 0 ? "\n\n\(Words.count(hidden, "more row")) on the HTML page." : ""
    let listed = HTMLParts(narration).notListed(timeline)
    let all = table(
      ["Time (UTC)", "Severity", "Subject", "What", "Source"], cells, none: "The evidence holds no dated event.")
    return "\(all)\n\n\(listed)\(more)"
  }

  private func cells(of row: TimelineRow) -> [MarkdownText] {
    let end: MarkdownText = row.start == row.end ? "" : " to \(time(row.end, row.precision))"
    let count: MarkdownText = row.count > 1 ? " × \(Words.count(row.count))" : ""
    let reason: MarkdownText = row.reason.isEmpty ? "" : "**\(row.reason)** "
    let assumed: MarkdownText = row.basis == .stated ? "" : " (assumed)"
    return [
      "\(row.start.date) \(time(row.start, row.precision))\(end)\(assumed)", "\(row.severity.name)",
      code(row.subject.description),
      "\(reason)\(row.message)\(count)", place(row.source, line: row.line, byte: row.byte),
    ]
  }

  func impact() -> MarkdownText {
    let rows = narration.losses.map { loss, numbers -> [MarkdownText] in
      [
        "\(loss.name)", "\(Words.duration(loss.lostSeconds.rounded()))", "\(Words.percent(loss.errorRatio))",
        "\(loss.failedRequests.map(Words.number) ?? Words.unknown)",
        "\(loss.userMinutes.map(Words.number) ?? Words.unknown)",
        "\(loss.burn.map { "\(Words.fixed($0, 1))×" } ?? Words.unknown)", "\(loss.how)\(citations(numbers))",
      ]
    }
    guard !rows.isEmpty else { return budgets() }
    let losses = table(
      ["Indicator", "Lost", "Error ratio", "Failed requests", "User-minutes", "Burn", "How it is worked out"], rows,
      none: "")
    return "\(losses)\n\n\(budgets())"
  }

  private func budgets() -> MarkdownText {
    let rows = narration.document.budgets.map { budget -> [MarkdownText] in
      let burnt = budget.share.map { "\(Words.fixed($0 * 100, 1)) %" } ?? Words.unknown
      return [
        "\(budget.objective.name)", "\(Words.fixed(budget.objective.objective, 3)) %", "\(burnt)",
        "\(budget.explanation)",
      ]
    }
    return table(
      ["Objective", "Target", "Burnt", "How it is worked out"], rows,
      none: "No objective is declared, so the budget burnt is not known.")
  }

  func readiness() -> MarkdownText {
    let rows = narration.readiness.map { check, numbers -> [MarkdownText] in
      let answer = check.answer == .unknown ? Words.unknown : check.answer.rawValue
      return ["\(answer)", "\(check.question)", "\(check.detail)\(citations(numbers))"]
    }
    return table(
      ["Answer", "In place before the impact?", "What the evidence says"], rows, none: "Nothing was checked.")
  }

  func actions() -> MarkdownText {
    let rows = narration.document.analysis.actions.map { action -> [MarkdownText] in
      let answers = action.finding ?? action.gap.map { "“\($0)”" }
      let suggested: MarkdownText =
        action.suggested ? " (suggested\(answers.map { "; answers \($0)" } ?? ""))" : ""
      return [
        "\(action.title)\(suggested)", optional(action.type), optional(action.owner), optional(action.due),
        optional(action.priority), optional(action.status), optional(action.ticket), optional(action.doneWhen),
      ]
    }
    return table(
      ["Title", "Type", "Owner", "Due", "Priority", "Status", "Ticket", "Done when"], rows, none: "No action item yet.")
  }

  func coverage(_ index: SourceIndex) -> MarkdownText {
    let rows = index.listed.map { source -> [MarkdownText] in
      let notes = source.notes.map { "\($0.kind.rawValue): \($0.text)" }.joined(separator: "; ")
      return [
        code(source.path), optional(source.format.isEmpty ? nil : source.format), "\(Words.count(source.events))",
        "\(Words.count(source.samples))", "\(Words.count(source.rejected))", optional(source.first?.description),
        optional(source.last?.description), code(String(source.sha256.prefix(16))), "\(notes)",
      ]
    }
    let hidden: MarkdownText =
      index.hidden.isEmpty ? "" : "\n\n\(Words.count(index.hidden.count, "more source")): see analysis.json."
    return table(
      ["Source", "Format", "Events", "Samples", "Rejected", "First", "Last", "SHA-256", "Notes"], rows,
      none: "There is no source.") + hidden
  }

  /// The footnotes, one for each number cited above.
  func register() -> MarkdownText {
    narration.citations.entries.map { entry -> MarkdownText in
      let item = entry.evidence
      let text = VisibleText.excerpt(item.text, limit: 200)
      return "[^e\(entry.number)]: \(place(item.source, line: item.line, byte: item.byte)) \(text)"
    }.joined("\n")
  }

  func definitions() -> MarkdownText {
    Definitions.all.map { entry -> MarkdownText in "- **\(entry.term)**: \(entry.text)" }.joined("\n")
  }
}
