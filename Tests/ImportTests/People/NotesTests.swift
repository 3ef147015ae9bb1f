import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Notes with times` {
  private let context = SourceContext(
    path: "notes.md", referenceTime: Instant(seconds: 1_787_858_000))

  @Test func `clock times belong to the heading's date, and to the next day after midnight`() throws {
    let run = try Samples.run(NotesImporter.self, "incident.md", context: context)
    #expect(
      run.briefs == [
        "2026-08-27T18:15:00Z notice note ", "2026-08-27T18:16:37Z notice note ", "2026-08-27T18:20:00Z notice note ",
        "2026-08-27T18:24:00Z..2026-08-27T18:31:00Z notice note ", "2026-08-27T18:43:00Z notice note ",
        "2026-08-28T00:10:00Z notice note ", "2026-08-28T09:05:00Z notice note ",
      ])
    #expect(run.events.map { $0.attributes[Attribute.actor] } == [nil, nil, "Alex", "Sam", "Alex", "Sam", nil])
    #expect(
      run.events[2].message == "I'm on it, pool of payments is full\ngraph: https://grafana.example.com/d/pay?token=***"
    )
    #expect(run.events[2].time?.early == .minutes(5))
    #expect(run.events[0].time?.late == .seconds(59))
    #expect(run.events.allSatisfy { $0.time?.basis == .stated })
  }

  @Test func `rows of a table are entries`() throws {
    let run = try Samples.run(NotesImporter.self, "table.txt", context: context)
    #expect(
      run.events.map(\.message) == [
        "Alex – checkout returns errors", "Sam – scaled payments from 3 to 6", "Alex – errors are gone",
      ])
    #expect(run.events.allSatisfy { $0.time?.basis == .assumedZone })
  }

  @Test func `without a date the day of the other evidence is assumed, without any there is no time`() throws {
    let run = try Samples.run(NotesImporter.self, "nasty.md", context: context)
    #expect(
      run.briefs == [
        "2026-08-27T18:15:00Z notice note ", "2026-08-27T16:20:00Z notice note ", "2026-08-27T18:18:00Z notice note ",
        "2026-08-28T01:00:00Z notice note ",
      ])
    #expect(run.events[1].message == "Update: DB_PASSWORD=*** was rotated")
    #expect(run.events[2].attributes[Attribute.actor] == "sam")
    #expect(run.events.allSatisfy { $0.time?.basis == .assumedYear })
    let alone = try Samples.run(NotesImporter.self, "nasty.md", context: SourceContext(path: "notes.md"))
    #expect(alone.events.allSatisfy { $0.time == nil })
  }

  @Test(
    arguments: [
      "18:15:00 main: starting\n18:15:01 main: listening\n18:15:02 main: ready\n",
      "12:10:01 AM all 1.20 0.00 0.40 98.4\n12:20:01 AM all 1.10 0.00 0.30 98.6\n12:30:01 AM all 1.4 0.0 0.3 98.3\n",
      "# Runbook\n\n- at 18:15 look at the pool\n- 1:1 mapping\n", "- 18:15 one\n- 18:16 two\n",
      "2026-08-27T18:15:00Z INFO ready\n2026-08-27T18:15:01Z INFO ready\n2026-08-27T18:15:02Z INFO ready\n",
    ]) func `logs, columns of numbers and other texts are no notes`(_ text: String)
  {
    #expect(NotesImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}

struct `Timelines as CSV` {
  @Test func `quoted fields keep their commas, quotes and line ends`() throws {
    let run = try Samples.run(TimelineCSVImporter.self, "timeline.csv")
    #expect(
      run.briefs == [
        "2026-08-27T18:15:00Z notice note ", "2026-08-27T18:20:00Z notice note ", "2026-08-27T18:31:00Z notice note ",
      ])
    #expect(run.events[1].message == "I'm on it, \"pool\" is full\nsecond line")
    #expect(run.events.map { $0.attributes[Attribute.actor] } == [nil, "Alex", "Sam"])
  }

  @Test func `date and clock may stand in two columns`() throws {
    let run = try Samples.run(TimelineCSVImporter.self, "two-columns.csv")
    #expect(run.briefs == ["2026-08-27T18:15:00Z notice note ", "2026-08-27T18:43:00Z notice note "])
    #expect(run.notes == [SourceNote(.timeAssumption, "times without a zone: UTC was assumed")])
  }

  @Test func `rows without a time are kept, rows that say nothing rejected`() throws {
    let run = try Samples.run(TimelineCSVImporter.self, "nasty.csv")
    #expect(
      run.events.map(\.message) == ["errors", "token=*** rotated", "only two fields"])
    #expect(run.events.map { $0.time == nil } == [false, true, false])
    #expect(run.reasons == ["a row that does not say what happened"])
  }

  @Test(
    arguments: [
      "time,level,message\n2026-08-27T18:15:00Z,info,x\n", "Time,value\n2026-08-27T18:15:00Z,1\n",
      "time,who,what\nsoon,Alex,x\n", "timestamp,description\n",
      "time,service,version,who\n2026-08-27T18:15:00Z,a,b,c\n",
    ]) func `tables with other columns are not claimed`(_ text: String)
  {
    #expect(TimelineCSVImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}
