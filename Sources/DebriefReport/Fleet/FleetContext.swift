import DebriefAnalysis
import DebriefModel

/// The values a period's template is rendered with: exactly the names of `TemplateVariable.period`.
enum FleetContext {
  static func html(_ report: Reliability, style: String) -> [String: Any] {
    let (charts, tables, narration) = (
      FleetCharts(report: report), FleetTables(report: report), FleetNarration(report: report)
    )
    var values = shared(report, HTML.text)
    values["figures"] = figures(narration, HTML.text)
    values["summary"] = narration.sentences.map { sentence -> Markup in "<p>\(sentence)</p>" }.joined("\n").html
    for (name, table) in FleetContext.tables(tables) { values[name] = table.html.html }
    for (name, chart) in [
      ("strip", charts.strip), ("survival", charts.survival), ("phase_chart", charts.phases),
      ("cause_chart", charts.causes),
      ("detection_chart", charts.detection), ("group_chart", charts.groups),
    ] { values[name] = chart }
    let remarks = report.remarks.map { remark -> Markup in "<li>\(remark)</li>" }
    values["remarks"] = remarks.isEmpty ? nil : (("<ul>" + remarks.joined("\n")) + "</ul>").html
    let definitions = FleetDefinitions.all.map { entry -> Markup in
      "<dt id=\"d-\(entry.id)\" tabindex=\"-1\">\(entry.term)</dt><dd>\(entry.text)</dd>"
    }
    values["definitions"] = (("<dl>" + definitions.joined("\n")) + "</dl>").html
    values["style"] = style
    values["policy"] =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return values
  }

  static func markdown(_ report: Reliability) -> [String: Any] {
    let (tables, narration) = (FleetTables(report: report), FleetNarration(report: report))
    var values = shared(report, Markdown.inline)
    values["figures"] = figures(narration, Markdown.inline)
    values["summary"] = narration.sentences.map { sentence -> MarkdownText in "\(sentence)" }.joined("\n\n").text
    for (name, table) in FleetContext.tables(tables) { values[name] = table.markdown.text }
    values["remarks"] =
      report.remarks.isEmpty ? nil : report.remarks.map { remark -> MarkdownText in "- \(remark)" }.joined("\n").text
    values["definitions"] =
      FleetDefinitions.all.map { entry -> MarkdownText in "- **\(entry.term)**: \(entry.text)" }
      .joined("\n").text
    return values
  }

  private static func tables(_ tables: FleetTables) -> [(String, FleetTable)] {
    [
      ("durations", tables.durations), ("groups", tables.groups), ("comparison", tables.comparison),
      ("strata", tables.strata),
      ("phases", tables.phases), ("causes", tables.causes), ("detection", tables.detection),
      ("recurrence", tables.recurrence),
      ("alerts", tables.alerts), ("actions", tables.actions), ("overdue", tables.overdue),
      ("objectives", tables.objectives),
      ("readiness", tables.readiness), ("incidents", tables.incidents),
    ]
  }

  private static func shared(_ report: Reliability, _ escape: (String) -> String) -> [String: Any] {
    [
      "period": ["name": escape(report.period.name), "text": escape(FleetWords.span(report.period))],
      "watched_until": escape("\(report.asOf.date) \(report.asOf.clock()) UTC"),
      "grouping": report.grouping.rawValue,
      "count": escape(Words.count(report.overall.incidents, "incident")),
    ]
  }

  private static func figures(_ narration: FleetNarration, _ escape: (String) -> String) -> [[String: Any]] {
    narration.figures.map {
      [
        "label": escape($0.label), "value": escape($0.value), "bounds": escape($0.bounds), "definition": $0.definition,
        "known": $0.isKnown,
      ]
    }
  }
}
