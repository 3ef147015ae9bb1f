import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `Import` {
  @Test func `says what it read on standard error and suggests the next command`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain, broken: true), to: "2026-08-27-payments/events.json")
    try shell.write("nothing to see", to: "2026-08-27-payments/notes.bin")
    let run = shell.run("import", "2026-08-27-payments")
    #expect(run.status == .done)
    #expect(run.out.isEmpty)
    Golden.expect(run.err, matches: "import.txt")
  }

  @Test func `prints one object per source with the keys of the contract`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain, broken: true), to: "incident/events.json")
    let run = shell.run("import", "incident", "-o", "json")
    let rows = try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]]
    let row = try #require(rows?.first)
    for key in ["path", "format", "sha256", "bytes", "events", "samples", "rejected", "first", "last", "warnings"] {
      #expect(row.keys.contains(key), "\(key)")
    }
    #expect(row["path"] as? String == "events.json")
    #expect(row["events"] as? Int == 3)
    #expect(row["rejected"] as? Int == 1)
    #expect((row["sha256"] as? String)?.count == 64)
    #expect(row["first"] as? String == "2026-08-27T18:15:00Z")
    #expect(row["warnings"] as? [String] == [])
  }

  @Test func `again changes nothing and reports the same figures`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/events.json")
    let first = shell.run("import", "incident", "-o", "json")
    let second = shell.run("import", "incident", "-o", "json")
    #expect(second.out == first.out.replacing("\"imported\"", with: "\"unchanged\""))
    #expect(second.err.contains("1 of them unchanged"))
    #expect(shell.run("sql", "SELECT count(*) AS n FROM events", "-o", "csv").out == "n\r\n3\r\n")
  }

  @Test func `explains why an importer was chosen`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/events.json")
    let run = shell.run("import", "incident", "--explain")
    #expect(run.out.hasPrefix("PATH"))
    #expect(run.out.contains("kubernetes-events"))
    #expect(run.out.contains("certain"))
    let both = shell.run("import", "incident", "--explain", "-o", "json")
    #expect(both.out.hasPrefix("["))
    #expect(both.err.hasPrefix("PATH"))
  }

  @Test func `keeps only the range asked for`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/events.json")
    let run = shell.run(
      "import", "incident", "--since", "2026-08-27 18:16", "--until", "2026-08-27T18:16:30Z", "-o", "json")
    #expect(run.out.contains("\"events\":1"))
    #expect(run.out.contains("outside the range"))
  }

  @Test func `refuses two files of one name`() throws {
    let shell = try Shell()
    try shell.write("{}", to: "a/x.json")
    try shell.write("{}", to: "b/x.json")
    let run = shell.run("import", "a/x.json", "b/x.json")
    #expect(run.status == .usage)
    #expect(run.err.contains("two files would be called 'x.json'"))
  }

  @Test func `single files belong to the incident called incident unless told otherwise`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "events.json")
    #expect(shell.run("import", "events.json").err.contains("for incident incident"))
    #expect(shell.run("import", "events.json", "--incident", "other").err.contains("for incident other"))
    #expect(shell.run("verify", "other").status == .done)
  }

  @Test func `never reads the store as evidence`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "events.json")
    _ = shell.run("import", ".", "--incident", "here")
    let run = shell.run("import", ".", "--incident", "here", "-o", "csv")
    #expect(!run.out.contains("debrief.db"))
  }

  @Test func `a missing file is told with its path`() throws {
    let run = try Shell().run("import", "nowhere.json")
    #expect(run.status == .failed)
    #expect(run.err.contains(" --> nowhere.json"))
  }

  @Test func `shows its progress on a terminal only, and takes it away`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/events.json")
    shell.isTTY = true
    #expect(shell.run("import", "incident").err.contains("\r\u{1B}[K"))
    shell.isTTY = false
    #expect(!shell.run("import", "incident").err.contains("\r"))
  }

  @Test func `uses the store of the environment unless an option names one`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/events.json")
    shell.environment["DEBRIEF_STORE"] = "team.db"
    _ = shell.run("import", "incident")
    #expect(shell.exists("team.db"))
    _ = shell.run("import", "incident", "--store", "own.db")
    #expect(shell.exists("own.db"))
    #expect(!shell.exists("debrief.db"))
  }
}
