import ArgumentParser
import DebriefAnalysis
import DebriefModel
import DebriefReport
import DebriefStore

/// By what the incidents are grouped.
enum GroupingArgument: String, CaseIterable, ExpressibleByArgument {
  case severity, service, cause, team

  var grouping: FleetGrouping {
    switch self {
    case .severity: .severity
    case .service: .service
    case .cause: .cause
    case .team: .team
    }
  }
}

/// How the report of a period is written.
enum ReliabilityFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, markdown, csv
}

/// `debrief reliability`.
struct ReliabilityCommand: TerminalCommand {
  static let configuration = CommandConfiguration(
    commandName: "reliability",
    abstract: "Show what a quarter, a month or a year says about reliability, with its uncertainty.",
    usage: "debrief reliability (--quarter <q> | --month <m> | --year <y> | --since <time> --until <time>) [<options>]",
    discussion: """
      An incident belongs to the period in which its impact started, in UTC. Intervals are of 95 %; where there are too few \
      incidents for one, none is shown. With --to, writes reliability.md, reliability.html, reliability.json and \
      groups.csv, and prints their paths.

      EXAMPLES
        debrief reliability --quarter 2026-Q3
        debrief reliability --quarter 2026-Q3 --by service --to ./2026-Q3
        debrief reliability --month 2026-08 -o json
        debrief reliability --since 2026-08-01 --until 2026-08-14 --as-of 2026-08-14T12:00:00Z
      """)

  @Option(help: ArgumentHelp("A quarter, like 2026-Q3.", valueName: "quarter"))
  var quarter: String?

  @Option(help: ArgumentHelp("A month, like 2026-08.", valueName: "month"))
  var month: String?

  @Option(help: ArgumentHelp("A year, like 2026.", valueName: "year"))
  var year: String?

  @OptionGroup var range: RangeOptions

  @Option(help: "By what the incidents are grouped.")
  var by = GroupingArgument.severity

  @Option(
    help: ArgumentHelp(
      "Until when the fleet was watched (default: the end of the period). Incidents that go on have lasted until then.",
      valueName: "time"), transform: TimeArgument.parse)
  var asOf: TimeArgument?

  @Option(help: ArgumentHelp("The folder to write the report to.", valueName: "dir"))
  var to: String?

  @Option(help: ArgumentHelp("A template for a period: a name, or a folder.", valueName: "name|dir"))
  var template: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("How to write it to standard output.", valueName: "format"))
  var output = ReliabilityFormat.table

  @OptionGroup var store: StoreOptions
  @OptionGroup var display: DisplayOptions

  func run(on terminal: Terminal) throws -> ExitStatus {
    let period = try period()
    let summaries = try summaries(terminal)
    let report = Reliability(summaries, period: period, by: by.grouping, asOf: asOf?.start)
    if summaries.isEmpty { terminal.say("the store holds no incident: debrief import FOLDER reads one") }
    if let to {
      try write(report, to: terminal.resolve(to), terminal)
    } else {
      try show(report, on: terminal)
    }
    return .done
  }

  /// Those that the store does not hold yet are worked out, one after the other.
  private func summaries(_ terminal: Terminal) throws -> [IncidentSummary] {
    let line = ProgressLine(on: terminal)
    defer { line.clear() }
    return try SummaryArchive.load(store.open(terminal)) { done, all, id in
      line.show("analysing incident \(Words.count(done + 1)) of \(Words.count(all))  \(id)")
    }
  }

  private func period() throws -> Period {
    let range = try range.range()
    guard [quarter != nil, month != nil, year != nil, range != nil].count(where: { $0 }) == 1 else {
      throw UsageProblem(
        "which period?", help: "give one of --quarter 2026-Q3, --month 2026-08, --year 2026, or --since and --until")
    }
    if let quarter { return try named(Period(quarter: quarter), quarter, "--quarter 2026-Q3") }
    if let month { return try named(Period(month: month), month, "--month 2026-08") }
    if let year { return try named(Period(year: year), year, "--year 2026") }
    guard let since = self.range.since, let until = self.range.until,
      let free = Period(from: since.start, until: until.end)
    else {
      throw UsageProblem("a period of your own has a start and a later end", help: "give both --since and --until")
    }
    return free
  }

  private func named(_ period: Period?, _ text: String, _ example: String) throws -> Period {
    guard let period else { throw UsageProblem("'\(text)' is no such period", help: "write it like \(example)") }
    return period
  }

  private func show(_ report: Reliability, on terminal: Terminal) throws {
    switch output {
    case .json: terminal.out.write(ReliabilityJSON.encode(report))
    case .csv: terminal.out.write(ReliabilityCSV.encode(report))
    case .markdown:
      let files = try renderer(terminal).render(report)
      terminal.out.write(files.first { $0.name == "reliability.md" }?.text ?? "")
    case .table: Listing.reliability(report).write(.table, on: terminal)
    }
  }

  private func renderer(_ terminal: Terminal) throws -> ReliabilityRenderer {
    let name = template ?? ReliabilityRenderer.defaultName
    let path = name.contains("/") || name == "." ? terminal.resolve(name) : name
    return try ReliabilityRenderer(TemplateLibrary.template(path))
  }

  private func write(_ report: Reliability, to folder: String, _ terminal: Terminal) throws {
    for path in try ReliabilityFiles(folder: folder).write(renderer(terminal).render(report)) {
      terminal.out.write(VisibleText.line(path) + "\n")
    }
  }
}
