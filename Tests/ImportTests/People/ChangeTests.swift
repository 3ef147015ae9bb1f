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

  @Test func `a page of runs says how many are missing`() throws {
    let run = #"{"run_number":1,"head_sha":"a84d88e","created_at":"2026-08-27T18:15:00Z","name":"Deploy"}"#
    func notes(_ text: String) throws -> [String] {
      try ImporterRun(CIDeploymentsImporter.self, text: text).notes.filter { $0.kind == .limit }.map(\.text)
    }
    #expect(
      try notes(#"{"total_count":137,"workflow_runs":[\#(run),\#(run)]}"#) == [
        "2 of 137 runs are on this page: the others are missing"
      ])
    #expect(try notes(#"{"total_count":1,"workflow_runs":[\#(run)]}"#) == [])
    let page = Array(repeating: run, count: 30).joined(separator: ",")
    #expect(try notes("[\(page)]") == ["exactly 30 records, as many as a page holds: earlier ones may be missing"])
    #expect(try notes("[\(page),\(run)]") == [])
  }

  @Test(arguments: ["github.json", "own.jsonl"]) func `commits as JSON are records of when they were committed`(
    _ sample: String
  ) throws {
    let run = try Samples.run(GitCommitsImporter.self, sample)
    #expect(run.changes == ["audit - 3f2a9c1d5b Shrink the connection pool", "audit - a0b1c2d3e4 Log the pool's size"])
    #expect(run.events.map { $0.time?.start } == [Instant(seconds: 1_787_853_521), Instant(seconds: 1_787_846_700)])
    #expect(run.events.map { $0.attributes[Attribute.actor] } == ["Sam", "Kim"])
    #expect(run.events.map { $0.attributes["merge"] } == [sample == "github.json" ? "true" : nil, nil])
    #expect(run.events[0].attributes["authored"] == (sample == "github.json" ? "2026-08-27T17:40:02Z" : nil))
  }

  @Test func `commits as JSON without a date are kept, without an id rejected, their secrets masked`() throws {
    let run = try Samples.run(GitCommitsImporter.self, "nasty.json")
    #expect(run.events.map { $0.time?.start } == [Instant(seconds: 1_787_845_202), nil])
    #expect(run.events[0].message == "3f2a9c1d5b token=*** <script>")
    #expect(run.reasons == ["not a commit: no id of 7 to 64 hex digits"])
  }

  @Test func `commits as CSV name their columns in any order`() throws {
    let run = try Samples.run(GitCommitsCSVImporter.self, "commits.csv")
    #expect(
      run.changes == ["audit - 3f2a9c1d5b Shrink the connection pool, again", "audit - a0b1c2d3e4 Log the pool's size"])
    #expect(run.events.map { $0.time?.start } == [Instant(seconds: 1_787_853_521), Instant(seconds: 1_787_846_700)])
    let nasty = try Samples.run(GitCommitsCSVImporter.self, "nasty.csv")
    #expect(nasty.events.map { $0.time?.basis } == [.assumedZone, nil])
    #expect(nasty.events[0].attributes["authored"] == "2026-08-27T17:40:02Z")
    #expect(nasty.reasons == ["a row without an id of 7 to 64 hex digits"])
  }

  @Test func `a page full of commits may not be all of them`() throws {
    let commit = #"{"commit":"3f2a9c1d5b","author":"Sam","date":"2026-08-27T18:00:00Z","subject":"x"}"#
    let page = Array(repeating: commit, count: 30).joined(separator: ",")
    let run = try ImporterRun(GitCommitsImporter.self, text: "[\(page)]")
    #expect(run.notes.contains { $0.kind == .limit && $0.text.hasPrefix("exactly 30 commits") })
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

  private func gitLog(_ text: String) throws -> ImporterRun { try ImporterRun(GitLogImporter.self, text: text) }

  /// Every line as git 2.39 prints it.
  @Test(arguments: [
    "Date:   Thu Aug 27 20:15:00 2026 +0200", "Date:   2026-08-27 20:15:00 +0200", "Date:   2026-08-27T20:15:00+02:00",
    "Date:   Thu, 27 Aug 2026 20:15:00 +0200", "Date:   1787854500", "Date:   1787854500 +0200",
    "Date:   Thu Aug 27 18:15:00 2026",
    "tree 9f55c438ab67248a0d73b13dba553c25ec49bdad\ncommitter Kim <k@example.com> 1787854500 +0200",
  ])
  func `a commit's date is read in all of git's notations`(_ date: String) throws {
    let run = try gitLog(
      "commit a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d\nAuthor: Alex <a@example.com>\n\(date)\n\n    x\n")
    #expect(run.events.map { $0.time?.start } == [Instant(seconds: 1_787_854_500)])
    #expect(run.notes.map(\.kind).contains(.timeAssumption) == date.hasSuffix("18:15:00 2026"))
  }

  @Test func `commits are read through the lines of a graph`() throws {
    let run = try gitLog(
      """
      * commit ec1e67d79e221a2491066ea65a60e96b11e186ca
      |\\  Merge: 9e84391 296d5e3
      | | Author: Alex <a@example.com>
      | | Date:   Thu Aug 27 20:15:00 2026 +0200
      | |\u{20}
      | |     Merge side
      | |\u{20}
      | * commit 296d5e3fccc50470f7b373d833447448ad906887
      |/  Author: Kim <k@example.com>
      |   Date:   Thu Aug 27 20:14:00 2026 +0200
      |\u{20}\u{20}\u{20}
      |       side
      """)
    #expect(run.events.map(\.message) == ["ec1e67d79e Merge side", "296d5e3fcc side"])
    #expect(run.events.map { $0.attributes[Attribute.actor] } == ["Alex", "Kim"])
    #expect(run.events.map { $0.attributes["merge"] } == ["true", nil])
    #expect(run.events.allSatisfy { $0.time != nil })
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
