import DebriefCLI
import DebriefTesting
import Foundation
import Testing

@Suite struct `An archive of evidence` {
  private func shell() throws -> Shell {
    let shell = try Shell()
    let events = try Evidence.list(Evidence.plain)
    try TestArchive.write(
      [
        .init("case/pods/events.json", events), .init("case/incident.yaml", "title: Packed\n"),
        .init("case/x.bin", "\u{1}"),
      ],
      to: shell.folder + "/2026-08-27-payments.tar.gz", .tar, .gzip)
    return shell
  }

  @Test func `is drafted like a folder and called by its name`() throws {
    let shell = try shell()
    let run = shell.run("draft", "2026-08-27-payments.tar.gz")
    #expect(run.status == .done, "\(run.err)")
    #expect(try shell.read("debrief-2026-08-27-payments/postmortem.md").contains("Packed"))
    #expect(run.err.contains("3 events"))
  }

  @Test func `is verified member by member`() throws {
    let shell = try shell()
    _ = shell.run("import", "2026-08-27-payments.tar.gz")
    let good = shell.run("verify", "2026-08-27-payments")
    #expect(good.status == .done)
    #expect(good.err.contains("4 sources and 3 records checked"))
    try TestArchive.write(
      [.init("case/pods/events.json", "{}"), .init("case/x.bin", "\u{1}")],
      to: shell.folder + "/2026-08-27-payments.tar.gz", .tar, .gzip)
    let bad = shell.run("verify", "2026-08-27-payments", "-o", "csv")
    #expect(bad.status == .problems)
    #expect(bad.out.contains("2026-08-27-payments.tar.gz/case/pods/events.json,the content changed since the import"))
    #expect(bad.out.contains("incident.yaml,\"the archive does not hold it any more, or cannot be read that far\""))
  }

  @Test func `is told from a file that is none`() throws {
    let shell = try shell()
    try shell.write("x", to: "notes.txt")
    let run = shell.run("draft", "notes.txt")
    #expect(run.status == .failed)
    #expect(run.err.contains("there is no such folder or archive"))
  }
}
