import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `A corrected clock` {
  private func shell() throws -> Shell {
    let shell = try Shell()
    try shell.write(Evidence.list([Evidence.Record()]), to: "incident/node-1/events.json")
    try shell.write(
      Evidence.list([Evidence.Record(name: "web-2")]).replacing("\"u0\"", with: "\"n2\""),
      to: "incident/node-2/list.json")
    return shell
  }

  private func times(_ shell: Shell) -> [String] {
    shell.run("sql", "SELECT s.path, e.start FROM events e JOIN sources s ON s.id = e.source ORDER BY 1", "-o", "csv")
      .out
      .split(separator: "\r\n").dropFirst().map { String($0.split(separator: ",")[1]) }
  }

  @Test func `moves the times of its source and of no other`() throws {
    let shell = try shell()
    #expect(shell.run("import", "incident", "--adjust", "node-1/*=-90.5").status == .done)
    #expect(times(shell) == ["2026-08-27T18:13:29Z", "2026-08-27T18:15:00Z"])
  }

  @Test func `is read again when the correction changes, though the bytes are the same`() throws {
    let shell = try shell()
    _ = shell.run("import", "incident", "--adjust", "events.json=60")
    #expect(times(shell) == ["2026-08-27T18:16:00Z", "2026-08-27T18:15:00Z"])
    #expect(shell.run("import", "incident", "--adjust", "events.json=60").err.contains("2 of them unchanged"))
    #expect(shell.run("import", "incident", "--adjust", "events.json=120").err.contains("1 of them unchanged"))
    #expect(times(shell) == ["2026-08-27T18:17:00Z", "2026-08-27T18:15:00Z"])
    _ = shell.run("import", "incident")
    #expect(times(shell) == ["2026-08-27T18:15:00Z", "2026-08-27T18:15:00Z"])
  }

  @Test func `keeps the ids of its events, so that links survive`() throws {
    let shell = try shell()
    _ = shell.run("import", "incident")
    let ids = shell.run("sql", "SELECT id FROM events ORDER BY 1", "-o", "csv").out
    _ = shell.run("import", "incident", "--adjust", "events.json=60")
    #expect(shell.run("sql", "SELECT id FROM events ORDER BY 1", "-o", "csv").out == ids)
  }

  @Test func `is told wherever its source is cited`() throws {
    let shell = try shell()
    #expect(shell.run("draft", "incident", "--to", "out", "--adjust", "node-1/events.json=3600").status == .done)
    let page = try shell.read("out/postmortem.html")
    #expect(page.contains("times moved by +1 h"))
    let document = try JSONSerialization.jsonObject(with: shell.bytes("out/analysis.json")) as? [String: Any]
    let coverage = try #require(document?["coverage"] as? [[String: Any]])
    #expect(coverage.map { $0["shift"] as? Double } == [3600, 0])
    let caveats = try #require(document?["caveats"] as? [[String: Any]])
    #expect(caveats.contains { $0["kind"] as? String == "adjusted" })
    #expect(shell.run("coverage", "incident").out.contains("adjusted: all its times were moved by +3600 s"))
  }

  @Test func `of an unknown source is a usage error with the nearest path`() throws {
    let shell = try shell()
    let run = shell.run("import", "incident", "--adjust", "node-1/event.json=5")
    #expect(run.status == .usage)
    #expect(run.err.contains("no source is called 'node-1/event.json'"))
    #expect(run.err.contains("did you mean 'node-1/events.json'?"))
    #expect(shell.run("draft", "incident", "--adjust", "lists.json=5").err.contains("did you mean 'node-2/list.json'?"))
    #expect(!shell.exists("debrief-incident"))
  }

  @Test func `names what is inside an archive, and a slip there is an error too`() throws {
    let shell = try Shell()
    try TestArchive.write(
      [.init("node-1/events.json", try Evidence.list(Evidence.plain))], to: shell.folder + "/bundle.tgz", .tar, .gzip)
    let slip = shell.run("import", "bundle.tgz", "--adjust", "bundle.tgz/node-1/event.json=5")
    #expect(slip.status == .usage)
    #expect(slip.err.contains("did you mean 'bundle.tgz/node-1/events.json'?"))
    for source in ["bundle.tgz/node-1/events.json", "bundle.tgz/node-1/*", "events.json"] {
      #expect(shell.run("import", "bundle.tgz", "--adjust", source + "=5").status == .done)
      #expect(shell.run("coverage", "bundle").out.contains("adjusted: all its times were moved by +5 s"))
    }
  }

  @Test(arguments: ["events.json", "events.json=", "events.json=soon", "=5", "events.json=nan", "events.json=1e12"])
  func `that is no number of seconds is a usage error`(_ text: String) throws {
    #expect(try shell().run("import", "incident", "--adjust", text).status == .usage)
  }
}
