/// A name that a report template may use.
public struct TemplateVariable: Sendable, Hashable {
  /// What a name stands for.
  public enum Kind: String, Sendable {
    /// A value, already escaped for the kind of file it is used in.
    case text
    /// A value that may be missing; a section around it shows only when it is there.
    case optional
    /// True or false, for sections.
    case flag
    /// A list; inside its section the names below it are known.
    case list
    /// Markup written by the program: HTML on the page, Markdown in the Markdown file.
    case part
  }
  /// The full name, e.g. `figures.label`.
  public var name: String
  public var kind: Kind
  /// One sentence.
  public var summary: String
  /// False for what exists on the HTML page only.
  public var isInMarkdown: Bool

  init(_ name: String, _ kind: Kind, _ summary: String, isInMarkdown: Bool = true) {
    (self.name, self.kind, self.summary, self.isInMarkdown) = (name, kind, summary, isInMarkdown)
  }

  /// Every name, in the order of the reference.
  public static let all: [TemplateVariable] =
    incident + counts + [
      TemplateVariable("figures", .list, "The five figures below the title."),
      TemplateVariable("figures.label", .text, "What the figure measures."),
      TemplateVariable("figures.value", .text, "The value in words; “not known” where a milestone is missing."),
      TemplateVariable("figures.bounds", .text, "How far the truth may lie from it, or why it is not known."),
      TemplateVariable("figures.definition", .text, "The id of its definition on the page, without `d-`."),
      TemplateVariable("figures.known", .flag, "Whether the value is known."),
      TemplateVariable("figures.citations", .part, "Links to its evidence."),
    ] + human + parts + page

  private static let incident = [
    TemplateVariable("incident.id", .text, "The incident's id."),
    TemplateVariable("incident.title", .text, "Its title."),
    TemplateVariable("incident.severity", .optional, "As the manifest says."),
    TemplateVariable(
      "incident.shape", .text, "A shape that goes with the severity, so that colour is not the only cue."),
    TemplateVariable("incident.status", .text, "open, resolved, reviewed or closed."),
    TemplateVariable("incident.services", .optional, "The services, in a sentence."),
    TemplateVariable("incident.cause", .optional, "The category of the cause, as the manifest says."),
    TemplateVariable("window.start", .optional, "The earliest evidence that matters, RFC 3339 in UTC."),
    TemplateVariable("window.end", .optional, "The latest evidence that matters."),
    TemplateVariable("window.text", .text, "Both, in words."),
  ]

  private static let counts = [
    TemplateVariable("counts.sources", .text, "How many sources, with the noun."),
    TemplateVariable("counts.events", .text, "How many events, with the noun."),
    TemplateVariable("counts.samples", .text, "How many samples, with the noun."),
    TemplateVariable("counts.rejected", .text, "How many records could not be read, with the noun."),
    TemplateVariable("assumptions", .text, "What was assumed about clocks, in a sentence."),
  ]

  private static let human = [
    TemplateVariable("narrative.summary", .optional, "The summary a person wrote in the manifest."),
    TemplateVariable("narrative.went_well", .optional, "What went well, as a list, from the manifest."),
    TemplateVariable("narrative.went_poorly", .optional, "What went poorly."),
    TemplateVariable("narrative.got_lucky", .optional, "Where luck helped."),
  ]

  private static let parts = [
    TemplateVariable("summary", .part, "The drafted paragraph, every clause with its evidence."),
    TemplateVariable("figure_table", .part, "The five figures as a table."),
    TemplateVariable("milestones", .part, "The seven milestones with rule, bounds and evidence."),
    TemplateVariable("remarks", .optional, "Conflicts and oddities about the milestones."),
    TemplateVariable("phases", .part, "The phases with their seconds; on the page with a bar."),
    TemplateVariable("ladder", .part, "Detection and response, step by step."),
    TemplateVariable("time_to", .part, "The time-to figures with formula and bounds."),
    TemplateVariable(
      "clocks", .optional, "What people recorded beside what the telemetry shows; missing without records of people."),
    TemplateVariable("longest_stretch", .optional, "The longest stretch between two steps, as a sentence."),
    TemplateVariable("leads", .part, "The ranked leads with evidence for and against."),
    TemplateVariable("findings", .part, "What the detectors found."),
    TemplateVariable("playbooks", .part, "The playbooks that apply, with the steps that the evidence says were done."),
    TemplateVariable("changes", .part, "Changes to the system."),
    TemplateVariable("alerts", .part, "Alerts with their intervals."),
    TemplateVariable("metrics", .part, "The metrics that moved."),
    TemplateVariable("logs", .part, "Distinct warnings and errors around the onset."),
    TemplateVariable("log_patterns", .part, "What log lines have in common, before the impact and during."),
    TemplateVariable("impact", .part, "The error budgets."),
    TemplateVariable("readiness", .part, "What was in place before the impact."),
    TemplateVariable("similar", .optional, "Other incidents of the store that look like this one."),
    TemplateVariable("actions", .part, "The action items."),
    TemplateVariable("timeline", .part, "The listed events, with counts of those not listed."),
    TemplateVariable("coverage", .part, "The sources with spans, hashes, rejected records and notes."),
    TemplateVariable("gaps", .optional, "What the evidence as a whole cannot show."),
    TemplateVariable(
      "caveats", .optional, "What single sources cannot show: silences, limits, expiry, clocks, assumptions."),
    TemplateVariable("register", .part, "Cited evidence; in Markdown the footnotes."),
    TemplateVariable("definitions", .part, "What words and figures mean."),
  ]

  /// The names a template for a period may use.
  public static let period: [TemplateVariable] = [
    TemplateVariable("period.name", .text, "The period, e.g. 2026-Q3."),
    TemplateVariable("period.text", .text, "From when until when, in words."),
    TemplateVariable("watched_until", .text, "Until when the fleet was watched."),
    TemplateVariable("grouping", .text, "severity, service, cause or team."),
    TemplateVariable("count", .text, "How many incidents, with the noun."),
    TemplateVariable("figures", .list, "The five figures below the title."),
    TemplateVariable("figures.label", .text, "What the figure measures."),
    TemplateVariable("figures.value", .text, "The value in words."),
    TemplateVariable("figures.bounds", .text, "Its interval, or why there is none."),
    TemplateVariable("figures.definition", .text, "The id of its definition on the page, without `d-`."),
    TemplateVariable("figures.known", .flag, "Whether the value is known."),
    TemplateVariable("summary", .part, "What the period shows, in sentences."),
    TemplateVariable("remarks", .optional, "Sentences that qualify the figures."),
    TemplateVariable("durations", .part, "The time-to family over all incidents."),
    TemplateVariable("groups", .part, "The groups with counts and durations."),
    TemplateVariable("comparison", .part, "This period against the one before."),
    TemplateVariable("strata", .part, "The same for the time to recover, by severity."),
    TemplateVariable("phases", .part, "Where the minutes went."),
    TemplateVariable("causes", .part, "The causes with their shares."),
    TemplateVariable("detection", .part, "Who or what noticed first."),
    TemplateVariable("recurrence", .part, "Incidents that look like an earlier one, and what is left to do there."),
    TemplateVariable("alerts", .part, "The alert rules and how often they meant something."),
    TemplateVariable("actions", .part, "What became of the action items."),
    TemplateVariable("overdue", .part, "The overdue action items."),
    TemplateVariable("objectives", .part, "The objectives and their budgets."),
    TemplateVariable("readiness", .part, "What was in place, now and in the period before."),
    TemplateVariable("incidents", .part, "The list of incidents."),
    TemplateVariable("definitions", .part, "What the figures mean."),
    TemplateVariable("strip", .optional, "A mark for every incident.", isInMarkdown: false),
    TemplateVariable(
      "survival", .optional, "The share of incidents that last longer than a time.", isInMarkdown: false),
    TemplateVariable("group_chart", .optional, "Medians of the groups with their intervals.", isInMarkdown: false),
    TemplateVariable("phase_chart", .optional, "The shares of the phases as a bar.", isInMarkdown: false),
    TemplateVariable("cause_chart", .optional, "The shares of the causes as bars.", isInMarkdown: false),
    TemplateVariable("detection_chart", .optional, "Who or what noticed first, as bars.", isInMarkdown: false),
    TemplateVariable(
      "style", .part, "The style sheet of the default template and the template's own.", isInMarkdown: false),
    TemplateVariable("policy", .part, "The Content-Security-Policy, which allows no script.", isInMarkdown: false),
  ]

  private static let page = [
    TemplateVariable("picture", .optional, "The picture; missing when nothing is dated.", isInMarkdown: false),
    TemplateVariable("style", .part, "The template's style sheet.", isInMarkdown: false),
    TemplateVariable("script", .part, "The template's script.", isInMarkdown: false),
    TemplateVariable("policy", .part, "The Content-Security-Policy with the hash of the script.", isInMarkdown: false),
    TemplateVariable("data", .part, "The analysis as JSON, safe inside a script element.", isInMarkdown: false),
  ]
}
