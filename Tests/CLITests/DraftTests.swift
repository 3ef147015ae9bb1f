import DebriefCLI
import Foundation
import Testing

@Suite struct `Draft` {
  static let names = ["postmortem.md", "postmortem.html", "analysis.json", "actions.csv"]

  private func shell() throws -> Shell {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/events.json")
    return shell
  }

  @Test func `writes four files and prints their paths, the page last`() throws {
    let shell = try shell()
    let run = shell.run("draft", "incident")
    #expect(run.status == .done)
    #expect(
      Set(run.out.split(separator: "\n").map { $0.split(separator: "/").last.map(String.init) ?? "" })
        == Set(Self.names))
    #expect(run.out.hasSuffix("debrief-incident/postmortem.html\n"))
    #expect(run.err.contains("next: debrief timeline incident"))
    for name in Self.names { #expect(shell.exists("debrief-incident/" + name)) }
  }

  @Test func `twice gives the same bytes, in the same store and in another`() throws {
    let shell = try shell()
    _ = shell.run("draft", "incident", "--to", "a")
    let first = try Self.names.map { try shell.bytes("a/" + $0) }
    _ = shell.run("draft", "incident", "--to", "a")
    #expect(try Self.names.map { try shell.bytes("a/" + $0) } == first)
    _ = shell.run("draft", "incident", "--to", "b", "--store", "fresh.db")
    #expect(try Self.names.map { try shell.bytes("b/" + $0) } == first)
  }

  @Test func `inside the evidence never reads its own output`() throws {
    let shell = try shell()
    #expect(shell.run("draft", "incident", "--to", "incident/out").status == .done)
    let first = try shell.read("incident/out/analysis.json")
    #expect(shell.run("draft", "incident", "--to", "incident/out").status == .done)
    #expect(try shell.read("incident/out/analysis.json") == first)
    #expect(!first.contains("postmortem.md"))
  }

  @Test func `never writes among the evidence itself`() throws {
    let shell = try shell()
    let run = shell.run("draft", "incident", "--to", "incident")
    #expect(run.status == .usage)
    #expect(!shell.exists("incident/postmortem.md"))
  }

  @Test func `of a folder that is the current one leaves store and report out`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "events.json")
    #expect(shell.run("draft", ".").status == .done)
    let run = shell.run("draft", ".")
    #expect(run.status == .done)
    #expect(run.err.contains("1 source for incident"))
  }

  @Test func `keeps what people wrote`() throws {
    let shell = try shell()
    _ = shell.run("draft", "incident", "--to", "out")
    let text = try shell.read("out/postmortem.md")
    try shell.write("A word from the team.\n\n" + text, to: "out/postmortem.md")
    _ = shell.run("draft", "incident", "--to", "out")
    #expect(try shell.read("out/postmortem.md").hasPrefix("A word from the team.\n"))
    _ = shell.run("report", "incident", "--to", "out")
    #expect(try shell.read("out/postmortem.md").hasPrefix("A word from the team.\n"))
  }

  @Test func `warns about sources that are no longer there`() throws {
    let shell = try shell()
    try shell.write(Evidence.list(Evidence.plain), to: "incident/more.json")
    _ = shell.run("draft", "incident")
    try FileManager.default.removeItem(atPath: shell.folder + "/incident/more.json")
    let run = shell.run("draft", "incident")
    #expect(run.err.contains("the incident holds more than this import: 1 other source"))
    #expect(run.err.contains("more.json"))
  }

  @Test func `works when the evidence is read-only`() throws {
    let shell = try shell()
    let incident = shell.folder + "/incident"
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: incident)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: incident + "/events.json")
    #expect(shell.run("draft", "incident").status == .done)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: incident)
  }

  @Test func `leaves no temporary files`() throws {
    let shell = try shell()
    _ = shell.run("draft", "incident", "--to", "out")
    #expect(try FileManager.default.contentsOfDirectory(atPath: shell.folder + "/out").sorted() == Self.names.sorted())
  }

  @Test func `an unknown template is suggested against`() throws {
    let shell = try shell()
    _ = shell.run("draft", "incident")
    let run = shell.run("report", "incident", "--template", "defaul")
    #expect(run.status == .failed)
    #expect(run.err.contains("did you mean"))
  }

  @Test func `the analysis document is what draft wrote`() throws {
    let shell = try shell()
    _ = shell.run("draft", "incident", "--to", "out")
    #expect(shell.run("analyze", "incident", "-o", "json").out == (try shell.read("out/analysis.json")))
  }
}
