import DebriefModel

/// The values a template is rendered with: exactly the names of `TemplateVariable.all`.
enum TemplateContext {
  /// Values for the page, escaped for HTML.
  static func html(_ narration: Narration, style: String, script: String) -> [String: Any] {
    let parts = HTMLParts(narration)
    let analysis = narration.document.analysis
    var values = shared(narration, escape: HTML.text)
    values["figures"] = narration.figures.map { figure(of: $0, HTML.text, parts.citations($0.citations).html) }
    values["narrative"] = record([
      ("summary", analysis.incident.narrative.summary.map { parts.prose($0).html }),
      ("went_well", list(analysis.incident.narrative.wentWell) { parts.bullets($0).html }),
      ("went_poorly", list(analysis.incident.narrative.wentPoorly) { parts.bullets($0).html }),
      ("got_lucky", list(analysis.incident.narrative.gotLucky) { parts.bullets($0).html }),
    ])
    for (name, part) in pageParts(parts) { values[name] = part.html }
    values["remarks"] = list(analysis.remarks) { parts.sentences($0, none: "").html }
    values["gaps"] = list(analysis.gaps) { parts.sentences($0, none: "").html }
    values["caveats"] = parts.caveats()?.html
    values["similar"] = parts.similar()?.html
    values["clocks"] = parts.clocks()?.html
    values["picture"] = Picture.svg(narration)
    values["style"] = style
    values["script"] = script
    values["policy"] = policy(script)
    values["data"] = DataIsland.json(narration)
    return values
  }

  private static func pageParts(_ parts: HTMLParts) -> [(String, Markup)] {
    [
      ("summary", parts.summary()), ("figure_table", ""), ("milestones", parts.milestones()),
      ("phases", parts.phases()),
      ("ladder", parts.ladder()), ("time_to", parts.timeTo()), ("leads", parts.leads()), ("findings", parts.findings()),
      ("playbooks", parts.playbooks()), ("changes", parts.changes()),
      ("alerts", parts.alerts()), ("metrics", parts.metrics()), ("logs", parts.logs()),
      ("log_patterns", parts.logPatterns()),
      ("impact", parts.impact()),
      ("readiness", parts.readiness()), ("actions", parts.actions()), ("timeline", parts.timeline()),
      ("coverage", parts.coverage()), ("register", parts.register()), ("definitions", parts.definitions()),
    ]
  }

  /// Values for the Markdown file, escaped for Markdown.
  static func markdown(_ narration: Narration) -> [String: Any] {
    let parts = MarkdownParts(narration: narration)
    let analysis = narration.document.analysis
    var values = shared(narration, escape: Markdown.inline)
    values["figures"] = narration.figures.map { figure(of: $0, Markdown.inline, parts.citations($0.citations).text) }
    values["narrative"] = record([
      ("summary", analysis.incident.narrative.summary.map { parts.prose($0).text }),
      ("went_well", list(analysis.incident.narrative.wentWell) { parts.bullets($0).text }),
      ("went_poorly", list(analysis.incident.narrative.wentPoorly) { parts.bullets($0).text }),
      ("got_lucky", list(analysis.incident.narrative.gotLucky) { parts.bullets($0).text }),
    ])
    for (name, part) in markdownParts(parts) { values[name] = part.text }
    values["remarks"] = list(analysis.remarks) { parts.bullets($0).text }
    values["gaps"] = list(analysis.gaps) { parts.bullets($0).text }
    values["caveats"] = parts.caveats()?.text
    values["similar"] = parts.similar()?.text
    values["clocks"] = parts.clocks()?.text
    return values
  }

  private static func markdownParts(_ parts: MarkdownParts) -> [(String, MarkdownText)] {
    [
      ("summary", parts.summary()), ("figure_table", parts.figures()), ("milestones", parts.milestones()),
      ("phases", parts.phases()), ("ladder", parts.ladder()), ("time_to", parts.timeTo()), ("leads", parts.leads()),
      ("findings", parts.findings()),
      ("playbooks", parts.playbooks()), ("changes", parts.changes()), ("alerts", parts.alerts()),
      ("metrics", parts.metrics()), ("logs", parts.logs()),
      ("log_patterns", parts.logPatterns()),
      ("impact", parts.impact()), ("readiness", parts.readiness()), ("actions", parts.actions()),
      ("timeline", parts.timeline()), ("coverage", parts.coverage(SourceIndex(parts.narration))),
      ("register", parts.register()), ("definitions", parts.definitions()),
    ]
  }

  private static func shared(_ narration: Narration, escape: (String) -> String) -> [String: Any] {
    let document = narration.document
    let incident = document.analysis.incident
    var values: [String: Any] = [:]
    values["incident"] = record([
      ("id", escape(incident.id)), ("title", escape(incident.title)), ("severity", incident.severity.map(escape)),
      ("shape", shape(of: incident.severity)), ("status", escape(incident.status)),
      ("services", incident.services.isEmpty ? nil : escape(Words.list(incident.services))),
      ("cause", incident.cause.map(escape)),
    ])
    values["window"] = record([
      ("start", document.analysis.window?.start.description), ("end", document.analysis.window?.end.description),
      ("text", escape(window(document.analysis.window))),
    ])
    values["counts"] = counts(document)
    values["assumptions"] = escape(assumptions(document.sources))
    values["longest_stretch"] = narration.longestStretch.map(escape)
    return values
  }

  private static func counts(_ document: ReportDocument) -> [String: Any] {
    let samples = document.sources.reduce(0) { $0 &+ $1.samples }
    let rejected = document.sources.reduce(0) { $0 &+ $1.rejected }
    return [
      "sources": Words.count(document.sources.count, "source"), "events": Words.count(document.timeline.total, "event"),
      "samples": Words.count(samples, "sample"), "rejected": Words.count(rejected, "rejected record"),
    ]
  }

  private static func figure(of figure: Figure, _ escape: (String) -> String, _ citations: String) -> [String: Any] {
    [
      "label": escape(figure.label), "value": escape(figure.value), "bounds": escape(figure.bounds),
      "definition": figure.definition, "known": figure.isKnown, "citations": citations,
    ]
  }

  private static func record(_ members: [(String, String?)]) -> [String: Any] {
    Dictionary(uniqueKeysWithValues: members.compactMap { name, value in value.map { (name, $0 as Any) } })
  }

  private static func list(_ items: [String], _ render: ([String]) -> String) -> String? {
    items.isEmpty ? nil : render(items)
  }

  static func window(_ window: TimeRange?) -> String {
    guard let window else { return "nothing in the evidence is dated" }
    let end = window.start.date == window.end.date ? window.end.clock() : "\(window.end.date) \(window.end.clock())"
    return "\(window.start.date) \(window.start.clock()) to \(end) UTC"
  }

  /// The most frequent assumptions; what follows is counted.
  static func assumptions(_ sources: [Source]) -> String {
    let texts = sources.flatMap { $0.notes.filter { $0.kind.isAssumption }.map { $0.text } }
    let counts = Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
    let ordered = counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
    guard !ordered.isEmpty else { return "none" }
    let more = ordered.count > 2 ? "; \(ordered.count - 2) more under evidence and coverage" : ""
    return ordered.prefix(2).map { "\($0.key) (\(Words.count($0.value, "source")))" }.joined(separator: "; ") + more
  }

  /// ◆ for the most severe, then ▲, ■ and ●.
  static func shape(of severity: String?) -> String {
    switch severity?.first(where: { $0.isNumber }) {
    case "0", "1": "◆"
    case "2": "▲"
    case "3": "■"
    default: "●"
    }
  }

  private static func policy(_ script: String) -> String {
    "default-src 'none'; style-src 'unsafe-inline'; script-src \(Digest.policyHash(of: script)); img-src data:;"
      + " base-uri 'none'; form-action 'none'"
  }
}
