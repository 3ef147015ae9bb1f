import DebriefModel
import DebriefParsing
import DebriefTesting
import Testing

@testable import DebriefImport

struct `Incident manifest` {
  private func instant(_ text: String) throws -> Instant { try #require(Timestamp.rfc3339(text)?.start) }

  @Test func `every key of the contract`() throws {
    let run = try Samples.run(IncidentManifestImporter.self, "full.yaml")
    let manifest = try #require(run.manifest)
    #expect(run.rejected.isEmpty)
    #expect(manifest.id == "2026-03-02-checkout" && manifest.title == "Checkout answers with errors")
    #expect(manifest.severity == "SEV2" && manifest.status == "resolved" && manifest.cause == "application")
    #expect(manifest.services == ["checkout", "payments"] && manifest.ignore == ["*.tmp"])
    #expect(manifest.timezone == "Europe/Berlin")
    #expect(manifest.capturedAt == (try instant("2026-03-02T15:05:00Z")))
    #expect(
      manifest.milestones == [
        .detected: try instant("2026-03-02T14:06:37Z"), .contained: try instant("2026-03-02T14:25:00Z"),
        .closed: try instant("2026-03-04T08:00:00Z"),
      ])
    #expect(manifest.narrative.summary == "A new version of payments held connections open.\n")
    #expect(manifest.narrative.gotLucky == ["It was a Monday"])
    #expect(
      manifest.actions == [
        ActionItem(
          title: "Alert on pool saturation", type: "detect", owner: "team-payments", due: "2026-03-15", priority: "P1",
          status: "open",
          ticket: "PAY-812", doneWhen: "it has fired in a test"),
        ActionItem(title: "Write the runbook"),
      ])
    #expect(manifest.slos.map(\.objective) == [99.9])
    #expect(manifest.slos.map(\.errors) == ["service:http_errors:ratio_rate1m{service=\"checkout\"}"])
    #expect(run.notes == [SourceNote(.timeAssumption, "times without an offset were read as Europe/Berlin")])
  }

  @Test func `milestones are annotations too, marked where a zone was assumed`() throws {
    let run = try Samples.run(IncidentManifestImporter.self, "full.yaml")
    #expect(
      run.briefs == [
        "2026-03-02T14:06:37Z notice detected ", "2026-03-02T14:25:00Z notice contained ",
        "2026-03-04T08:00:00Z notice closed ",
      ])
    #expect(run.events.map { $0.time?.basis } == [.stated, .assumedZone, .stated])
    #expect(run.events.map { $0.attributes[Attribute.milestone] } == ["detected", "contained", "closed"])
    #expect(run.events.map(\.kind) == [.annotation, .annotation, .annotation])
  }

  @Test func `wrong values are told one by one and the rest is used`() throws {
    let run = try Samples.run(IncidentManifestImporter.self, "nasty.yaml")
    let manifest = try #require(run.manifest)
    #expect(
      run.reasons == [
        "timezone is no zone: use an IANA name such as Europe/Berlin, or an offset such as +02:00",
        "title must be text",
        "status must be one of open, resolved, reviewed, closed; did you mean 'resolved'?",
        "cause must be one of application, misconfiguration, resource, network, infrastructure",
        "captured_at is no time: write it as 2026-08-27T18:16:37Z",
        "milestones.recovered is no time: write it as 2026-08-27T18:16:37Z",
        "narrative must hold summary, went_well, went_poorly and got_lucky", "actions[0] needs a title",
        "actions[1].type must be one of prevent, mitigate, detect, process",
        "actions[1].due is no date: write it as 2026-09-15",
        "slos[0].objective must be a percentage above 0 and below 100, such as 99.9", "ignore[1] must be text",
      ])
    #expect(
      run.notes.filter { $0.kind == .warning }.map(\.text) == [
        "unknown key 'titel' is not used; did you mean 'title'?",
        "unknown key 'milestones.detectd' is not used; did you mean 'detected'?",
        "unknown key 'actions[1].onwer' is not used; did you mean 'owner'?",
      ])
    #expect(manifest.severity == "2" && manifest.services == ["checkout"] && manifest.ignore == ["a"])
    #expect(manifest.actions == [ActionItem(title: "Keep")])
    #expect(manifest.slos.map(\.name) == ["b"])
    #expect(manifest.milestones.keys.sorted() == [.detected, .contained])
    #expect(manifest.title == nil && manifest.timezone == nil)
  }

  @Test func `the file read ahead gives the manifest of the import`() throws {
    for file in ["full.yaml", "nasty.yaml", "small.json"] {
      let bytes = try Samples.bytes("incident-manifest/\(file)")
      #expect(
        ManifestFile.read(bytes, path: "incident.yaml")
          == (try Samples.run(IncidentManifestImporter.self, file).manifest))
    }
  }

  @Test(arguments: ["", "# nothing\n", "- a\n", "just text", "{", "title: [", "\0"])
  func `a file that is no manifest gives none and does not trap`(_ text: String) {
    #expect(ManifestFile.read(Array(text.utf8), path: "incident.yaml") == nil)
  }

  @Test(arguments: [
    ("title: A\nstatus: open\n", Confidence.likely), ("title: A\n", .no),
    ("title: A\nstatus: success\nservices: [a]\n", .no),
    ("apiVersion: v1\nkind: X\ntitle: A\nstatus: open\nseverity: B\n", .no),
    ("{\"title\":\"a\",\"status\":\"open\"}", .no),
    ("version: '3'\nservices:\n  web:\n    image: x\n", .no), ("milestones:\n  detected: x\ntitle: A\n", .certain),
    ("{\"severity\":\"ERROR\",\"title\":\"x\",\"time\":\"t\",\"msg\":\"m\",\"status\":\"open\"}", .no),
  ])
  func `only what is shaped like a manifest is claimed`(_ text: String, _ confidence: Confidence) {
    #expect(IncidentManifestImporter.sniff(FileHead(Array(text.utf8))) == confidence)
  }

  @Test func `offsets are zones too`() throws {
    let run = try ImporterRun(IncidentManifestImporter.self, text: "timezone: +02:00\ncaptured_at: 2026-03-02T14:00\n")
    #expect(run.manifest?.capturedAt == (try instant("2026-03-02T12:00:00Z")))
    #expect(run.rejected.isEmpty)
  }
}
