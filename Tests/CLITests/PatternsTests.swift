import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `Log patterns of an incident` {
  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples/incidents")

  /// Half an hour of requests, then half an hour with failures among them.
  private func shell() throws -> Shell {
    let shell = try Shell()
    let start = 17 * 3600
    var log = ""
    for minute in 0..<60 {
      for second in [0, 20, 40] {
        let time = start + minute * 60 + second
        let clock = [time / 3600, time / 60 % 60, time % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        log += "2026-08-27T\(clock).000Z INFO request \(time) done in \(second + minute) ms\n"
        if minute >= 30 { log += "2026-08-27T\(clock).500Z ERROR order \(time) failed: no route to 10.0.0.\(second)\n" }
      }
    }
    try shell.write(log, to: "incident/app.log")
    try shell.write("milestones: {impact_started: 2026-08-27T17:30:00Z}\n", to: "incident/incident.yaml")
    _ = shell.run("import", "incident")
    return shell
  }

  @Test func `are listed with what changed, each with its place`() throws {
    let shell = try shell()
    let run = shell.run("patterns", "incident", "-o", "json")
    #expect(run.status == .done)
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
    #expect(rows.map { $0["pattern"] as? String } == ["order <*> failed: no route to <*>", "request <*> done in <*>"])
    #expect(rows.map { $0["baseline"] as? Int } == [0, 90])
    #expect(rows.map { $0["incident"] as? Int } == [90, 90])
    #expect(rows.map { $0["new"] as? Bool } == [true, false])
    #expect(rows.first?["place"] as? String == "app.log:92")
    #expect(shell.run("patterns", "incident", "--new", "-o", "jsonl").out.split(separator: "\n").count == 1)
  }

  @Test func `are kept in the store, the same twice`() throws {
    let shell = try shell()
    let query = """
      SELECT p.pattern AS pattern, count(*) AS lines FROM events e JOIN patterns p ON p.id = e.pattern
      GROUP BY p.pattern ORDER BY p.pattern
      """
    #expect(shell.run("sql", query, "-o", "jsonl").out.isEmpty)
    for _ in 0..<2 {
      #expect(shell.run("patterns", "incident").status == .done)
      let rows = shell.run("sql", query, "-o", "jsonl").out.split(separator: "\n")
      #expect(
        rows == [
          #"{"pattern":"order <*> failed: no route to <*>","lines":90}"#,
          #"{"pattern":"request <*> done in <*>","lines":180}"#,
        ])
    }
  }

  @Test func `are in the report and in analysis.json`() throws {
    let shell = try shell()
    #expect(shell.run("report", "incident", "--to", "out").status == .done)
    let markdown = try shell.read("out/postmortem.md")
    #expect(markdown.contains("## Log patterns before and during"))
    #expect(markdown.contains("| new | 0 | 90 | "))
    #expect(
      try shell.read("out/postmortem.html").contains("<code>order &lt;*&gt; failed: no route to &lt;*&gt;</code>"))
    let json =
      try JSONSerialization.jsonObject(with: Data(shell.read("out/analysis.json").utf8)) as? [String: Any]
    let first = (json?["log_patterns"] as? [[String: Any]])?.first
    for key in ["pattern", "baseline", "incident", "score", "q", "new", "subjects", "evidence"] {
      #expect(first?[key] != nil, "\(key)")
    }
  }

  @Test(arguments: ["2026-08-27-payments", "2026-09-14-node-memory"])
  func `of the sample incidents`(_ name: String) throws {
    let shell = try Shell()
    _ = shell.run("import", Self.samples.appendingPathComponent(name).path)
    let run = shell.run("patterns", name, "-o", "markdown")
    #expect(run.status == .done)
    Golden.expect(run.out, matches: "patterns/\(name).md")
  }
}
