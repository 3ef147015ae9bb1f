import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Releases of Helm` {
  private func told(_ run: ImporterRun) -> [String] {
    run.events.map { "\($0.time.map { "\($0.start)" } ?? "undated") \($0.severity.name) \($0.subject) \($0.message)" }
  }

  @Test func `revisions are changes of the release that the path names, a rollback told apart, a failure marked`()
    throws
  {
    let run = try Samples.run(HelmHistoryImporter.self, "helm/shop/payments.json")
    #expect(
      told(run) == [
        "2026-08-20T09:00:00.000000001Z notice shop/HelmRelease/payments upgrade of release payments to chart payments-1.3.0, app version 41, revision 3: Upgrade complete",
        "2026-08-27T18:14:40.500Z notice shop/HelmRelease/payments upgrade of release payments to chart payments-1.4.0-rc.1, app version 42, revision 4: Upgrade complete",
        "2026-08-27T18:30:02Z error shop/HelmRelease/payments upgrade of release payments to chart payments-1.4.0-rc.1, app version 42, revision 5, failed: Upgrade \"payments\" failed: context deadline exceeded, url postgres://***@db/payments",
        "2026-08-27T18:40:00Z notice shop/HelmRelease/payments rollback of release payments to chart payments-1.3.0, app version 41, revision 6: Rollback to 3",
      ])
    #expect(run.events.map { $0.attributes[Attribute.change] } == ["rollout", "rollout", "rollout", "rollback"])
    #expect(run.notes == [SourceNote(.limit, "the history begins with revision 3: earlier ones are not kept")])
  }

  @Test func `a history that names no release is called after its chart, which is noted`() throws {
    let run = try Samples.run(HelmHistoryImporter.self, "history.yaml")
    #expect(run.events.map(\.subject.name) == ["cache-redis", "cache-redis"])
    #expect(run.events.map(\.severity) == [.notice, .warning])
    #expect(run.events.map { $0.attributes[Attribute.change] } == ["create", "rollout"])
    #expect(
      run.notes == [
        SourceNote(.assumption, "the history does not name its release: it is called after its chart, cache-redis")
      ])
  }

  @Test func `an uninstalled release keeps the time of its installation, when it was taken away stays unknown`() throws
  {
    let run = try Samples.run(HelmHistoryImporter.self, "nasty.json")
    #expect(run.events.map { $0.attributes[Attribute.change] } == ["create", "delete", "rollout"])
    #expect(run.events.map { $0.time?.start } == [Instant(nanoseconds: 1_787_853_731_500_000_000), nil, nil])
    #expect(run.events[0].subject.name == "v2-web")
    #expect(run.reasons == ["not a revision of a release", "not a revision of a release"])
  }

  @Test func `a list and a history tell the same revision as one change`() throws {
    let list = try Samples.run(HelmListImporter.self, "releases.json")
    let history = try Samples.run(HelmHistoryImporter.self, "helm/shop/payments.json")
    #expect(list.events[0].identity?.key == history.events[3].identity?.key)
    #expect(list.events[0].time?.start == history.events[3].time?.start)
    #expect((list.events[0].identity?.rank ?? 0) < (history.events[3].identity?.rank ?? 0))
    #expect(list.events.map(\.severity) == [.notice, .error])
  }

  @Test func `a release without a time is undated, without a name rejected`() throws {
    let run = try Samples.run(HelmListImporter.self, "nasty.yaml")
    #expect(run.events.map { $0.time == nil } == [true])
    #expect(run.events.map { $0.attributes[Attribute.change] } == ["rollback"])
    #expect(run.reasons == ["a release without a name"])
  }

  @Test func `a table of a history states no zone, which is noted`() throws {
    let run = try Samples.run(HelmTableImporter.self, "helm-history-payments.txt")
    #expect(run.events.map(\.subject.name) == ["payments", "payments", "payments"])
    #expect(run.events.map { $0.attributes[Attribute.change] } == ["create", "rollout", "rollback"])
    #expect(run.events.map { $0.time?.basis } == [.assumedZone, .assumedZone, .assumedZone])
    #expect(run.events[2].time?.start == Instant(seconds: 1_787_856_000))
    #expect(run.notes.map(\.kind) == [.timeAssumption])
    let berlin = SourceContext(path: "history.txt", zone: AssumedZone("Europe/Berlin") ?? .utc)
    let moved = try Samples.run(HelmTableImporter.self, "helm-history-payments.txt", context: berlin)
    #expect(moved.events[2].time?.start == Instant(seconds: 1_787_856_000 - 7200))
  }

  @Test func `a table of a list keeps its empty cells`() throws {
    let run = try Samples.run(HelmTableImporter.self, "list.txt")
    #expect(run.events.map { "\($0.subject)" } == ["shop/HelmRelease/payments", "batch/HelmRelease/worker"])
    #expect(run.events.map { $0.time?.basis } == [.stated, nil])
    #expect(run.events[1].attributes["version"] == nil && run.events[1].severity == .error)
    #expect(run.rejected.isEmpty)
  }

  @Test func `the command above a table names the release`() throws {
    let run = try Samples.run(HelmTableImporter.self, "nasty.txt")
    #expect(run.events.map { "\($0.subject)" } == ["shop/HelmRelease/payments", "shop/HelmRelease/payments"])
    #expect(run.events.map { $0.time == nil } == [false, true])
    #expect(run.reasons == ["not a row of helm history or helm list"])
  }
}

struct `Rollout histories` {
  @Test func `revisions are undated changes with their cause, and a gap is told`() throws {
    let run = try Samples.run(RolloutHistoryImporter.self, "rollouts/shop.txt")
    #expect(
      run.events.map { "\($0.subject) \($0.message)" } == [
        "shop/Deployment/payments first version",
        "shop/Deployment/payments rollout of revision 2: kubectl set image deployment/payments payments=payments:v42 --record=true",
        "shop/Deployment/payments rollout of revision 4", "shop/StatefulSet/db first version",
      ])
    #expect(run.events.allSatisfy { $0.time == nil })
    #expect(run.notes.map(\.kind) == [.missing, .warning])
    #expect(run.rejected.isEmpty)
  }

  @Test func `the template of a revision gives its images and no environment`() throws {
    let run = try Samples.run(RolloutHistoryImporter.self, "revision.txt")
    #expect(run.events.map(\.message) == ["rollout of revision 2 with registry.example/payments:v42, proxy:1"])
    #expect(run.events[0].subject == Subject(namespace: "shop", kind: "Deployment", name: "payments"))
    let history = try Samples.run(RolloutHistoryImporter.self, "rollouts/shop.txt")
    #expect(run.events[0].identity?.key == history.events[1].identity?.key)
  }

  @Test func `old names, refusals and rows that are none`() throws {
    let run = try Samples.run(RolloutHistoryImporter.self, "nasty.txt")
    #expect(
      run.events.map { "\($0.subject) \($0.message)" }.last
        == "Deployment/payments rollout of revision 3: helm --set token=***")
    #expect(run.reasons == ["a row without a revision"])
    #expect(run.notes.contains { $0.text.hasPrefix("instead of a result: Error from server") })
  }
}
