import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

extension ImporterRun {
  fileprivate var changes: [String] {
    events.map { "\($0.kind) \($0.attributes[Attribute.change] ?? "-") \($0.message)" }
  }
}

struct `Changes by tools` {
  @Test func `rows of deployments are changes, rollbacks among them`() throws {
    let run = try Samples.run(DeploymentsCSVImporter.self, "deployments.csv")
    #expect(
      run.changes == [
        "change rollout deployment of payments to v42 in production: new pool, 20 connections",
        "change rollback rollback of payments to v41 in production: rollback of v42",
        "change rollout deployment of checkout to v7 in production did not succeed (failed)",
      ])
    #expect(run.events.map(\.severity) == [.notice, .notice, .warning])
    #expect(run.events.map { $0.attributes[Attribute.actor] } == ["Alex", "Sam", "deploy-bot"])
    #expect(run.events[0].subject == Subject(kind: "Service", name: "payments"))
  }

  @Test func `deployments without a readable time are kept, without a service rejected`() throws {
    let run = try Samples.run(DeploymentsCSVImporter.self, "nasty.csv")
    #expect(run.events.map { $0.time?.basis } == [.assumedZone, nil])
    #expect(run.events[1].attributes[Attribute.actor] == "token=***")
    #expect(run.reasons == ["a row without a service"])
  }

  @Test func `a deployment of GitHub and its failed status`() throws {
    let run = try Samples.run(CIDeploymentsImporter.self, "github-deployments.json")
    #expect(
      run.changes == [
        "change rollout deployment of payments to v42 a84d88e755 in production: new pool",
        "change rollout deployment of payments in production did not succeed (failure): pods did not become ready",
      ])
    #expect(run.events[0].time?.start == Instant(seconds: 1_787_854_480))
  }

  @Test func `a run changes something only when it deploys`() throws {
    let run = try Samples.run(CIDeploymentsImporter.self, "runs.json")
    #expect(
      run.changes == [
        "change rollback rollback of payments to main acb5820ced: Deploy production, Rollback to v41",
        "audit - Tests, Fix pool: failure at fix bcb5820ced",
      ])
    #expect(run.events[0].time?.end == Instant(seconds: 1_787_854_490))
  }

  @Test func `GitLab and Jenkins name the project in their addresses`() throws {
    let run = try Samples.run(CIDeploymentsImporter.self, "nasty.json")
    #expect(run.events.map(\.subject.name) == ["checkout", "payments-deploy", "", ""])
    #expect(run.events.map { $0.time?.isInstant } == [false, false, nil, nil])
    #expect(run.reasons.count == 2)
  }

  @Test func `a commit is a record at its commit date, and no change`() throws {
    let run = try Samples.run(GitLogImporter.self, "fuller.txt")
    #expect(
      run.briefs == ["2026-08-27T18:10:00Z info Commit ", "2026-08-06T18:00:00Z info Commit "])
    #expect(run.events[0].message == "a84d88e755 Use one pool for all tenants")
    #expect(run.events[0].attributes["authored"] == "2026-08-26T07:00:00Z")
    #expect(run.events[0].attributes["refs"] == "(HEAD -> main, tag: v42)")
    #expect(run.events.allSatisfy { $0.kind == .audit && $0.attributes[Attribute.change] == nil })
  }

  @Test func `relative dates give no time`() throws {
    let run = try Samples.run(GitLogImporter.self, "nasty.txt")
    #expect(run.events.map(\.message) == ["c84d88e token=*** <script>", "d84d88e755 a commit without a subject"])
    #expect(run.events.map { $0.time == nil } == [true, false])
  }

  @Test func `terraform's JSON tells when a resource was changed`() throws {
    let run = try Samples.run(TerraformApplyImporter.self, "apply.jsonl")
    #expect(
      run.changes == [
        "change config aws_db_instance.orders was changed", "change create aws_route53_record.pay could not be created",
      ])
    #expect(run.events[0].time?.start == Instant(seconds: 1_787_854_205))
    #expect(run.events[0].time?.end == Instant(seconds: 1_787_854_240))
  }

  @Test func `terraform's text has no times`() throws {
    let run = try Samples.run(TerraformApplyImporter.self, "apply.txt")
    #expect(
      run.changes == [
        "change delete aws_instance.web[0] was destroyed", "change create aws_instance.web[1] was created",
      ])
    #expect(run.events.allSatisfy { $0.time == nil })
    #expect(run.notes.contains(SourceNote(.warning, "terraform said: Error: password=*** was refused")))
  }
}
