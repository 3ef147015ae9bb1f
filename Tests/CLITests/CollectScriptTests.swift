import DebriefCLI
import DebriefTesting
import Foundation
import Testing

/// What is printed, before it runs.
@Suite struct `The printed script` {
  static let servers = [
    "--prometheus", "http://127.0.0.1:9090", "--alertmanager", "https://alerts.example/am/", "--loki",
    "http://loki:3100",
    "--elasticsearch", "http://logs:9200", "--elasticsearch-index", "logs-*",
  ]
  static let everything =
    servers + [
      "--context", "prod", "--namespace", "shop", "--namespace", "pay", "--logs", "shop/checkout", "--logs", "pay",
      "--since", "2026-08-27 17:00", "--until", "2026-08-27T19:00:00Z", "--step", "30s", "--query",
      "checkout_error_ratio=sum(rate(errors_total[5m]))", "--to", "evidence", "--archive", "--max-logs", "7",
    ]
  static let hostile = [
    "it's", "$(touch owned)", "`touch owned`", "a\ntouch owned\n", "\"; touch owned; \"", "'; touch owned; '", "-n",
    "../..", "*",
    "EOF\nSIGNALS\nQUERIES\n", "\\", "$HOME", "%s%n", "é💥",
  ]

  @Test func `is the same for the same options`() throws {
    let shell = try Shell()
    #expect(shell.run(["collect"] + Self.everything).out == shell.run(["collect"] + Self.everything).out)
    #expect(shell.run("collect").out == (try Shell()).run("collect").out)
  }

  @Test func `is as it was when last looked at`() throws {
    Golden.expect(try Shell().run(["collect"] + Self.everything).out, matches: "collect/everything.sh")
  }

  @Test(
    .enabled("shellcheck is missing: make setup-tests installs it") {
      Rehearsal.find("shellcheck") != nil || ProcessInfo.processInfo.environment["CI"] != nil
    }, arguments: [[], everything, ["--prometheus", "http://p"]])
  func `has no complaint of shellcheck, every disable has its reason above`(_ options: [String]) throws {
    let shellcheck = try #require(Rehearsal.find("shellcheck"), "no shellcheck: .ci/setup --tests installs it")
    let shell = try Shell()
    let script = shell.run(["collect"] + options).out
    try shell.write(script, to: "collect.sh")
    let check = try Command.run(shellcheck, ["--severity=style", "--shell=sh", "collect.sh"], in: shell.folder)
    #expect(check.status == 0, "\(check.out)")
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.contains("shellcheck disable") {
      #expect(lines[index - 1].trimmingCharacters(in: .whitespaces).hasPrefix("# "), "line \(index + 1)")
    }
  }

  @Test(arguments: Interpreter.found) func `is read by every shell`(_ interpreter: [String]) throws {
    let shell = try Shell()
    try shell.write(shell.run(["collect"] + Self.everything).out, to: "collect.sh")
    let check = try Command.run(interpreter[0], interpreter.dropFirst() + ["-n", "collect.sh"], in: shell.folder)
    #expect(check.status == 0, "\(check.err)")
  }

  @Test(arguments: hostile) func `takes hostile values as words`(_ value: String) throws {
    let rehearsal = try Rehearsal()
    let options = ["context", "namespace", "logs", "loki-query", "elasticsearch-query"].map { "--\($0)=\(value)" }
    for arguments in [["-n"], []] {
      let run = try rehearsal.run(
        options + ["--loki=http://loki:3100", "--elasticsearch=http://logs:9200", "--to=evidence"], arguments: arguments
      )
      #expect(run.status == 0, "\(run.err)")
    }
    #expect(!rehearsal.shell.exists("owned") && !rehearsal.shell.exists("evidence/owned"))
    #expect(rehearsal.calls().contains { $0.contains("--namespace=" + value) && $0.contains("--context=" + value) })
    #expect(rehearsal.calls().contains { $0.contains("query=" + value) })
    #expect(rehearsal.calls().contains { call in call.contains { $0.hasPrefix("q=(\(value)) AND ") } })
  }

  @Test func `takes hostile queries as words`() throws {
    let rehearsal = try Rehearsal()
    let options = Self.hostile.enumerated().map { "--query=own_\($0.offset)=\($0.element)" }
    let run = try rehearsal.run(options + ["--prometheus=http://p", "--namespace=$(touch owned)", "--to=evidence"])
    #expect(run.status == 0, "\(run.err)")
    #expect(!rehearsal.shell.exists("owned"))
    for value in Self.hostile { #expect(rehearsal.calls().contains { $0.contains("query=" + value) }, "\(value)") }
    let replicas = #"query=kube_deployment_spec_replicas{namespace=~"\\$\\(touch owned\\)"}"#
    #expect(rehearsal.calls().contains { $0.contains(replicas) })
  }

  @Test(arguments: hostile.filter { !$0.hasPrefix("..") }) func `writes below its folder only, whatever that is called`(
    _ name: String
  ) throws {
    let rehearsal = try Rehearsal(["kubectl"])
    try rehearsal.answerAsShop()
    let before = Set(try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder))
    let run = try rehearsal.run(["--to=" + name])
    #expect(run.status == 0, "\(run.err)")
    let new = Set(try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)).subtracting(before)
    #expect(new == [name, "collect.sh", "calls", "stdout", "stderr"])
  }

  @Test(arguments: [
    "http://user:hunter2@p:9090", "http://p/?token=hunter2", "http://p#hunter2", "hunter2", "http://p:9090/ hunter2",
  ])
  func `never holds credentials of an address, nor does the error`(_ address: String) throws {
    for option in ["--prometheus", "--alertmanager", "--loki", "--elasticsearch"] {
      let run = try Shell().run("collect", option, address)
      #expect(run.status == .usage)
      #expect(run.out.isEmpty && run.err.contains(option) && !run.err.contains("hunter2"), "\(run.err)")
    }
  }

  @Test func `a namespace that cannot exist is warned of, on standard error`() throws {
    let run = try Shell().run("collect", "--namespace", "shop,pay")
    #expect(run.status == .done)
    #expect(run.err.contains("'shop,pay' is no name of a namespace") && run.err.contains("repeat --namespace"))
    #expect(run.out.hasPrefix("#!/bin/sh\n"))
  }
}

/// The shells at hand, as the beginning of a command line.
enum Interpreter {
  static let found: [[String]] = [
    ["dash"], ["bash"], ["bash", "--posix"], ["busybox", "sh"], ["ksh"], ["zsh", "--emulate", "sh"],
  ].compactMap {
    words in
    Rehearsal.find(words[0]).map { [$0] + words.dropFirst() }
  }
}

/// Any program.
enum Command {
  static func run(_ path: String, _ arguments: [String], in folder: String) throws -> (
    status: Int32, out: String, err: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let (out, err) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (out, err)
    try process.run()
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text, errors)
  }
}
