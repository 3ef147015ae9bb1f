import Foundation
import Testing

@testable import DebriefCLI

struct `debrief reliability` {
  private func shell() throws -> Shell {
    let shell = try Shell()
    for (id, day) in [("one", "03"), ("two", "14")] {
      try shell.write(
        """
        id: \(id)
        title: Cards fail
        severity: SEV2
        status: resolved
        services: [payments]
        teams: [team-pay]
        milestones: {impact_started: 2026-08-\(day)T10:00:00Z, recovered: 2026-08-\(day)T10:30:00Z}

        """, to: "\(id)/incident.yaml")
      #expect(shell.run("import", id).status == .done)
    }
    return shell
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `counts the incidents of a quarter, a month, a year and a range`() throws {
    let shell = try shell()
    for (arguments, count) in [
      (["--quarter", "2026-Q3"], 2), (["--month", "2026-08"], 2), (["--year", "2026"], 2), (["--year", "2025"], 0),
      (["--since", "2026-08-01", "--until", "2026-08-13"], 1),
    ] {
      let run = shell.run(["reliability"] + arguments + ["-o", "json"])
      #expect(run.status == .done)
      #expect(try json(run.out)["incidents"] as? Int == count, "\(arguments)")
    }
  }

  @Test func `writes its files into a folder and keeps what people wrote`() throws {
    let shell = try shell()
    let run = shell.run("reliability", "--quarter", "2026-Q3", "--by", "service", "--to", "out")
    #expect(run.status == .done)
    #expect(run.out.hasSuffix("out/reliability.html\n"))
    for name in ["reliability.md", "reliability.html", "reliability.json", "groups.csv"] {
      #expect(shell.exists("out/\(name)"))
    }
    let text = try shell.read("out/reliability.md")
    try shell.write(text + "\nOur own words.\n", to: "out/reliability.md")
    _ = shell.run("reliability", "--quarter", "2026-Q3", "--by", "service", "--to", "out")
    #expect(try shell.read("out/reliability.md").contains("Our own words."))
  }

  @Test func `counts incidents that go on until the moment given`() throws {
    let shell = try shell()
    try shell.write(
      "id: three\nstatus: open\nmilestones: {impact_started: 2026-08-20T10:00:00Z}\n", to: "three/incident.yaml")
    _ = shell.run("import", "three")
    let run = shell.run("reliability", "--month", "2026-08", "--as-of", "2026-08-20T11:00:00Z", "-o", "json")
    let report = try json(run.out)
    #expect(report["open"] as? Int == 1)
    #expect(report["impact_seconds"] as? Int == 2 * 1800 + 3600)
  }

  @Test(arguments: [
    [], ["--quarter", "2026-Q9"], ["--quarter", "2026-Q3", "--year", "2026"], ["--since", "2026-08-01"],
    ["--month", "August"],
  ])
  func `says how to name a period`(arguments: [String]) throws {
    let run = try shell().run(["reliability"] + arguments)
    #expect(run.status == .usage)
    #expect(run.err.contains("help:"))
  }

  @Test func `prints a table, Markdown and CSV`() throws {
    let shell = try shell()
    #expect(shell.run("reliability", "--month", "2026-08").out.contains("SEV2"))
    #expect(shell.run("reliability", "--month", "2026-08", "--by", "team").out.contains("team-pay"))
    #expect(shell.run("reliability", "--month", "2026-08", "-o", "markdown").out.hasPrefix("# Reliability 2026-08"))
    #expect(shell.run("reliability", "--month", "2026-08", "-o", "csv").out.hasPrefix("by,value,incidents"))
  }
}
