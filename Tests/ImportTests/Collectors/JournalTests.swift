import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `Journal entries` {
  @Test func `hold klog lines, messages as bytes and repeated fields`() throws {
    let run = try read(JournaldImporter.self, "journald/entries.jsonl")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123456Z error Node/node-a {kubelet} Error syncing pod, skipping: failed to start container | boot_id=0d caller=pod_workers.go:1300 error=failed to start container logger=kubelet pod=shop/payments-1 program=kubelet unit=kubelet.service",
        "2@419 2026-08-27T18:15:00.999000Z error Host/node-a {java} caf� �shut | boot_id=0d logger=java program=java",
        "3@700 2026-08-27T18:15:02.000000Z warning Host/db.example {postgres} checkpoints are occurring too frequently | boot_id=0e caller=main.c:12 logger=postgres program=postgres",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `printed over several lines are of the pod that the kubelet named`() throws {
    let run = try read(JournaldImporter.self, "journald/pretty.json")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.000000Z warning shop/Pod/payments-1[app] slow | host=node-a ms=900",
        "8@188 2026-08-27T18:15:01.000000Z info shop/Pod/payments-1[app] second | host=node-a",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `sent as events may be too large, late, without time, message or end`() throws {
    let run = try read(JournaldImporter.self, "journald/nasty.sse")
    expectLines(
      run.events,
      [
        "3@87 2026-08-27T17:15:01.000000Z unknown an hour on the way | received=2026-08-27T18:15:01.000000Z",
        "5@233 undated unknown no time",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "not a journal entry with a message", "not JSON: A string is opened, but never closed.",
      ])
    #expect(
      run.notes == [
        SourceNote(.limit, "journalctl left out messages that were too large for its JSON: use -a or -o export")
      ])
  }

  @Test func `exported hold values of any bytes`() throws {
    let run = try read(JournaldExportImporter.self, "journald-export/entries.export")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123456Z error Node/node-a {kubelet} first line⏎second⏎⏎after an empty one | boot_id=0d logger=kubelet program=kubelet",
        "15@228 2026-08-27T18:15:01.000000Z unknown a=b stays | boot_id=0d",
      ])
    #expect(run.rejected.map(\.reason) == [])
    #expect(run.notes == [])
  }

  @Test func `exported may lack messages and state wrong lengths`() throws {
    let run = try read(JournaldExportImporter.self, "journald-export/nasty.export")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.000000Z unknown first | boot_id=0d",
        "10@127 2026-08-27T18:15:02.000000Z warning second",
      ])
    #expect(
      run.rejected.map(\.reason) == [
        "not a field of a journal entry", "not a journal entry with a message",
        "a binary field's length does not fit its bytes", "not a journal entry with a message",
        "cut off: the last binary field does not end",
      ])
    #expect(run.notes == [])
  }

  @Test func `exported keep a value whose length and bytes look like line ends`() throws {
    let value = String(repeating: "\r\n", count: 5) + "end" + String(repeating: "\r", count: 13)
    var length: [UInt8] = Array(repeating: 0, count: 8)
    length[0] = UInt8(value.utf8.count)
    let head = Array("__REALTIME_TIMESTAMP=1787854500000000\n_BOOT_ID=0d\nMESSAGE\n".utf8)
    for prefix in ["", "x"] {
      length[0] = UInt8(value.utf8.count + prefix.utf8.count)
      let bytes = head + length + Array((prefix + value + "\nPRIORITY=3\n\n").utf8)
      let run = try ImporterRun(JournaldExportImporter.self, bytes)
      #expect(run.rejected.isEmpty)
      #expect(run.events.map(\.severity) == [.error])
      #expect(run.events.allSatisfy { $0.message.contains("end") })
    }
  }

  @Test func `in a sequence of records begin with a separator`() throws {
    let text = "\u{1E}{\"__REALTIME_TIMESTAMP\":\"1787854500000000\",\"MESSAGE\":\"x\"}\n"
    #expect(JournaldImporter.sniff(FileHead(Array(text.utf8))) == .certain)
    #expect(try read(JournaldImporter.self, text: text + text).events.map(\.message) == ["x", "x"])
  }
}
