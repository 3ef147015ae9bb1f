import DebriefCLI
import Foundation
import Testing

@Suite struct `Exit status` {
  @Test func `0 when done`() throws {
    let shell = try Shell.withIncident()
    #expect(shell.run("timeline", "incident").status == .done)
    #expect(shell.run("verify", "incident").status == .done)
  }

  @Test func `1 for an unknown incident, with the nearest one`() throws {
    let run = try Shell.withIncident().run("timeline", "incidnt")
    #expect(run.status == .failed)
    #expect(run.err.contains("did you mean 'incident'?"))
    #expect(run.out.isEmpty)
  }

  @Test func `1 without a store`() throws {
    let run = try Shell().run("incidents")
    #expect(run.status == .failed)
    #expect(run.err.contains("there is no store here"))
  }

  @Test func `2 with --strict when a record was rejected, 0 without`() throws {
    let shell = try Shell.withIncident(broken: true)
    #expect(shell.run("import", "incident").status == .done)
    #expect(shell.run("import", "incident", "--strict").status == .rejected)
  }

  @Test func `3 when the evidence changed`() throws {
    let shell = try Shell.withIncident()
    try shell.write("{}", to: "incident/events.json")
    let run = shell.run("verify", "incident")
    #expect(run.status == .problems)
    #expect(run.out.contains("the content changed since the import"))
  }

  @Test func `3 when the evidence is gone`() throws {
    let shell = try Shell.withIncident()
    try FileManager.default.removeItem(atPath: shell.folder + "/incident/events.json")
    #expect(shell.run("verify", "incident").status == .problems)
  }

  @Test(arguments: [
    ["imprt", "x"], ["timeline"], ["timeline", "x", "--kind", "chnge"], ["timeline", "x", "--since", "yesterday"],
    ["import", "x", "--format", "kubernetes-event"], ["incidents", "-o", "xml"],
    ["import", "x", "--timezone", "Mars/Olympus"],
    ["import", ".", "--incident", "../up"], ["--no-such-option"], ["search", "..."],
    ["timeline", "x", "--since", "2026-08-28", "--until", "2026-08-27"],
  ]) func `64 for usage`(_ arguments: [String]) throws {
    let run = try Shell.withIncident().run(arguments)
    #expect(run.status == .usage)
    #expect(run.err.hasPrefix("error: "))
    #expect(run.err.contains("= help: "))
    #expect(run.out.isEmpty)
  }
}

@Suite(.enabled(if: Binary.path != nil, "the program is not built")) struct `The program itself` {
  @Test func `ends with the codes of the table`() throws {
    let shell = try Shell.withIncident(broken: true)
    #expect(try Binary.run([], in: shell.folder).status == 0)
    #expect(try Binary.run(["timeline", "nobody"], in: shell.folder).status == 1)
    #expect(try Binary.run(["import", "incident", "--strict"], in: shell.folder).status == 2)
    #expect(try Binary.run(["--nonsense"], in: shell.folder).status == 64)
    try shell.write("{}", to: "incident/events.json")
    #expect(try Binary.run(["verify", "incident"], in: shell.folder).status == 3)
  }

  @Test func `reads standard input`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain), to: "events.json")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Binary.path ?? "")
    process.arguments = ["import", "-", "--incident", "piped", "-o", "json"]
    process.currentDirectoryURL = URL(fileURLWithPath: shell.folder)
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: shell.folder + "/events.json"))
    let out = Pipe()
    process.standardOutput = out
    process.standardError = Pipe()
    try process.run()
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(text.contains("\"path\":\"-\""))
    #expect(text.contains("\"events\":3"))
  }

  @Test func `an interrupt ends it with 130`() throws {
    let shell = try Shell()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Binary.path ?? "")
    process.arguments = ["import", "-", "--incident", "waiting"]
    process.currentDirectoryURL = URL(fileURLWithPath: shell.folder)
    let (input, err) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardError = err
    process.standardOutput = Pipe()
    // A test run in the background ignores interrupts, and the program would inherit that and rightly keep it.
    let inherited = signal(SIGINT, SIG_DFL)
    try process.run()
    _ = signal(SIGINT, inherited)
    // Wait until it has made its store and waits for input.
    for _ in 0..<200 where !shell.exists("debrief.db") { usleep(20_000) }
    process.interrupt()
    for _ in 0..<500 where process.isRunning { usleep(20_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(process.terminationReason == .exit)
  }
}
