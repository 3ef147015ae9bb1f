import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefAnalysis

private func analyze(_ text: String) throws -> IncidentAnalysis {
  try IncidentAnalyzer.analyze(try Scenario(name: "story", text: text + "\nexpect nothing").evidence)
}

private let outage = "series checkout:errors:ratio{service=\"checkout\"} every 15s 0.001x60 0.002x60 0.4x42 0.001x80\n"
private let crash = "at 30m5s..38m x9 payments-7d4b9c6f5-x2x9z warning BackOff Back-off restarting failed container\n"
private let alert = "at 32m..41m service/checkout alert firing Errors\n"

@Suite struct `Leads` {
  @Test func `a change to what broke ranks above the same change elsewhere`() throws {
    let changes = """
      at 29m30s deployment/payments change rollout payments:1.4.3 actor=ci
      at 29m40s deployment/search change rollout search:2.0 actor=ci

      """
    let leads = try analyze(outage + crash + alert + changes).leads
    #expect(leads.first?.subject.name == "payments")
    #expect(leads.first?.cause == "rollout, then CrashLoopBackOff")
    #expect(leads.first?.category == .application)
    #expect(leads.map(\.rank) == Array(1...leads.count))
    let search = try #require(leads.first { $0.subject.name == "search" })
    #expect(search.score < leads[0].score)
  }

  @Test func `state the base rate of changes`() throws {
    let daily = (0..<13).map { "at \($0)m deployment/job-\($0) change rollout daily actor=ci\n" }.joined()
    let why = try #require(
      try analyze(outage + crash + alert + daily + "at 29m30s deployment/payments change rollout 1.4.3").leads.first?
        .why)
    #expect(
      why.contains("14 changes in the 30 min of evidence before the impact, 1 in the 15 minutes before."), "\(why)")
    #expect(why.contains("nearness in time is not a cause"))
  }

  @Test func `a change counts less on a busy day`() throws {
    let change = "at 29m30s deployment/payments change rollout 1.4.3\n"
    let busy = (0..<28).map { "at \($0)m deployment/job-\($0) change rollout daily actor=ci\n" }.joined()
    let quiet = try #require(try analyze(outage + crash + alert + change).leads.first)
    let noisy = try #require(
      try analyze(outage + crash + alert + change + busy).leads.first { $0.subject.name == "payments" })
    #expect(noisy.score < quiet.score)
  }

  @Test func `a change after the trouble began is contradicted, and that is shown`() throws {
    let early = "at 20m..38m x9 payments-7d4b9c6f5-x2x9z warning BackOff Back-off restarting failed container\n"
    let lead = try #require(
      try analyze(outage + early + alert + "at 29m30s deployment/payments change rollout 1.4.3").leads.first)
    #expect(lead.cause == "CrashLoopBackOff")
    #expect(!lead.evidenceAgainst.isEmpty)
  }

  @Test func `a configuration change before a crash points to configuration`() throws {
    let lead = try #require(
      try analyze(outage + crash + alert + "at 29m deployment/payments change config new pool size").leads.first)
    #expect(lead.category == .misconfiguration)
  }

  @Test func `a response is no candidate for the cause`() throws {
    let leads = try analyze(outage + crash + alert + "at 31m node/n1 change cordon drained actor=on-call").leads
    #expect(leads.allSatisfy { $0.subject.name != "n1" })
  }

  @Test func `do not call a rate usual that nothing shows`() throws {
    let why = try analyze(outage + crash + alert + "at 29m deployment/payments change rollout 1").leads.first?.why
    #expect(why?.contains("How usual changes are is unknown") == true)
  }

  @Test func `say what would refute them and never come without evidence`() throws {
    for lead in try analyze(outage + crash + alert + "at 29m deployment/payments change rollout 1").leads {
      #expect(!lead.refutedBy.isEmpty)
      #expect(!lead.evidence.isEmpty)
      #expect((0...1).contains(lead.score) && (0...0.9).contains(lead.confidence))
    }
  }

  @Test func `a quiet hour has none worth half a thought`() throws {
    let story = """
      at 5m deployment/web change rollout web:2 actor=ci
      at 9m web-1 warning Unhealthy Readiness probe failed
      at 20m api-0[api] state error Error exit_code=1 restart_count=4
      series http_errors:ratio{service="web"} every 15s 0.0015~0.0008x240
      """
    #expect(try analyze(story).leads.allSatisfy { $0.confidence <= 0.5 })
  }

  @Test func `a victim ranks below what its errors name`() throws {
    let story = """
      relate service/web owns pod/web-0
      relate service/ledger owns pod/ledger-0
      at 0s every 30s until 29m web-0 log info ok
      at 30m every 2s until 36m web-0 log error POST http://ledger/book: 500
      at 30m..36m x30 web-0 warning Unhealthy Readiness probe failed
      at 31m ledger-0[app] state error OOMKilled exit_code=137
      """
    let leads = try analyze(story).leads
    #expect(leads.first?.subject.name == "ledger")
    #expect(leads.first { $0.subject.name == "web" }?.why.contains("its errors name ledger") == true)
  }

  @Test func `two that call each other are left as they are`() throws {
    let story = """
      relate service/a-one calls service/b-two
      relate service/b-two calls service/a-one
      at 30m..36m x30 service/a-one warning Unhealthy Readiness probe failed
      at 30m..36m x30 service/b-two warning Unhealthy Readiness probe failed
      """
    let leads = try analyze(story).leads
    #expect(leads.count == 2)
    #expect(leads.allSatisfy { !$0.why.contains("ranks lower") })
  }
}

@Suite struct `Changes in the evidence` {
  @Test func `an audit record and the controller's events are one change, with the actor of the record`() throws {
    let analysis = try analyze(
      """
      at 10s deployment/web change rollout web:2 actor=on-call
      at 12s deployment/web normal ScalingReplicaSet Scaled up replica set web-7d4b9c6f5 from 0 to 1
      at 20s deployment/web normal ScalingReplicaSet Scaled up replica set web-7d4b9c6f5 from 1 to 2
      at 21s deployment/web normal ScalingReplicaSet Scaled down replica set web-5f6b8d7c9 from 2 to 0
      """)
    #expect(analysis.changes.map(\.kind) == ["rollout"])
    #expect(analysis.changes.first?.by == "on-call")
    #expect(analysis.changes.first?.evidence.count == 2)
  }

  @Test func `a return to an earlier replica set is a rollback`() throws {
    let analysis = try analyze(
      """
      at 1m deployment/web normal ScalingReplicaSet Scaled up replica set web-bbbbb2b from 0 to 2
      at 1m10s deployment/web normal ScalingReplicaSet Scaled down replica set web-ccccc4c from 2 to 0
      at 9m deployment/web normal ScalingReplicaSet Scaled up replica set web-ccccc4c from 0 to 2
      at 9m10s deployment/web normal ScalingReplicaSet Scaled down replica set web-bbbbb2b from 2 to 0
      """)
    #expect(analysis.changes.map(\.kind) == ["rollout", "rollback"])
  }

  @Test func `scaling without a new version is scaling`() throws {
    let analysis = try analyze(
      """
      at 1m deployment/web normal ScalingReplicaSet Scaled up replica set web-bbbbb2b from 2 to 5
      at 9m deployment/web normal ScalingReplicaSet Scaled down replica set web-bbbbb2b to 0
      """)
    #expect(analysis.changes.map(\.kind) == ["scale", "scale"])
    #expect(analysis.changes.map(\.secondsBeforeImpact) == [nil, nil])
  }

  @Test(arguments: [
    "Scaled up replica set", "Scaled", "", "Scaled sideways replica set x to 2", "Scaled up replica set x to y",
  ])
  func `odd messages are no steps or steps without numbers`(_ message: String) {
    _ = try? analyze("at 1m deployment/web normal ScalingReplicaSet \(message)")
  }
}

@Suite struct `Readiness and follow-ups` {
  @Test func `missing evidence answers unknown, not no`() throws {
    let checks = try analyze("at 1m..9m x9 web-1 warning BackOff Back-off restarting failed container").readiness
    #expect(checks.first?.answer == .unknown)
    #expect(checks.allSatisfy { $0.answer != .no })
  }

  @Test func `an alert and its runbook are seen`() throws {
    let checks = try analyze(
      outage + "at 32m..41m service/checkout alert firing Errors label.runbook_url=https://example.org/r"
    ).readiness
    #expect(checks.prefix(1).map(\.answer) == [.yes])
    #expect(checks.first { $0.question.contains("runbook") }?.answer == .yes)
  }

  @Test func `alerts that stayed silent are a no and suggest work`() throws {
    let analysis = try analyze(
      outage + "at 0s..2m service/other alert firing Slow\nat 33m general chat customers report errors")
    #expect(analysis.readiness.first?.answer == .no)
    #expect(analysis.actions.contains { $0.suggested && $0.type == "detect" && $0.doneWhen != nil && $0.owner == nil })
  }

  @Test func `suggestions name the subject, a type and a test for done`() throws {
    let analysis = try analyze(outage + crash + alert)
    let item = try #require(analysis.actions.first { $0.finding != nil })
    #expect(item.title.contains("payments"))
    #expect(analysis.findings.contains { $0.id == item.finding })
    #expect(analysis.actions.count <= 8)
    #expect(!item.title.contains("{subject}"))
  }
}

@Suite struct `Coverage` {
  @Test func `says what is missing as a whole`() throws {
    let gaps = try analyze("at 1m..9m x9 web-1 warning BackOff Back-off restarting failed container").gaps
    for word in [
      "No audit log", "No metrics", "No alerts", "No pager data", "No logs", "keeps events for one hour",
      "only the first and the last time",
    ] {
      #expect(gaps.contains { $0.contains(word) }, "\(word)")
    }
  }

  @Test func `commits and runs of a pipeline are no audit log`() throws {
    let commits = try analyze("at 1m repo audit Commit delivery=commit actor=ann\nat 2m repo audit Run delivery=run")
      .gaps
    #expect(commits.contains { $0.hasPrefix("No audit log") })
    let requests = try analyze("at 1m web-1 audit get actor=ann").gaps
    #expect(!requests.contains { $0.hasPrefix("No audit log") })
  }

  @Test func `undated events are counted, never placed`() throws {
    let analysis = try analyze(
      "at ? web-1[app] state error OOMKilled exit_code=137\nat 5m web-2 normal Started Started")
    #expect(analysis.gaps.contains { $0.hasPrefix("1 event without a time") })
    #expect(analysis.findings.first?.title.contains("states no time") == true)
  }

  @Test func `evidence without any time still says what was noticed`() throws {
    let gaps = try analyze("at ? web-1 warning FailedScheduling 0/2 nodes are available: 2 Insufficient memory.").gaps
    #expect(gaps.contains { $0.contains("web-1") && $0.contains("too little memory is free") }, "\(gaps)")
  }

  @Test func `empty evidence is an empty analysis`() throws {
    let analysis = try IncidentAnalyzer.analyze(InMemoryEvidence(incidentID: "nothing"))
    #expect(analysis.window == nil)
    #expect(
      analysis.findings.isEmpty && analysis.leads.isEmpty && analysis.milestones.isEmpty && analysis.readiness.isEmpty)
    #expect(analysis.incident.id == "nothing")
    #expect(!analysis.gaps.isEmpty)
  }
}

@Suite struct `The survey` {
  @Test(arguments: EventKind.allCases) func `counts each kind as itself`(_ kind: EventKind) throws {
    var survey = Survey()
    survey.observe(Event(time: nil, kind: kind))
    #expect(survey.kinds.keys.map(\.rawValue) == [kind.rawValue])
    #expect(survey.has(kind))
  }
}

@Suite struct `A log that always had errors` {
  @Test func `is no burst, even when it begins with them`() throws {
    let analysis = try analyze("at 0s every 10s until 90m web-1 log error cache miss")
    #expect(analysis.findings.isEmpty)
    #expect(analysis.milestones.isEmpty)
  }
}

@Suite struct `Hostile evidence` {
  @Test func `counts and times at the ends of their range do not trap`() throws {
    var events: [Event] = []
    for (number, nanoseconds) in [Int64.min, .min + 1, 0, .max - 1, .max].enumerated() {
      for reason in ["BackOff", "FailedScheduling", "Scheduled", "Unhealthy", "OOMKilled", "ScalingReplicaSet"] {
        events.append(
          Event(
            time: EventTime(Instant(nanoseconds: nanoseconds), through: Instant(nanoseconds: .max)),
            count: number == 0 ? .min : .max,
            kind: number % 2 == 0 ? .kubernetes : .state, severity: .critical, subject: Subject(kind: "Pod", name: "a"),
            reason: reason,
            message: "Back-off restarting failed container", provenance: Provenance(line: number, byte: .max)))
      }
      for kind in [EventKind.log, .alert, .page, .chat, .change] {
        events.append(
          Event(
            time: EventTime(Instant(nanoseconds: nanoseconds)), count: .max, kind: kind, severity: .error,
            attributes: [Attribute.alertState: "firing", Attribute.page: "trigger", Attribute.change: "rollback"]))
      }
    }
    let series = Series(metric: "errors", labels: [:])
    let samples = [Int64.min, 0, .max].map { Sample(at: Instant(nanoseconds: $0), value: .greatestFiniteMagnitude) }
    _ = try IncidentAnalyzer.analyze(InMemoryEvidence(events: events, series: [(series, samples)]))
  }

  @Test func `a hundred thousand subjects leave a bounded number of findings, and it is said`() throws {
    let events = (0..<100_000).map { number in
      Event(
        time: EventTime(Scenario.origin + .seconds(Double(number) / 100)), kind: .kubernetes, severity: .warning,
        subject: Subject(namespace: "n\(number % 7)", kind: "Pod", name: "p\(number)"), reason: "BackOff",
        message: "Back-off restarting failed container", provenance: Provenance(line: number + 1, byte: number))
    }
    let analysis = try IncidentAnalyzer.analyze(InMemoryEvidence(events: events))
    #expect(analysis.findings.count { $0.detector == CrashLoopDetector.description.id } <= 200)
    #expect(analysis.findings.allSatisfy { (1...8).contains($0.evidence.count) })
    #expect(analysis.gaps.contains { $0.hasPrefix("98000 events about more than 2000 subjects") })
    #expect(analysis.gaps.contains { $0.hasPrefix("1800 findings of lesser weight") })
  }

  @Test func `long texts are cut to one short line`() throws {
    let long = String(repeating: "<b>x</b>\n", count: 10_000)
    let event = Event(
      time: EventTime(Scenario.origin), count: 9, kind: .kubernetes, severity: .warning,
      subject: Subject(kind: "Pod", name: "a"),
      reason: "BackOff", message: "Back-off restarting failed container " + long)
    let finding = try #require(try IncidentAnalyzer.analyze(InMemoryEvidence(events: [event])).findings.first)
    #expect(finding.evidence.allSatisfy { $0.text.count <= 241 && !$0.text.contains("\n") })
  }

  @Test func `owners in a circle end`() throws {
    let story = """
      relate pod/a owns pod/b
      relate pod/b owns pod/a
      at 1m a warning BackOff Back-off restarting failed container
      at 1m b warning BackOff Back-off restarting failed container
      """
    #expect(try !analyze(story).findings.isEmpty)
  }
}
