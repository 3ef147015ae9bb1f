import DebriefAnalysis
import DebriefModel
import DebriefTesting
import Testing

private func analyze(_ text: String, _ change: (inout Manifest) -> Void = { _ in }) throws -> IncidentAnalysis {
  let story = try Scenario(name: "story", text: text + "\nexpect nothing")
  var manifest = Manifest()
  change(&manifest)
  return try IncidentAnalyzer.analyze(
    InMemoryEvidence(
      incidentID: "story", manifest: manifest, events: story.events, series: story.series, relations: story.relations))
}

private func minute(_ analysis: IncidentAnalysis, _ name: Milestone.Name) -> Double? {
  analysis.milestones[name].map { ($0.at - Scenario.origin).seconds / 60 }
}

private let outage = "series checkout:errors:ratio every 15s 0.001x60 0.002x60 0.4x42 0.001x80\n"

@Suite struct `The start of the impact` {
  @Test func `is a declared objective before a louder series that only sounds like one`() throws {
    let text = outage + "series noise:errors:total_ratio every 15s 0.001x40 0.9x182\n"
    let analysis = try analyze(text) {
      $0.slos = [.init(name: "checkout", objective: 99.9, errors: "checkout:errors:ratio")]
    }
    #expect(minute(analysis, .impactStarted) == 30)
    #expect(analysis.milestones[.impactStarted]?.rule.contains("the objective “checkout”") == true)
    #expect(try #require(analysis.milestones[.impactStarted]).evidence.isEmpty == false)
  }

  @Test func `lies between the sample before and the first bad sample`() throws {
    let impact = try #require(try analyze(outage).milestones[.impactStarted])
    #expect((impact.latest - impact.earliest).seconds == 15)
    #expect(impact.latest == impact.at)
  }

  @Test func `that nothing else confirms is not believed much`() throws {
    let alone = try #require(try analyze(outage).milestones[.impactStarted])
    let confirmed = try #require(try analyze(outage + "at 31m..40m - alert firing Errors").milestones[.impactStarted])
    #expect(alone.confidence < 0.5)
    #expect(confirmed.confidence > 0.7)
  }

  @Test func `is the first warning of the episode when nothing measures it`() throws {
    let story = """
      at 0s web-9 warning Unhealthy Readiness probe failed
      at 60m..75m x20 web-1 warning BackOff Back-off restarting failed container
      at 62m..70m x20 web-1 warning Unhealthy Readiness probe failed
      """
    let analysis = try analyze(story)
    #expect(minute(analysis, .impactStarted) == 60)
    #expect(analysis.milestones[.impactStarted]?.confidence ?? 1 <= 0.5)
  }

  @Test func `is where the alert began to be pending when there is nothing else`() throws {
    let analysis = try analyze(
      "at 0s node/n normal NodeReady ready\nat 8m..10m api alert pending Down\nat 10m..20m api alert firing Down")
    #expect(minute(analysis, .impactStarted) == 8)
    #expect(minute(analysis, .detected) == 10)
    #expect(analysis.metrics.detect == 120)
  }

  @Test func `is unknown without any sign of trouble`() throws {
    let analysis = try analyze("at 0s web-1 normal Started Started container\nat 5m web-1 log info hello")
    #expect(analysis.milestones.isEmpty)
    #expect(analysis.metrics == TimeTo())
    #expect(analysis.leads.isEmpty)
  }

  @Test func `of an objective whose series is missing is remarked on`() throws {
    let analysis = try analyze(outage) { $0.slos = [.init(name: "pay", objective: 99, errors: "nowhere{a=\"b\"}")] }
    #expect(analysis.remarks.contains { $0.contains("“pay”") && $0.contains("no series") })
  }
}

@Suite struct `Detection and acknowledgement` {
  @Test func `an alert before the impact is shown as such`() throws {
    let analysis = try analyze(outage + "at 0s node/n normal NodeReady ready\nat 28m..41m - alert firing Saturation")
    #expect(analysis.metrics.detect == -120)
    #expect(analysis.remarks.contains { $0.contains("Detection") && $0.contains("before start of the impact") })
  }

  @Test func `an alert that had been firing for hours detected nothing`() throws {
    let story = "at 0s..200m - alert firing DiskOld\nat 122m..140m - alert firing Errors\n"
    let analysis = try analyze(story + "series checkout:errors:ratio every 60s 0.001x120 0.4x20 0.001x60")
    #expect(minute(analysis, .detected) == 122)
    #expect(analysis.remarks.contains { $0.contains("DiskOld") })
  }

  @Test func `an alert that was resolved well before the impact detected nothing`() throws {
    let analysis = try analyze(
      outage + "at 0s node/n normal NodeReady ready\nat 5m..12m - alert firing Other\nat 31m..41m - alert firing Errors"
    )
    #expect(minute(analysis, .detected) == 31)
  }

  @Test func `a heartbeat alert detects nothing`() throws {
    let analysis = try analyze(outage + "at 30m..41m - alert firing Watchdog")
    #expect(analysis.milestones[.detected] == nil)
  }

  @Test func `acknowledgement is never inferred`() throws {
    let analysis = try analyze(
      outage + "at 31m..41m - alert firing Errors\nat 31m - page trigger Errors\nat 33m general chat is this us?")
    #expect(analysis.milestones[.acknowledged] == nil)
    #expect(minute(analysis, .detected) == 31)
  }

  @Test func `an acknowledgement by a service is marked`() throws {
    let analysis = try analyze(outage + "at 31m - page trigger Errors\nat 32m - page acknowledge actor_kind=service")
    #expect(minute(analysis, .acknowledged) == 32)
    #expect(analysis.milestones[.acknowledged]?.confidence == 0.5)
    #expect(analysis.remarks.contains { $0.contains("by a service") })
  }

  @Test func `a person wins over a service that was earlier`() throws {
    let story =
      outage
      + "at 31m - page trigger E\nat 32m - page acknowledge actor_kind=service\nat 34m - page acknowledge actor_kind=human"
    #expect(minute(try analyze(story), .acknowledged) == 34)
  }

  @Test func `acknowledged before the alert is a remark, not a correction`() throws {
    let analysis = try analyze(outage + "at 31m - page acknowledge actor_kind=human\nat 33m..41m - alert firing Errors")
    #expect(minute(analysis, .acknowledged) == 31)
    #expect(minute(analysis, .detected) == 33)
    #expect(analysis.metrics.acknowledge == -120)
    #expect(analysis.remarks.contains { $0.hasPrefix("Acknowledgement") })
  }
}

@Suite struct `Containment and eradication` {
  private func repaired(_ changes: String) throws -> IncidentAnalysis {
    try analyze(outage + "at 31m..41m - alert firing Errors\n" + changes)
  }

  @Test func `a rollback that stays is both`() throws {
    let analysis = try repaired("at 40m deployment/pay change rollback undo actor=on-call")
    #expect(minute(analysis, .contained) == 40)
    #expect(minute(analysis, .eradicated) == 40)
    #expect(analysis.milestones[.eradicated]?.rule.contains("stays in place") == true)
  }

  @Test func `a rollback that did not stay only contains`() throws {
    let analysis = try repaired(
      "at 40m deployment/pay change rollback undo actor=on-call\nat 47m deployment/pay change rollout again actor=on-call"
    )
    #expect(minute(analysis, .contained) == 40)
    #expect(analysis.milestones[.eradicated] == nil)
    #expect(analysis.remarks.contains { $0.contains("did not stay") })
  }

  @Test func `a fix alone contains at the latest`() throws {
    let analysis = try repaired("at 40m configmap/pay change config raise the pool size actor=on-call")
    #expect(minute(analysis, .contained) == 40)
    #expect(minute(analysis, .eradicated) == 40)
    let contained = try #require(analysis.milestones[.contained])
    #expect(contained.earliest < contained.at)
    #expect(contained.confidence <= 0.5)
  }

  @Test func `a cordon contains and does not eradicate`() throws {
    let analysis = try repaired("at 34m node/n1 change cordon drained actor=on-call")
    #expect(minute(analysis, .contained) == 34)
    #expect(analysis.milestones[.eradicated] == nil)
    #expect(analysis.remarks.contains { $0.contains("no fix") })
  }

  @Test func `a cordon and then a fix are told apart`() throws {
    let analysis = try repaired(
      "at 34m node/n1 change cordon drained actor=on-call\nat 39m daemonset/net change image fixed actor=on-call")
    #expect(minute(analysis, .contained) == 34)
    #expect(minute(analysis, .eradicated) == 39)
  }

  @Test func `the rollout that came with the impact repairs nothing`() throws {
    let analysis = try repaired("at 30m30s deployment/pay change rollout 1.4.3 actor=ci")
    #expect(analysis.milestones[.contained] == nil)
    #expect(analysis.remarks.contains { $0.contains("healed by itself") })
  }

  @Test func `autoscaling is no one's containment`() throws {
    let analysis = try repaired("at 36m horizontalpodautoscaler/pay normal SuccessfulRescale New size: 6; reason: cpu")
    #expect(analysis.milestones[.contained] == nil)
    #expect(analysis.changes.count == 1)
  }

  @Test func `changes after the recovery repaired nothing`() throws {
    let analysis = try repaired("at 50m deployment/pay change rollout 1.4.4 actor=ci")
    #expect(analysis.milestones[.contained] == nil)
  }
}

@Suite struct `Recovery and closure` {
  @Test func `is when the indicator is back`() throws {
    let analysis = try analyze(outage + "at 31m..44m - alert firing Errors")
    #expect(minute(analysis, .recovered) == 40.5)
    #expect(analysis.incident.status == "resolved")
  }

  @Test func `is unknown while an indicator is still out`() throws {
    let analysis = try analyze(
      "at 31m..44m - alert firing Errors\nseries checkout:errors:ratio every 15s 0.001x60 0.002x60 0.4x100")
    #expect(analysis.milestones[.recovered] == nil)
    #expect(analysis.incident.status == "open")
    #expect(analysis.remarks.contains { $0.hasPrefix("Recovery is unknown") })
    #expect(analysis.metrics.recover == nil)
  }

  @Test func `is unknown while an alert is still firing`() throws {
    let analysis = try analyze("at 0s node/n normal NodeReady ready\nat 10m..20m - alert firing Down open_ended=true")
    #expect(analysis.milestones[.impactStarted] != nil)
    #expect(analysis.milestones[.recovered] == nil)
    #expect(analysis.remarks.contains { $0.contains("still firing") })
  }

  @Test func `of a relapse is that of the first impact`() throws {
    let analysis = try analyze(
      outage
        + "at 31m..44m - alert firing Errors\nseries again:errors:ratio every 15s 0.001x120 0.4x42 0.001x60 0.4x40 0.001x60"
    )
    #expect(minute(analysis, .recovered) == 40.5)
    #expect(analysis.remarks.contains { $0.hasPrefix("Relapse") && $0.contains("again:errors:ratio") })
  }

  @Test func `closure is explicit`() throws {
    #expect(
      try analyze(outage + "at 60m - note Incident closed after review").milestones[.closed].map {
        ($0.at - Scenario.origin).seconds
      } == 3600)
    let open = try analyze(outage) { $0.status = "closed" }
    #expect(open.milestones[.closed] == nil)
    #expect(open.remarks.contains { $0.contains("not when") })
  }
}

@Suite struct `A reviewer's word` {
  @Test func `wins and the inferred value stays visible`() throws {
    let at = Scenario.origin + .minutes(22)
    let analysis = try analyze(outage + "at 31m..41m - alert firing Errors") { $0.milestones[.impactStarted] = at }
    let impact = try #require(analysis.milestones[.impactStarted])
    #expect(impact.at == at)
    #expect(impact.basis == .declared)
    #expect(impact.inferredAt == Scenario.origin + .minutes(30))
    #expect(!impact.evidence.isEmpty)
    #expect(analysis.remarks.contains { $0.contains("is declared 8 min before") })
    #expect(analysis.metrics.detect == 540)
  }

  @Test func `is not evidence for what is inferred`() throws {
    let story = try Scenario(name: "story", text: outage + "expect nothing")
    let note = Event(
      time: EventTime(Scenario.origin + .minutes(31)), kind: .annotation, reason: "detected",
      attributes: [Attribute.milestone: "detected"])
    let analysis = try IncidentAnalyzer.analyze(InMemoryEvidence(events: [note], series: story.series))
    #expect(analysis.milestones[.impactStarted] != nil)
    #expect(analysis.milestones[.detected] == nil)
  }

  @Test func `alone is enough`() throws {
    let analysis = try analyze("") {
      $0.milestones = [.impactStarted: Scenario.origin, .recovered: Scenario.origin + .minutes(9)]
    }
    #expect(analysis.metrics.recover == 540)
    #expect(analysis.milestones[.recovered]?.inferredAt == nil)
    #expect(analysis.window != nil)
  }
}
