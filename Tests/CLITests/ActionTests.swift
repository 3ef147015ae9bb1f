import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `debrief check` {
  private static let bad = """
    title: Payments failing
    severity: SEV2
    status: resolvd
    milestones: {impact_started: 2026-08-27T18:00:00Z, detected: 2026-08-27T18:10:00Z}
    narrative:
      went_poorly:
        - "@ada forgot the limit"
    actions:
      - title: Look into pools
        type: prevent
        onwer: team-payments
        due: soon
      - title: Pool metrics
        type: prevent
        owner: team-payments
        due: 2026-09-15
        ticket: PAY-1
        done_when: there
    """

  @Test func `says what, why, where and what to do about it`() throws {
    let shell = try Shell()
    try shell.write(Self.bad, to: "incident.yaml")
    let run = shell.run("check", "incident.yaml")
    #expect(run.status == .problems)
    Golden.expect(run.out + "# \(run.status.rawValue)\n" + run.err, matches: "check.txt")
  }

  @Test func `names the place of each problem`() throws {
    let shell = try Shell()
    try shell.write(Self.bad, to: "incident.yaml")
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(shell.run("check", "incident.yaml", "-o", "json").out.utf8))
        as? [[String: Any]])
    let places = rows.map { "\($0["line"] ?? 0):\($0["column"] ?? 0) \($0["rule"] ?? "")" }
    #expect(
      places == [
        "3:1 value", "7:7 person", "8:1 no-detect", "8:1 one-type", "9:5 done-when", "9:5 owner", "9:5 ticket",
        "9:5 vague",
        "11:5 unknown-key", "12:5 value", "13:5 verb",
      ])
  }

  @Test func `ends with 0 where nothing is wrong`() throws {
    let shell = try Shell()
    try shell.write("title: a\nseverity: SEV3\n", to: "incident.yaml")
    let run = shell.run("check", "incident.yaml")
    #expect(run.status == .done && run.out.isEmpty)
    #expect(run.err == "1 file and 0 action items checked: no problems\n")
  }

  @Test func `reads the tasks of a postmortem, and the figures beside it`() throws {
    let shell = try Shell()
    try shell.write(
      "## Actions\n- [ ] Add probes (owner: a, due: 2026-09-15, type: prevent, ticket: A-1, done when: x)\n",
      to: "r/postmortem.md")
    #expect(shell.run("check", "r/postmortem.md").status == .done)
    try shell.write("{\"metrics\": {\"time_to_detect\": 900}}", to: "r/analysis.json")
    let run = shell.run("check", "r/postmortem.md")
    #expect(run.status == .problems && run.out.contains("no action item would detect it earlier"))
  }

  @Test func `goes on after a file that cannot be checked, and says so`() throws {
    let shell = try Shell()
    try shell.write("title: [", to: "broken.yaml")
    try shell.write("x", to: "other.txt")
    let run = shell.run("check", "nowhere.yaml", "other.txt", "broken.yaml")
    #expect(run.status == .failed)
    #expect(run.err.contains("there is no such file") && run.err.contains("this kind of file is not checked"))
    #expect(run.out.contains("the manifest cannot be read") && run.out.contains(" --> broken.yaml:"))
  }

  @Test func `makes hostile text visible`() throws {
    let shell = try Shell()
    try shell.write("title: a\n\"\\e[31mred\": 1\nactions: [\"\\e]0;x\\a\"]\n", to: "incident.yaml")
    for format in [[], ["-o", "table"], ["-o", "csv"], ["-o", "markdown"]] {
      let run = shell.run(["check", "incident.yaml"] + format)
      #expect(run.status == .problems && !run.out.contains("\u{1B}") && !run.out.contains("\u{07}"))
    }
  }

  @Test func `has nothing to say about the sample incidents`() throws {
    let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples/incidents")
    for name in try FileManager.default.contentsOfDirectory(atPath: samples.path).sorted() {
      let file = samples.appendingPathComponent("\(name)/incident.yaml").path
      guard FileManager.default.fileExists(atPath: file) else { continue }
      let run = try Shell().run("check", file)
      #expect(run.status == .done, "\(run.out)")
    }
  }
}

@Suite struct `debrief actions` {
  private static let manifest = """
    id: pay
    title: Payments failing
    severity: SEV2
    actions:
      - {title: Alert on saturation, type: detect, owner: team-payments, due: 2026-09-15, status: open, ticket: PAY-1}
      - {title: Add limits, type: prevent, owner: team-data, due: 2026-09-01, status: done}
      - {title: "=Write |a| runbook", type: process, due: 2026-12-01}
    """

  private func shell() throws -> Shell {
    let shell = try Shell()
    try shell.write(Self.manifest, to: "pay/incident.yaml")
    try shell.write(Evidence.list(Evidence.plain), to: "pay/events.json")
    try shell.write(
      "title: Other\nseverity: SEV3\nactions: [{title: Tune probes, type: prevent}]\n", to: "other/incident.yaml")
    for folder in ["pay", "other"] { _ = shell.run("import", folder) }
    return shell
  }

  private func titles(_ shell: Shell, _ arguments: String...) throws -> [String] {
    let run = shell.run(["actions", "-o", "jsonl"] + arguments)
    #expect(run.status == .done)
    return try run.out.split(separator: "\n").map {
      try #require((JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["title"] as? String)
    }
  }

  @Test(arguments: Listings.formats) func `in each format`(_ format: String) throws {
    let run = try shell().run("actions", "-o", format, "--as-of", "2026-10-01")
    Golden.expect(run.out, matches: "actions.\(format).txt")
  }

  @Test func `filters by what is open, overdue, by type and by owner`() throws {
    let shell = try shell()
    #expect(try titles(shell) == ["Tune probes", "Alert on saturation", "Add limits", "=Write |a| runbook"])
    #expect(try titles(shell, "--open") == ["Tune probes", "Alert on saturation", "=Write |a| runbook"])
    #expect(try titles(shell, "--overdue", "--as-of", "2026-10-01") == ["Alert on saturation"])
    #expect(try titles(shell, "--type", "prevent", "--open") == ["Tune probes"])
    #expect(try titles(shell, "--owner", "Team-Data", "--owner", "nobody") == ["Add limits"])
  }

  @Test func `marks what is suggested, with what it answers`() throws {
    let shell = try shell()
    let run = shell.run("actions", "pay", "-o", "jsonl")
    let rows = try run.out.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(rows.count > 3)
    for row in rows { #expect((row["suggested"] as? Bool == true) == (row["answers"] is String), "\(row)") }
    #expect(try titles(shell, "pay", "--open") == ["Alert on saturation", "=Write |a| runbook"])
  }

  @Test func `wants a day for what is overdue`() throws {
    let run = try shell().run("actions", "--overdue")
    #expect(run.status == .usage && run.err.contains("--as-of"))
  }
}
