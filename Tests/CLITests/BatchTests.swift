import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `debrief batch` {
  /// Fifty incidents and some that fail, as the generator of archives writes them.
  static func archive(_ count: Int = 50, bad: Int = 2) throws -> Shell {
    let shell = try Shell()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", root.appendingPathComponent("samples/generator/archive.py").path, shell.folder + "/archive",
      "--count", "\(count)", "--bad", "\(bad)",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return shell
  }

  private static func incident(_ id: String?, in shell: Shell, at path: String, uid: String = "a") throws {
    try shell.write(Evidence.list([.init(name: "pod-\(uid)")]), to: path + "/events.json")
    if let id {
      try shell.write("id: \(id)\ntitle: \(id)\nseverity: SEV2\nstatus: open\n", to: path + "/incident.yaml")
    }
  }

  /// All that the store holds, but for where and when files lay; `numbers` also compares the numbers of interned values,
  /// which start afresh after an interruption.
  static func dump(_ shell: Shell, _ store: String, numbers: Bool = true) -> String {
    var queries = [
      "SELECT * FROM sources ORDER BY id", "SELECT * FROM events ORDER BY incident, source, byte, id",
      "SELECT id, slug, manifest, unmerged, content FROM incident ORDER BY id",
      "SELECT * FROM summary ORDER BY incident",
      "SELECT * FROM rejections ORDER BY source, byte", "SELECT * FROM note ORDER BY source, kind, text",
    ]
    if numbers {
      queries += [
        "SELECT id, source, line, byte, start, subject, reason, attributes, message FROM event ORDER BY id",
        "SELECT * FROM subject ORDER BY id",
      ]
    }
    return queries.map { shell.run("sql", $0, "-o", "jsonl", "--store", store).out }.joined(separator: "\n")
  }

  private func rows(_ run: Shell.Output) throws -> [[String: Any]] {
    try run.out.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `gives the same store and the same reports with one job and with four`() throws {
    let shell = try Self.archive(20)
    let one = shell.run("batch", "archive", "--jobs", "1", "--store", "one.db", "--to", "r1", "-o", "json", "--all")
    let four = shell.run("batch", "archive", "--jobs", "4", "--store", "four.db", "--to", "r4", "-o", "json", "--all")
    #expect(one.status == .failed && one.out == four.out && one.err == four.err)
    #expect(one.out.contains("\"imported\"") && one.out.contains("\"failed\""))
    let isSame = Self.dump(shell, "one.db") == Self.dump(shell, "four.db")
    #expect(isSame)
    let reports = try #require(FileManager.default.enumerator(atPath: shell.folder + "/r1")).compactMap {
      $0 as? String
    }
    #expect(reports.count > 20 * 5)
    for path in reports where path.contains(".") && FileManager.default.fileExists(atPath: shell.folder + "/r1/" + path)
    {
      let isFile = (try? shell.bytes("r1/" + path)) != nil
      if isFile { #expect(try shell.bytes("r1/" + path) == shell.bytes("r4/" + path), "\(path)") }
    }
  }

  @Test func `gives each incident what import gives it`() throws {
    let shell = try Self.archive(3, bad: 0)
    #expect(shell.run("batch", "archive").status == .done)
    for path in try FileManager.default.subpathsOfDirectory(atPath: shell.folder + "/archive").sorted()
    where path.hasSuffix("incident.yaml") {
      let folder = "archive/" + path.dropLast("/incident.yaml".count)
      let id = String(folder.split(separator: "/").last ?? "")
      _ = shell.run("import", folder, "--store", "single.db")
      for command in [["timeline", id], ["coverage", id], ["findings", id]] {
        #expect(
          shell.run(command + ["-o", "json"]).out == shell.run(command + ["-o", "json", "--store", "single.db"]).out)
      }
    }
    #expect(shell.run("incidents").out == shell.run("incidents", "--store", "single.db").out)
  }

  @Test func `finds incidents in any depth, by their manifest or by their files`() throws {
    let shell = try Shell()
    try Self.incident("flat", in: shell, at: "a/flat", uid: "1")
    try Self.incident(nil, in: shell, at: "a/no-manifest", uid: "2")
    try Self.incident("deep", in: shell, at: "a/2026/08/deep", uid: "3")
    try shell.write("x", to: "a/2026/README.md")
    try shell.write("not read", to: "a/README.md")
    try Self.incident(nil, in: shell, at: "a/flat/logs/inner", uid: "4")
    try Self.incident(nil, in: shell, at: "a/.hidden", uid: "5")
    try FileManager.default.createSymbolicLink(
      atPath: shell.folder + "/a/link", withDestinationPath: shell.folder + "/a/flat")
    let run = shell.run("batch", "a", "--all", "-o", "jsonl")
    #expect(run.status == .done)
    #expect(try rows(run).map { $0["folder"] as? String } == ["2026/08/deep", "flat", "no-manifest"])
    #expect(try rows(run).map { $0["incident"] as? String } == ["deep", "flat", "no-manifest"])
    #expect(run.err.contains("2 files beside incidents not read: README.md, 2026/README.md"))
    #expect(shell.run("timeline", "flat", "-o", "csv").out.contains("pod-4"))
  }

  @Test func `goes on past a bad folder and says why it failed`() throws {
    let shell = try Shell()
    try Self.incident("same", in: shell, at: "a/1", uid: "1")
    try Self.incident("same", in: shell, at: "a/2", uid: "2")
    try shell.write("title: [\n", to: "a/3/incident.yaml")
    try Self.incident(nil, in: shell, at: "a/3", uid: "3")
    try Self.incident("last", in: shell, at: "a/4", uid: "4")
    let run = shell.run("batch", "a")
    #expect(run.status == .failed)
    Golden.expect(run.out + run.err, matches: "batch.txt")
    #expect(shell.run("timeline", "same", "-o", "csv").out.contains("pod-1"))
    #expect(!shell.run("timeline", "same", "-o", "csv").out.contains("pod-2"))
    #expect(shell.run("timeline", "last", "-o", "csv").out.contains("pod-4"))
  }

  @Test func `skips what did not change, and reads what did`() throws {
    let shell = try Self.archive(6, bad: 0)
    #expect(shell.run("batch", "archive", "--to", "r").status == .done)
    let before = Self.dump(shell, "debrief.db")
    let again = shell.run("batch", "archive", "--to", "r", "-o", "jsonl", "--all")
    #expect(try rows(again).allSatisfy { $0["status"] as? String == "unchanged" && ($0["events"] as? Int ?? 0) > 0 })
    #expect(Self.dump(shell, "debrief.db") == before)
    let folder = "archive/" + (try #require(rows(again).first?["folder"] as? String))
    let id = try #require(rows(again).first?["incident"] as? String)
    // The same bytes with another time: read, and found to be the same.
    try shell.write(shell.read(folder + "/events.json"), to: folder + "/events.json")
    #expect(
      try rows(shell.run("batch", "archive", "--to", "r", "-o", "jsonl", "--all")).allSatisfy {
        $0["status"] as? String == "unchanged"
      })
    try shell.write(
      shell.read(folder + "/incident.yaml").replacingOccurrences(of: "title: ", with: "title: New "),
      to: folder + "/incident.yaml")
    let changed = try rows(shell.run("batch", "archive", "--to", "r", "-o", "jsonl", "--all"))
    #expect(changed.filter { $0["status"] as? String == "imported" }.map { $0["incident"] as? String } == [id])
    #expect(try shell.read("r/\(id)/analysis.json").contains("\"title\": \"New "))
    try FileManager.default.removeItem(atPath: shell.folder + "/r/\(id)/analysis.json")
    _ = shell.run("batch", "archive", "--to", "r")
    #expect(shell.exists("r/\(id)/analysis.json"), "a report that is gone is written again")
  }

  @Test func `keeps a summary of each incident`() throws {
    let shell = try Self.archive(5, bad: 0)
    _ = shell.run("batch", "archive")
    let run = shell.run(
      "sql", "SELECT count(*) AS n FROM summary s JOIN incident i ON i.id = s.incident AND i.content = s.content", "-o",
      "csv")
    #expect(run.out.contains("5"))
  }

  @Test func `makes hostile names of folders visible and safe`() throws {
    let shell = try Shell()
    try Self.incident(nil, in: shell, at: "a/\u{1B}[31m|x|,=1 ..", uid: "1")
    try Self.incident("../../up", in: shell, at: "a/up", uid: "2")
    for format in Listings.formats {
      let run = shell.run("batch", "a", "--to", "r", "--all", "-o", format, "--read-all")
      #expect(run.status == .done)
      #expect(!(run.out + run.err).contains("\u{1B}"))
    }
    #expect(shell.exists("r/up/postmortem.md") && !shell.exists("up"))
  }

  @Test func `ends with 2 where --strict is given and a record was rejected, also when nothing changed`() throws {
    let shell = try Shell()
    try shell.write(Evidence.list(Evidence.plain, broken: true), to: "a/1/events.json")
    #expect(shell.run("batch", "a").status == .done)
    #expect(shell.run("batch", "a", "--strict").status == .rejected)
  }

  @Test func `never reads its store or its reports`() throws {
    let shell = try Shell()
    try Self.incident("one", in: shell, at: "a/one")
    for _ in 0..<2 {
      let run = shell.run("batch", "a", "--to", "a/reports", "--store", "a/store.db", "--all", "-o", "jsonl")
      #expect(try rows(run).map { $0["folder"] as? String } == ["one"])
    }
  }

  @Test(arguments: [["batch", "nowhere"], ["batch", "empty"], ["batch", "empty", "--jobs", "0"]])
  func `says what is wrong with the folder or the jobs`(_ command: [String]) throws {
    let shell = try Shell()
    try FileManager.default.createDirectory(atPath: shell.folder + "/empty", withIntermediateDirectories: true)
    let run = shell.run(command)
    #expect(run.status == (command.count > 2 ? .usage : .failed))
    #expect(run.err.hasPrefix("error: ") && run.err.contains("= help: "))
  }

  @Test func `shows how far it is, and nothing where nobody looks`() throws {
    let shell = try Self.archive(3, bad: 0)
    shell.isTTY = true
    #expect(shell.run("batch", "archive").err.contains("/3 folders"))
    shell.isTTY = false
    #expect(!shell.run("batch", "archive", "--read-all").err.contains("/3 folders"))
  }
}

@Suite(.enabled(if: Binary.path != nil, "the program is not built")) struct `A batch that is interrupted` {
  @Test(arguments: [SIGKILL, SIGINT]) func `goes on where it was, to the same store`(_ signal: Int32) throws {
    let shell = try `debrief batch`.archive(40, bad: 0)
    #expect(shell.run("batch", "archive", "--store", "whole.db").status == .done)
    var cut = 0
    for round in 0..<4 {
      let store = "\(signal)-\(round).db"
      let status = try interrupt(shell, store, signal, after: 0.15 + 0.25 * Double(round))
      if status != 0 { cut += 1 }
      if signal == SIGINT && status != 0 { #expect(status == 130) }
      let rest = shell.run("batch", "archive", "--store", store, "--jobs", "3")
      #expect(rest.status == .done, "\(rest.err)")
      let isSame =
        `debrief batch`.dump(shell, store, numbers: false) == `debrief batch`.dump(shell, "whole.db", numbers: false)
      #expect(isSame, "round \(round)")
    }
    #expect(cut > 0, "it was never interrupted: the test shows nothing")
  }

  private func interrupt(_ shell: Shell, _ store: String, _ signal: Int32, after seconds: Double) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Binary.path ?? "/nonexistent")
    process.arguments = ["batch", "archive", "--store", store, "--jobs", "2"]
    process.currentDirectoryURL = URL(fileURLWithPath: shell.folder)
    process.environment = [:]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }
}
