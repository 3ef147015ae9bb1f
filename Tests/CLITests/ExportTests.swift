import DebriefCLI
import DebriefReport
import DebriefTesting
import Foundation
import Testing

@Suite struct `An export` {
  static let formats = ExportRegistry.descriptions.map { $0.id }
  static let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("samples/incidents/2026-08-27-payments").path
  static let id = "2026-08-27-payments"

  private let shell: Shell

  init() throws {
    shell = try Shell()
    _ = shell.run("import", Self.sample, "--incident", Self.id)
  }

  private func export(_ format: String) throws -> String {
    let run = shell.run("export", Self.id, "--as", format)
    #expect(run.status == .done, "\(run.err)")
    return run.out
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// Rows of `debrief timeline`, the same events by another way.
  private func timeline() throws -> [[String: Any]] {
    try objects(shell.run("timeline", Self.id, "-o", "jsonl").out)
  }

  @Test(arguments: formats) func `in each format is the same twice, in a file as on standard output`(_ format: String)
    throws
  {
    let first = try export(format)
    #expect(!first.isEmpty)
    let run = shell.run("export", Self.id, "--as", format, "--to", "out/\(format).txt")
    #expect(run.status == .done)
    #expect(run.out == "out/\(format).txt\n")
    #expect(try shell.read("out/\(format).txt") == first)
  }

  @Test(arguments: ["grafana-annotations", "github", "jira", "gitlab", "linear"]) func `of what people read`(
    _ format: String
  ) throws { Golden.expect(try export(format), matches: "export.\(format).txt") }

  @Test func `as JSON Lines and CSV holds every event`() throws {
    let ids = try timeline().compactMap { $0["id"] as? String }
    #expect(ids.count > 100)
    #expect(try objects(export("jsonl")).compactMap { $0["id"] as? String } == ids)
    let rows = try export("csv").split(separator: "\r\n").dropFirst()
    #expect(rows.count >= ids.count)
  }

  @Test func `for Timesketch has the fields it asks for in every entry`() throws {
    let entries = try objects(export("timesketch"))
    let dated = try timeline().filter { !($0["start"] is NSNull) }
    let intervals = dated.filter { ($0["start"] as? String) != ($0["end"] as? String) }
    #expect(entries.count == dated.count + intervals.count)
    let dates = ISO8601DateFormatter()
    dates.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    let whole = ISO8601DateFormatter()
    for entry in entries {
      let text = try #require(entry["datetime"] as? String)
      let date = try #require(dates.date(from: text) ?? whole.date(from: text), "\(text)")
      let stamp = try #require(entry["timestamp"] as? Double)
      #expect(abs(date.timeIntervalSince1970 * 1e6 - stamp) < 1e6)
      #expect((entry["message"] as? String)?.isEmpty == false)
      #expect((entry["timestamp_desc"] as? String)?.isEmpty == false)
    }
  }

  @Test func `for Perfetto names every process and thread that it uses`() throws {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(export("perfetto").utf8)) as? [String: Any])
    let entries = try #require(document["traceEvents"] as? [[String: Any]])
    func those(_ phases: String...) -> [[String: Any]] { entries.filter { phases.contains($0["ph"] as? String ?? "") } }
    let threads = Set(those("M").compactMap { $0["tid"] as? Int })
    let marks = those("i", "X")
    #expect(try marks.count == timeline().count { !($0["start"] is NSNull) })
    #expect(marks.allSatisfy { threads.contains($0["tid"] as? Int ?? -1) })
    #expect(those("X").allSatisfy { ($0["dur"] as? Int ?? 0) > 0 })
    #expect(those("C").count > 1000)
    #expect(entries.count == those("i", "X", "C", "M").count)
  }

  @Test func `as OTLP comes back as the same number of records with the same texts`() throws {
    try shell.write(export("otlp"), to: "back/events.jsonl")
    #expect(shell.run("import", "back", "--strict").status == .done)
    let texts = try objects(shell.run("timeline", "back", "-o", "jsonl").out)
    #expect(try texts.count == timeline().count)
  }

  @Test func `for Grafana comes back as annotations`() throws {
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(export("grafana-annotations").utf8)) as? [[String: Any]])
    #expect(list.count { ($0["tags"] as? [String])?.contains("milestone") == true } >= 5)
    #expect(list.count { ($0["tags"] as? [String])?.contains("change") == true } >= 1)
    for entry in list {
      let (time, end) = (entry["time"] as? Int ?? 0, entry["timeEnd"] as? Int)
      #expect(time > 1_700_000_000_000)
      #expect(end.map { $0 > time } ?? true)
    }
  }

  @Test func `for GitHub passes every text as one word, whatever it holds`() throws {
    let shell = try Shell.withIncident()
    let hostile = "it's $(touch pwned) `touch pwned`; rm -rf . #\"\\ --title=x"
    try shell.write(
      "actions:\n  - {title: \(Self.yaml(hostile)), type: prevent, done_when: \(Self.yaml(hostile))}\n",
      to: "incident/incident.yaml")
    _ = shell.run("import", "incident")
    #expect(shell.run("export", "incident", "--as", "github", "--to", "issues.sh").status == .done)
    let rehearsal = try Rehearsal([])
    try rehearsal.command("gh", "for word in \"$@\"; do printf '%s\\n' \"$word\"; done\n")
    try rehearsal.shell.write(shell.read("issues.sh"), to: "issues.sh")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["issues.sh"]
    process.currentDirectoryURL = URL(fileURLWithPath: rehearsal.folder)
    process.environment = ["PATH": rehearsal.folder + "/bin"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(words.contains("--title=" + hostile + "\n"))
    #expect(words.contains("Done when: " + hostile + "\n"))
    #expect(!rehearsal.shell.exists("pwned"))
  }

  private static func yaml(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  @Test func `for a tracker leaves out what is declined, done or filed, and says how many`() throws {
    let shell = try Shell.withIncident()
    try shell.write(
      "actions:\n  - {title: Add a limit}\n  - {title: Buy a node, status: declined}\n  - {title: Fix it, status: done}\n"
        + "  - {title: Alert on it, ticket: SHOP-1}\n", to: "incident/incident.yaml")
    _ = shell.run("import", "incident")
    let run = shell.run("export", "incident", "--as", "gitlab")
    #expect(run.out.contains("Add a limit"))
    for title in ["Buy a node", "Fix it", "Alert on it"] { #expect(!run.out.contains(title), "\(title)") }
    #expect(run.err.contains("left out: 3 action items finished or with a ticket"))
  }

  @Test func `in an unknown format suggests the nearest`() throws {
    let run = try Shell.withIncident().run("export", "incident", "--as", "perfeto")
    #expect(run.status == .usage)
    #expect(run.err.contains("did you mean 'perfetto'?"))
  }

  @Test func `says how many events a dated format left out`() throws {
    let shell = try Shell()
    try shell.write(
      "{\"msg\":\"no time\",\"level\":\"error\",\"logger\":\"a\"}\n{\"time\":\"2026-08-27T18:00:00Z\",\"msg\":\"x\",\"level\":\"error\"}\n",
      to: "incident/app.log")
    _ = shell.run("import", "incident")
    let run = shell.run("export", "incident", "--as", "timesketch")
    #expect(run.out.split(separator: "\n").count == 1)
    #expect(run.err.contains("left out: 1 event without a time"))
  }
}
