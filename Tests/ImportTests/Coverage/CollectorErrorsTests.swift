import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Errors of collectors` {
  @Test func `what could not be had is missing, a limit is a limit, one reason is told once`() throws {
    let run = try Samples.run(CollectorErrorsImporter.self, "collector-errors.jsonl")
    #expect(run.events.isEmpty && run.rejected.isEmpty)
    #expect(
      run.notes == [
        SourceNote(
          .missing,
          "not collected: kubernetes/services.json: Error from server (Forbidden): services is forbidden: User \"sam\" cannot list resource \"services\""
        ),
        SourceNote(
          .limit, "logs of some containers: 4 of 104 containers are beyond the limit of 100 (--max-logs)"),
        SourceNote(.limit, "loki after page 200: the limit of 200 pages was reached: later lines are missing"),
        SourceNote(.missing, "not collected: everything of Prometheus, everything of Loki: curl was not found"),
      ])
  }

  @Test func `a support bundle's list of errors is about the file beside it`() throws {
    let run = try Samples.run(CollectorErrorsImporter.self, "cluster-resources/storage-classes-errors.json")
    #expect(run.notes.count == 1 && run.events.isEmpty)
    #expect(
      run.notes[0].text.hasPrefix(
        "not collected: collector-errors/cluster-resources/storage-classes: storageclasses.storage.k8s.io is forbidden")
    )
  }

  @Test func `no secret reaches a note, and records without a reason or cut off are counted`() throws {
    let run = try Samples.run(CollectorErrorsImporter.self, "nasty.json")
    #expect(run.notes.map(\.text).contains("not collected: prometheus/alerts.json: HTTP 401: token=***"))
    #expect(!run.notes.contains { $0.text.contains("hunter2") })
    #expect(run.rejected.count == 2)
  }

  @Test func `errors by namespace name the namespace`() throws {
    let text = #"{"shop": "pods is forbidden: User cannot list", "batch": "pods is forbidden: User cannot list"}"#
    let run = try ImporterRun(CollectorErrorsImporter.self, text: text, path: "cluster-resources/pods-errors.json")
    #expect(run.notes.map(\.text) == ["not collected: shop, batch: pods is forbidden: User cannot list"])
  }

  @Test func `a great many reasons are cut off, and counted`() throws {
    let lines = (0..<100).map { #"{"collector_error":"e\#($0)","file":"f\#($0)","exit_code":1}"# }
    let run = try ImporterRun(CollectorErrorsImporter.self, text: lines.joined(separator: "\n"))
    #expect(run.notes.count == 41)
    #expect(run.notes.last?.text == "60 further errors of the collector are not told one by one")
  }

  @Test(arguments: [
    #"["alpha beta", "gamma"]"#, #"{"error":"failed to connect to the server db"}"#, "[1,2]", "[]",
  ])
  func `lists and lines of other programs are not claimed`(_ text: String) {
    #expect(CollectorErrorsImporter.sniff(FileHead(Array(text.utf8), path: "data.json")) == .no)
  }
}
