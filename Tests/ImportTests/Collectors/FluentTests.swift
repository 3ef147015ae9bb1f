import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `Fluentd files` {
  @Test func `hold container lines, journal entries and structured records`() throws {
    let run = try read(FluentdFileImporter.self, "fluentd-file/out.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00Z warning shop/Pod/payments-1[app] pool is at 95 percent | host=node-a service=payments stream=stderr",
        "2@266 2026-08-27T18:15:01Z error Host/node-a {kernel} Killed process 77 (java) total-vm:1kB | logger=kernel program=kernel",
        "3@416 2026-08-27T18:15:02Z error charge failed: timeout | error=timeout order=A-17",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `lack offsets, tags, ends and messages`() throws {
    let run = try read(FluentdFileImporter.self, "fluentd-file/nasty.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00Z assumedZone unknown no offset, as version 0.12 wrote it",
        "5@246 2026-08-27T18:15:04Z assumedZone unknown count=3 | count=3",
        "2@74 2026-08-27T18:15:01.123456789Z unknown as out_stdout prints it",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "not JSON: A string is opened, but never closed.", "not a record of Fluentd: no time, tag and JSON object",
      ])
    #expect(run.notes == [SourceNote(.timeAssumption, "Fluentd's times state no zone: UTC was assumed")])
  }
}

@Suite struct `Fluent Bit files` {
  @Test func `hold records behind a tag, with the inner time where it disagrees`() throws {
    let run = try read(FluentBitFileImporter.self, "fluent-bit-file/file.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123456789Z error shop/Pod/payments-1[app] charge failed | host=node-a order=A-17 service=payments stream=stderr",
        "2@298 2026-08-27T18:15:01.000000000Z unknown shop/Pod/payments-1[app] ready | inner_time=2026-08-27T18:10:00.500Z",
        "3@508 2026-08-27T18:15:02.000000000Z info with ] and metadata",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `are read as the standard output prints them, quotes inside strings too`() throws {
    let run = try read(FluentBitFileImporter.self, "fluent-bit-file/printed.log")
    expectLines(
      run.events,
      [
        "2@205 2026-08-27T18:15:01.000000000Z unknown a => b stays in the text",
        #"1@0 2026-08-27T18:15:00.123456789Z unknown shop/Pod/payments-1[app] charge "A-17" failed: C:⇥emp | n=1 stream=stderr"#,
        "3@313 2026-08-27T18:15:02.000000000Z warning slow",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `hold Kubernetes Events, metrics and cut-off records`() throws {
    let run = try read(FluentBitFileImporter.self, "fluent-bit-file/nasty.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:10:00Z warning shop/Pod/web-1 {BackOff} Back-off restarting failed container",
        "4@380 2026-08-27T18:15:02.000000000Z unknown cpu_p=3.5 user_p=1 | cpu_p=3.5 user_p=1",
        "5@434 2026-08-27T18:15:03.000000000Z unknown a NUL: �.",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "cut off: the record does not end", "not a record of Fluent Bit: no time and object",
      ])
    #expect(run.notes == [])
  }

  @Test(arguments: [
    "[1, 2, 3]\n", #"[{"kind":"Event","involvedObject":{}}]"#, "note: [1787854500.1, 3]\n", "[1787854500, \"1\"]\n",
    #"2026-08-27T18:15:00Z stdout F {"a":1}"#, "key: [a, b]\n",
  ]) func `are told from lists, YAML and other logs`(_ text: String) {
    #expect(FluentBitFileImporter.sniff(FileHead(Array(text.utf8))) == .no)
    #expect(FluentdFileImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}
