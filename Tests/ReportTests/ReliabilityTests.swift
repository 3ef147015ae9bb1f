import DebriefAnalysis
import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefReport

struct `The report of a period` {
  /// About forty incidents in the quarter and as many in the one before.
  static let archive = SyntheticArchive.summaries(80, from: Instant(seconds: 1_775_001_600), days: 183, seed: 11)

  static func report(_ summaries: [IncidentSummary] = archive, by grouping: FleetGrouping = .severity) throws
    -> Reliability
  {
    Reliability(summaries, period: try #require(Period(quarter: "2026-Q3")), by: grouping)
  }

  static func files(_ report: Reliability) throws -> [String: String] {
    let files = try ReliabilityRenderer(TemplateLibrary.template(ReliabilityRenderer.defaultName)).render(report)
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
  }

  @Test func `looks as it was looked at`() throws {
    let files = try Self.files(Self.report())
    for name in ["reliability.md", "reliability.html", "reliability.json", "groups.csv"] {
      Golden.expect(files[name] ?? "", matches: "period/\(name)")
    }
    let empty = try Self.files(Self.report([]))
    Golden.expect(empty["reliability.md"] ?? "", matches: "period/empty.md")
  }

  @Test func `has no script, no address and no empty name`() throws {
    for grouping in FleetGrouping.allCases {
      for report in [try Self.report(by: grouping), try Self.report([], by: grouping)] {
        let html = try #require(try Self.files(report)["reliability.html"])
        #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
        #expect(!html.contains("{{") && !html.contains("NaN") && !html.contains("inf "))
      }
    }
  }

  @Test func `is JSON with every key of the format`() throws {
    for report in [try Self.report(), try Self.report([])] {
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(ReliabilityJSON.encode(report).utf8)) as? [String: Any])
      for key in [
        "schema", "period", "incidents", "open", "rate_per_day", "mtbf_days", "availability", "metrics", "groups",
        "comparison", "causes", "detection", "phases", "recurrence", "alerts", "actions", "slos", "readiness",
      ] { #expect(json[key] != nil, "\(key)") }
      #expect(json["schema"] as? String == "debrief.reliability/1")
    }
  }

  @Test func `keeps hostile text as text`() throws {
    var bad = Self.archive[0]
    bad.title = "<img src=x onerror=alert(1)> | `code` [link](http://x)"
    bad.id = "\"><b>id"
    bad.severity = "=cmd|' /C calc'!A0"
    bad.services = ["<script>alert(2)</script>"]
    bad.alerts = [.init(name: "</td><script>", firings: 3, overlapping: 0)]
    bad.actions = [ActionItem(title: "<b>do</b> {{figures}}", due: "2020-01-01", status: "open")]
    bad.milestones[.impactStarted] = .init(at: Instant(seconds: 1_783_000_000), confidence: 1)
    for grouping in [FleetGrouping.severity, .service] {
      let files = try Self.files(Self.report([bad], by: grouping))
      let html = try #require(files["reliability.html"])
      #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"))
      #expect(html.contains("&lt;img src=x"))
      let markdown = try #require(files["reliability.md"])
      #expect(!markdown.contains("<img") && !markdown.contains("<script"))
      #expect(!(files["groups.csv"] ?? "").contains(",=cmd"))
    }
  }

  @Test func `says how large a change it could have shown`() throws {
    let sentences = ReliabilityWords.sentences(try Self.report())
    #expect(
      sentences.contains {
        $0.hasPrefix("This period could only have shown a change of the time to recover larger than × or ÷ ")
      })
  }

  @Test func `needs a template for a period, and an incident one of its own`() throws {
    #expect(throws: Diagnostic.self) { try ReliabilityRenderer(TemplateLibrary.template()) }
    #expect(throws: Diagnostic.self) { try ReportRenderer(TemplateLibrary.template(ReliabilityRenderer.defaultName)) }
    #expect(TemplateLibrary.names(of: .period) == ["quarterly"])
  }

  @Test(.enabled(if: Browser.path != nil)) func `asks for nothing and has no complaint in a browser`() throws {
    let visit = try Browser.visit(try #require(try Self.files(Self.report())["reliability.html"]))
    #expect(visit.console.isEmpty)
    #expect(visit.requests.filter { !$0.contains("google") && !$0.contains("gstatic") }.isEmpty)
    #expect(visit.dom.contains("class=\"strip\""))
  }
}
