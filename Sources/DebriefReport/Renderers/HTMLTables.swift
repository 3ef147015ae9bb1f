import DebriefModel

/// The tables of changes, alerts, metrics, findings, logs and the timeline.
extension HTMLParts {
  func changes() -> Markup {
    guard !narration.changes.isEmpty else { return paragraph("No change is in the evidence.") }
    var table = HTMLTable(
      "Changes, by time (UTC)",
      [.init("At", "t"), .init("Before the impact", "r"), .init("Subject"), .init("What"), .init("By")], style: "filter"
    )
    for (change, numbers) in narration.changes {
      let before: Markup = change.secondsBeforeImpact.map { "\(relative($0))" } ?? unknown()
      table.row([
        time(change.at), before, subject(change.subject), "\(change.what)\(citations(numbers))", optional(change.by),
      ])
    }
    return table.markup
  }

  private func relative(_ seconds: Double) -> String {
    seconds >= 0 ? Words.duration(seconds) : "\(Words.duration(-seconds)) after"
  }

  func alerts() -> Markup {
    let alerts = narration.document.alerts
    guard !alerts.alerts.isEmpty else { return paragraph("No alert is in the evidence.") }
    var table = HTMLTable(
      "Alerts, by their first interval (UTC)",
      [.init("From", "t"), .init("To", "t"), .init("Lasted", "r"), .init("State"), .init("Alert"), .init("Message")],
      style: "filter")
    for alert in alerts.alerts {
      for bar in alert.bars { table.row(cells(bar, alert)) }
    }
    let hidden: Markup =
      alerts.hidden > 0 ? paragraph("\(Words.count(alerts.hidden, "further record")) of alerts not listed.") : ""
    return table.markup + hidden
  }

  private func cells(_ bar: Alerts.Bar, _ alert: Alerts.Alert) -> [Markup] {
    let link: Markup = "<a href=\"#\(narration.citations.rowAnchor(of: bar.event))\">\(alert.name)</a>"
    let about: Markup = alert.subject.isEmpty ? "" : "<br><small>\(alert.subject)</small>"
    let end: Markup = bar.isOpenEnded ? "still on at \(time(bar.end))" : time(bar.end)
    return [
      time(bar.start), end, "\(Words.duration((bar.end - bar.start).seconds))",
      "<span class=\"key alert-\(bar.state.rawValue)\"></span>\(bar.state.rawValue)", "\(link)\(about)",
      "\(bar.message)",
    ]
  }

  func metrics() -> Markup {
    guard !narration.shifts.isEmpty else {
      return paragraph("No metric in the evidence moved, or there are no metrics.")
    }
    var table = HTMLTable(
      "Metrics that moved (UTC)",
      [
        .init("Moved at", "t"), .init("Metric"), .init("Before", "r"), .init("After", "r"), .init("Back at", "t"),
        .init("Confidence", "r"),
      ], style: "filter")
    for (point, numbers) in narration.shifts {
      let ramp: Markup = point.ramp ? " <small>gradual: dated late by about half the ramp</small>" : ""
      let arrow = point.direction == .up ? "↑" : "↓"
      table.row([
        "\(time(point.at)) <span aria-label=\"\(point.direction.rawValue)\">\(arrow)</span>",
        "<code>\(point.series.description)</code>\(citations(numbers))\(ramp)",
        "<span class=\"num\">\(Words.number(point.before))</span>",
        "<span class=\"num\">\(Words.number(point.after))</span>", point.recoveredAt.map { time($0) } ?? unknown(),
        "<span class=\"num\">\(Words.ratio(point.confidence))</span>",
      ])
    }
    return table.markup + undrawnSamples() + correlations()
  }

  private func undrawnSamples() -> Markup {
    let undrawn = narration.document.metrics.reduce(0) { $0 + $1.undrawn }
    return undrawn == 0
      ? "" : paragraph("\(Words.count(undrawn, "sample")) without a finite value (NaN, Inf) are not drawn.")
  }

  func findings() -> Markup {
    guard !narration.findings.isEmpty else { return paragraph("No detector found anything.") }
    var table = HTMLTable(
      "Findings (UTC)",
      [
        .init("From", "t"), .init("To", "t"), .init("Severity"), .init("Finding"), .init("Subject"),
        .init("Confidence", "r"),
      ], style: "filter")
    for (finding, numbers) in narration.findings {
      let playbook: Markup = finding.playbook.map { " <small>playbook: \($0)</small>" } ?? ""
      table.row(
        [
          time(finding.start), time(finding.end), severity(finding.severity),
          "\(finding.title)\(citations(numbers))\(playbook)\(caveats(finding.caveats))", subject(finding.subject),
          "<span class=\"num\">\(Words.ratio(finding.confidence))</span>",
        ], id: "f-\(HTML.identifier(finding.id))", style: "finding")
    }
    return table.markup
  }

  func logs() -> Markup {
    let logs = narration.document.logs
    guard !logs.excerpts.isEmpty else {
      return paragraph(logs.total == 0 ? "No log is in the evidence." : "No warning or error was logged.")
    }
    let items = logs.excerpts.map { excerpt -> Markup in
      let count =
        excerpt.count > 1
        ? " · \(Words.count(excerpt.count, "time")), last at \(excerpt.last.clock(excerpt.precision))" : ""
      return """
        <li><p class="meta">\(time(excerpt.first, excerpt.precision)) \(severity(excerpt.severity)) \
        \(subject(excerpt.subject))\(count) · \(source(excerpt.source, line: excerpt.line, byte: excerpt.byte))</p>\
        <pre>\(excerpt.message)</pre></li>
        """
    }
    let hidden = logs.hidden > 0 ? "\(Words.count(logs.hidden, "further distinct message")) not listed." : ""
    return """
      <p class="meta">\(Words.count(logs.total, "log record")), \(Words.count(logs.errors)) of them errors. Distinct warnings \
      and errors nearest to the start of the impact; numbers and ids may differ between repetitions. \(hidden)</p>
      <ol class="logs">\(items.joined("\n"))</ol>
      """
  }

  func timeline() -> Markup {
    let timeline = narration.document.timeline
    guard !timeline.rows.isEmpty else { return paragraph("The evidence holds no dated event.") }
    var table = HTMLTable(
      "Events, by time (UTC)",
      [.init("Time", "t"), .init("Severity"), .init("Subject"), .init("What"), .init("Source", "src")],
      style: "filter events")
    var date = ""
    for row in timeline.rows {
      if row.start.date != date {
        date = row.start.date
        table.divider(date)
      }
      table.row(cells(row), id: "e-\(HTML.identifier(row.id))", style: "event")
    }
    return "<p class=\"meta\">\(notListed(timeline))</p>\(table.markup)"
  }

  func notListed(_ timeline: Timeline) -> String {
    let stands = timeline.rows.reduce(0) { $0 + $1.events }
    var text =
      "\(Words.count(timeline.rows.count, "row")) for \(Words.count(stands)) of \(Words.count(timeline.total, "event"))."
    let rest = timeline.notListed.reduce(0) { $0 + $1.count } - timeline.undated
    if rest > 0 {
      let kinds = timeline.notListed.map { "\(Words.count($0.count)) \($0.kind.rawValue)" }
      text += " Not listed: \(Words.list(kinds))" + (timeline.undated > 0 ? ", undated ones included." : ".")
    }
    if timeline.undated > 0 { text += " \(Words.count(timeline.undated, "event")) without a time cannot be placed." }
    return text
  }

  private func cells(_ row: TimelineRow) -> [Markup] {
    let end: Markup = row.start == row.end ? "" : "<span class=\"to\">– \(time(row.end, row.precision))</span>"
    let reason: Markup = row.reason.isEmpty ? "" : "<b>\(row.reason)</b> "
    let count: Markup = row.count > 1 ? " <span class=\"times\">× \(Words.count(row.count))</span>" : ""
    let merged: Markup = row.events > 1 ? " <small>\(Words.count(row.events)) records that say the same</small>" : ""
    return [
      "\(time(row.start, row.precision))\(end)\(assumption(row.basis))",
      "\(severity(row.severity)) <small>\(row.kind.rawValue)</small>",
      subject(row.subject), "\(reason)<span class=\"msg\">\(row.message)</span>\(count)\(merged)",
      source(row.source, line: row.line, byte: row.byte),
    ]
  }

  private func assumption(_ basis: TimeBasis) -> Markup {
    let word: String? =
      switch basis {
      case .stated: nil
      case .assumedZone: "zone assumed"
      case .assumedYear: "year assumed"
      case .relativeAge: "from an age"
      case .creationTime: "creation time"
      case .received: "time received"
      }
    return word.map { "<small class=\"assumed\">\($0)</small>" } ?? ""
  }
}
