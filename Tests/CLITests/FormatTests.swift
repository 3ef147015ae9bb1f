import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `A team's own formats` {
  private let declaration = """
    id: gateway
    title: Gateway
    pattern: '{time} <{level}> {message}'
    time: '%Y.%m.%d %H.%M.%S'
    samples: ['2026.08.27 18.15.00 <warn> pool is full']
    """
  private let log = "2026.08.27 18.15.00 <warn> pool is full\n2026.08.27 18.15.01 <error> no connection left\n"

  @Test func `are listed first, with the file that declares them`() throws {
    let shell = try Shell()
    try shell.write(declaration, to: "formats/gateway.yaml")
    let run = shell.run("formats", "--formats", "formats", "-o", "json")
    #expect(run.status == .done)
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
    #expect(rows.first?["id"] as? String == "gateway")
    #expect((rows.first?["summary"] as? String)?.contains("formats/gateway.yaml") == true)
    #expect(rows.contains { $0["id"] as? String == "klog" })
  }

  @Test func `are used by import, by draft and through the environment`() throws {
    let shell = try Shell()
    try shell.write(declaration, to: "formats/gateway.yaml")
    try shell.write(log, to: "incident/gateway.log")
    #expect(shell.run("import", "incident", "-o", "csv").out.contains("gateway.log,,"), "nobody's at first")
    let run = shell.run("import", "incident", "--formats", "formats", "-o", "json")
    #expect(run.out.contains("\"format\": \"gateway\"") || run.out.contains("\"format\":\"gateway\""))
    #expect(run.out.contains("\"imported\""), "the bytes are known, but as no format: they are read again")
    let count = shell.run("sql", "SELECT severity FROM events ORDER BY start", "-o", "csv").out
    #expect(count == "severity\r\nwarning\r\nerror\r\n")
    shell.environment["DEBRIEF_FORMATS"] = "formats"
    #expect(shell.run("import", "incident", "-o", "json").out.contains("\"unchanged\""))
    #expect(shell.run("draft", "incident", "--to", "out", "--store", "other.db").status == .done)
    #expect(shell.run("formats", "-o", "csv").out.contains("\r\ngateway,"))
  }

  @Test func `with mistakes stop the command, all of them shown`() throws {
    let shell = try Shell()
    try shell.write(declaration.replacing("<warn>", with: "warn"), to: "formats/a.yaml")
    try shell.write(declaration.replacing("id: gateway", with: "id: klog"), to: "formats/b.yaml")
    try shell.write(log, to: "incident/gateway.log")
    for command in [["formats"], ["import", "incident"], ["draft", "incident"]] {
      let run = shell.run(command + ["--formats", "formats"])
      #expect(run.status == .failed)
      #expect(run.out.isEmpty)
      #expect(run.err.contains("error: no pattern matches sample 1"))
      #expect(run.err.contains(" --> formats/a.yaml"))
      #expect(run.err.contains("error: there is already a format 'klog'"))
    }
    #expect(!shell.exists("debrief.db"))
    #expect(shell.run("formats", "--formats", "nowhere").status == .failed)
  }
}
