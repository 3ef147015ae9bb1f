import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `syslog` {
  @Test func `of RFC 5424 and 3164 with priorities gives severity, facility and data`() throws {
    let run = try read(SyslogImporter.self, "syslog/rfc5424.log", reference: "2026-08-28T00:00:00Z")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.003Z critical Host/web-1.example.com {su} 'su root' failed for lonvick on /dev/pts/8 | facility=auth logger=su message_id=ID47 program=su",
        "2@107 2026-08-27T16:15:01.123456Z error Node/node-1 {kubelet} Pod failed | caller=kubelet.go:2 facility=local4 logger=kubelet n=7 path=a]b \"c\" pod=shop/web-1 program=kubelet software=kubelet",
        "3@305 undated info {cron} no time and no host | facility=user logger=cron program=cron",
        "4@346 2026-08-27T18:15:03Z assumedYear warning Host/web-2 {payments} pool is at 95 percent | facility=user logger=payments order=A-17 program=payments",
        "5@448 2026-08-27T18:15:04Z assumedYear notice no tag on this line⏎<999>Aug 27 18:15:05 web-2 payments[77]: no such priority⏎<14>1 broken⏎⇥a line that continues it | facility=user",
      ])
  }

  /// As rsyslog 8.2302 writes a message that came as RFC 3164, and one with structured data.
  @Test func `of RFC 5424 by rsyslog has no space before the text`() throws {
    let text = """
      <27>1 2026-08-27T18:15:00.491088+00:00 web-1 payments - - -  connection refused
      <132>1 2026-08-27T18:15:01.504305+00:00 web-1 app - ID7 [timeQuality tzKnown="1" isSynced="0"][ex@1 k="v\\"x"] structured
      """
    let run = try read(SyslogImporter.self, text: text, reference: "2026-08-28T00:00:00Z")
    #expect(run.events.map(\.message) == ["connection refused", "structured"])
    #expect(run.events.map(\.severity) == [.error, .warning])
  }

  @Test func `with times in RFC 3339 counts what was repeated`() throws {
    let run = try read(SyslogImporter.self, "syslog/rsyslog.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T16:15:00.123456Z unknown Host/web-1 {systemd} Started Session 2 of user root. | logger=systemd program=systemd",
        "2@83 2026-08-27T16:15:01.000001Z unknown Host/web-1 {kernel} Out of memory: Killed process 77 (java) | logger=kernel program=kernel",
        "3@170 2026-08-27T16:15:02.000001Z unknown Host/web-1 {sshd} Failed password for root from 10.0.0.9 port 22 ssh2 | logger=sshd program=sshd",
        "4@300 2026-08-27T16:15:03.000001Z error Host/web-1 {dockerd} no space left | id=ab logger=dockerd program=dockerd",
        "5@417 2026-08-27T16:15:09.000001Z error Host/web-1 {dockerd} no space left | logger=dockerd program=dockerd",
      ])
    #expect(run.events.map(\.count) == [1, 1, 3, 1, 2])
  }

  @Test func `says which node and program, and journalctl's banner says the year`() throws {
    let run = try read(SyslogImporter.self, "syslog/journal-new-year.log")
    expectLines(
      run.events,
      [
        "2@86 2025-12-31T23:59:59Z assumedYear error Node/node-1 {kubelet} Pod failed | caller=kubelet.go:2 logger=kubelet pod=shop/web-1 program=kubelet",
        "3@199 2026-01-01T00:00:01Z assumedYear unknown Host/node-1 {systemd} Started Session 2. | logger=systemd program=systemd",
        "4@254 2026-01-01T00:00:02Z assumedYear unknown Host/node-1 {kernel} Out of memory: Killed process 77 (java) | logger=kernel program=kernel",
      ])
  }

  @Test(arguments: [
    ("short", "Aug 27 18:15:00 web-1 sshd[7]: m", "2026-08-27T18:15:00Z assumedYear"),
    ("short-precise", "Aug 27 18:15:00.123456 web-1 sshd[7]: m", "2026-08-27T18:15:00.123456Z assumedYear"),
    ("short-iso", "2026-08-27T18:15:00+0200 web-1 sshd[7]: m", "2026-08-27T16:15:00Z"),
    ("short-iso-precise", "2026-08-27T18:15:00.5+02:00 web-1 sshd[7]: m", "2026-08-27T16:15:00.500Z"),
    ("short-full", "Thu 2026-08-27 18:15:00 UTC web-1 sshd[7]: m", "2026-08-27T18:15:00Z"),
  ])
  func `as journalctl prints it is read`(_ output: String, _ line: String, _ time: String) throws {
    let text = "\(line)\n\(line)\n"
    #expect(SyslogImporter.sniff(FileHead(Array(text.utf8))) == .likely, "\(output)")
    let run = try read(SyslogImporter.self, text: text, reference: "2026-08-28T00:00:00Z")
    #expect(run.events.first?.line == "1@0 \(time) unknown Host/web-1 {sshd} m | logger=sshd program=sshd")
  }

  @Test func `steps over New Year and back for a late line, and notes the year it assumed`() throws {
    let text = """
      Dec 31 23:59:58 h a[1]: 1
      Jan  1 00:00:01 h a[1]: 2
      Dec 31 23:59:59 h a[1]: 3
      Jan  1 00:00:02 h a[1]: 4
      """
    let run = try read(SyslogImporter.self, text: text, reference: "2026-01-02T00:00:00Z")
    #expect(
      run.events.map { $0.time?.start.rfc3339() } == [
        "2025-12-31T23:59:58Z", "2026-01-01T00:00:01Z", "2025-12-31T23:59:59Z", "2026-01-01T00:00:02Z",
      ])
    #expect(run.notes == [SourceNote(.timeAssumption, "times without a year: 2025 was assumed for the first line")])
  }

  @Test func `of a journal says that the machine was started anew`() throws {
    let text = "Aug 27 18:15:00 h a[1]: 1\n-- Boot 0f8fad5bd9cb469fa165708677289502 --\nAug 27 18:17:00 h a[1]: 2\n"
    let run = try read(SyslogImporter.self, text: text, reference: "2026-08-28T00:00:00Z")
    #expect(run.events.map(\.message) == ["1", "2"])
    #expect(run.notes.contains { $0.kind == .warning && $0.text.contains("started anew") })
  }

  @Test(arguments: [
    "2026-08-27T18:15:00Z INFO cart: full", "2026-08-27T18:15:00Z web-1 cart is full: 7",
    "2026-08-27T18:15:00Z [main] pool[7]: full", "2026-08-27 18:15:00,123 cart pool[7]: full",
  ])
  func `is not what other logs write`(_ line: String) {
    #expect(SyslogImporter.sniff(FileHead(Array("\(line)\n\(line)\n".utf8))) == .no)
  }

  @Test func `is not read ever deeper when a line quotes itself`() throws {
    for head in ["Aug 27 18:15:00 h t: ", "<13>", "<34>1 - - - - - - "] {
      let text = String(repeating: head, count: 100_000) + "end\n"
      let events = try read(SyslogImporter.self, text: text, reference: "2026-08-28T00:00:00Z").events
      #expect(events.count == 1)
    }
  }
}
