import DebriefCLI
import DebriefTesting
import Testing

@Suite struct `Help` {
  @Test func `of the program`() throws {
    let run = try Shell().run("--help")
    #expect(run.status == .done)
    #expect(run.err.isEmpty)
    Golden.expect(run.out, matches: "help/debrief.txt")
  }

  @Test(arguments: CLIReference.commandNames) func `of each command`(_ name: String) throws {
    let run = try Shell().run(name, "--help")
    #expect(run.status == .done)
    #expect(run.out.contains("EXAMPLES"))
    #expect(run.out.contains("debrief \(name)"))
    Golden.expect(run.out, matches: "help/\(name).txt")
  }

  @Test func `without arguments says in twelve lines where to start, the next command last`() throws {
    let run = try Shell().run()
    #expect(run.status == .done)
    let lines = run.out.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= 13)
    #expect(lines.last?.hasPrefix("Next: debrief ") == true)
  }

  @Test func `version`() throws {
    #expect(try Shell().run("--version").out == "0.1.0\n")
  }
}
