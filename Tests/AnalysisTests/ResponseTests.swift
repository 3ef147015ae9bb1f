import DebriefAnalysis
import DebriefModel
import DebriefTesting
import Testing

private func analyze(_ text: String, _ change: (inout Manifest) -> Void = { _ in }) throws -> IncidentAnalysis {
  let story = try Scenario(name: "story", text: text + "\nexpect nothing")
  var manifest = Manifest()
  change(&manifest)
  return try IncidentAnalyzer.analyze(
    InMemoryEvidence(incidentID: "story", manifest: manifest, events: story.events, series: story.series))
}

private func minutes(_ interval: ImpactInterval) -> [Double?] {
  [interval.start.at, interval.end?.at].map { at in at.map { ($0 - Scenario.origin).seconds / 60 } }
}

private let outage = "series checkout:errors:ratio every 15s 0.001x60 0.002x60 0.4x42 0.001x80\n"
private let relapse = "series checkout:errors:ratio every 15s 0.001x60 0.002x60 0.4x42 0.001x80 0.3x40 0.001x60\n"

@Suite struct `The intervals of the impact` {
  @Test func `are one where it came and went once`() throws {
    let analysis = try analyze(outage + "at 31m..41m - alert firing Errors")
    #expect(analysis.impactIntervals.map(minutes) == [[30, 40.5]])
    #expect(analysis.impactIntervals.first?.seconds == analysis.metrics.recover)
    #expect(!analysis.isOpen)
  }

  @Test func `are two with a relapse, and the quiet time between is no impact`() throws {
    let analysis = try analyze(relapse + "at 31m..41m - alert firing Errors")
    #expect(analysis.impactIntervals.map(minutes) == [[30, 40.5], [60.5, 70.5]])
    #expect(analysis.metrics.recover == 630)
    #expect(!analysis.isOpen)
    #expect(analysis.impactIntervals.allSatisfy { !$0.evidence.isEmpty })
  }

  @Test func `stay open while a relapse has not ended`() throws {
    let text = "series checkout:errors:ratio every 15s 0.001x60 0.002x60 0.4x42 0.001x80 0.3x40\n"
    let analysis = try analyze(text + "at 31m..41m - alert firing Errors")
    #expect(analysis.impactIntervals.map(minutes) == [[30, 40.5], [60.5, nil]])
    #expect(analysis.isOpen)
    #expect(analysis.incident.status == "open")
    #expect(analysis.impactIntervals.last?.observedUntil == Scenario.origin + .seconds(281 * 15))
  }

  @Test func `of an incident still open have no end but how long it was seen`() throws {
    let analysis = try analyze("series checkout:errors:ratio every 15s 0.001x120 0.4x40\nat 31m..39m - alert firing E")
    let only = try #require(analysis.impactIntervals.first)
    #expect(only.end == nil && only.seconds == nil)
    #expect(only.observedUntil == Scenario.origin + .seconds(159 * 15))
    #expect(analysis.isOpen)
  }

  @Test func `come from an alert that fires again where nothing is measured`() throws {
    let analysis = try analyze(
      "at 0s node/n normal NodeReady ready\nat 10m..20m api alert firing Down\nat 70m..80m api alert firing Down\n"
        + "at 75m..85m api alert firing Other")
    #expect(analysis.impactIntervals.map(minutes) == [[10, 20], [70, 80]])
  }

  @Test func `do not exist while the start of the impact is unknown`() throws {
    #expect(try analyze("at 5m web-1 log info hello").impactIntervals.isEmpty)
  }

  @Test func `end where a reviewer says, and the manifest decides whether it is open`() throws {
    let analysis = try analyze(outage) {
      $0.milestones = [.recovered: Scenario.origin + .minutes(50)]
      $0.status = "open"
    }
    #expect(analysis.impactIntervals.map(minutes) == [[30, 50]])
    #expect(analysis.isOpen)
  }
}

@Suite struct `What noticed first` {
  @Test(arguments: [
    ("at 31m..41m - alert firing Errors\nat 33m general chat payments look odd", "alert", "alert"),
    ("at 33m..41m - alert firing Errors\nat 31m general chat payments look odd", "human", "chat"),
    ("at 31m - page trigger E actor_kind=service", "alert", "page"),
    ("at 31m - page trigger E actor_kind=human", "human", "page"),
    ("at 31m - page trigger E", "unknown", "page"),
    ("at 32m - note customers call", "human", "note"),
    ("at 0s node/n normal NodeReady ready", "unknown", nil),
  ]) func `is an alert, a person or unknown`(_ story: String, _ source: String, _ channel: String?) throws {
    let detection = try analyze(outage + story).detection
    #expect(detection.source.rawValue == source)
    #expect(detection.channel?.rawValue == channel)
    #expect((detection.at == nil) == (channel == nil))
    #expect(detection.evidence.isEmpty == (channel == nil))
  }

  @Test func `is no alert that was silenced`() throws {
    let analysis = try analyze(
      outage + "at 31m..41m - alert firing Errors status=suppressed silenced_by=s1\nat 35m general chat is it us?")
    #expect(analysis.detection.source == .human)
    #expect(analysis.milestones[.detected].map { ($0.at - Scenario.origin).seconds } == 2100)
    #expect(analysis.readiness.first { $0.question.hasPrefix("Was there an alert") }?.answer == .no)
  }
}

@Suite struct `A silence` {
  private func silenced(_ matchers: String, from: Double, until: Double) -> Event {
    Event(
      time: EventTime(Scenario.origin + .minutes(from), through: Scenario.origin + .minutes(until)), kind: .annotation,
      reason: "Silence", message: "Silence",
      attributes: ["silence": "s1", "status": "expired", "matchers": matchers])
  }

  private func analyze(_ silence: Event) throws -> IncidentAnalysis {
    let story = try Scenario(
      name: "story", text: outage + "at 31m..41m - alert firing Errors label.team=pay\nexpect nothing")
    return try IncidentAnalyzer.analyze(
      InMemoryEvidence(events: story.events + [silence], series: story.series))
  }

  @Test func `keeps an alert from being told`() throws {
    let analysis = try analyze(silenced(#"alertname="Errors""#, from: 0, until: 60))
    #expect(analysis.milestones[.detected] == nil)
    #expect(analysis.detection == .unknown)
  }

  @Test func `that ends earlier only delays it`() throws {
    let analysis = try analyze(silenced(#"alertname="Errors",team=~"pay|web""#, from: 0, until: 36))
    #expect(analysis.milestones[.detected]?.at == Scenario.origin + .minutes(36))
  }

  @Test(arguments: [#"alertname="Other""#, #"alertname="Errors",team!="pay""#, #"alertname=~"Err.*""#])
  func `for something else changes nothing`(_ matchers: String) throws {
    let analysis = try analyze(silenced(matchers, from: 0, until: 60))
    #expect(analysis.milestones[.detected]?.at == Scenario.origin + .minutes(31))
    #expect(analysis.detection.source == .alert)
  }
}

@Suite struct `The ladder of detection` {
  private func steps(_ story: String) throws -> [LadderRung.Name: Double?] {
    let ladder = try analyze(outage + story).detectionLadder
    #expect(ladder.map(\.name) == LadderRung.Name.allCases)
    return Dictionary(
      uniqueKeysWithValues: ladder.map { ($0.name, $0.at.map { ($0 - Scenario.origin).seconds / 60 }) })
  }

  @Test func `goes from the first sign to the first repair`() throws {
    let found = try steps(
      """
      at 30m30s web-1 warning Unhealthy Readiness probe failed
      at 31m..33m api alert pending Errors
      at 33m..43m api alert firing Errors
      at 34m - page trigger Errors
      at 36m - page acknowledge
      at 38m deployment/web change scale to 6 actor=on-call
      at 40m deployment/web change rollback undo actor=on-call
      """)
    #expect(
      found == [
        .firstAnomaly: 30, .firstWarning: 30.5, .pending: 31, .firing: 33, .notified: 34, .acknowledged: 36,
        .firstMitigation: 38,
      ])
  }

  @Test func `does not begin with an alert that always fires, nor with one that was silenced`() throws {
    let found = try steps(
      """
      at 0s..90m - alert firing Watchdog
      at 2m..60m - alert firing DiskOld
      at 29m..41m - alert firing Quiet status=suppressed
      at 33m..43m api alert firing Errors
      """)
    #expect(found[.firing] == 33)
    #expect(found[.pending] == .some(nil))
    #expect(found[.firstMitigation] == .some(nil))
  }

  @Test func `does not exist where neither an impact nor a detection is known`() throws {
    #expect(try IncidentAnalyzer.analyze(InMemoryEvidence(events: [])).detectionLadder.isEmpty)
  }
}

@Suite struct `Paperwork and telemetry` {
  @Test func `show how late the paper is`() throws {
    let analysis = try analyze(
      outage
        + """
        at 33m..43m api alert firing Errors
        at 34m - page trigger Errors
        at 36m - page acknowledge
        at 40m deployment/web change rollback undo actor=on-call
        at 44m general chat web is rolled back
        at 45m - page resolve
        """)
    let gaps = Dictionary(uniqueKeysWithValues: analysis.clocks.map { ($0.milestone, $0.gap) })
    #expect(
      gaps == [
        .impactStarted: nil, .detected: 60, .acknowledged: nil, .contained: 240, .eradicated: nil, .recovered: 270,
      ])
    #expect(analysis.milestones[.recovered]?.candidates.map(\.basis) == [.indicator, .page])
  }

  @Test func `show people who called it over too early as a conflict`() throws {
    let analysis = try analyze(outage + "at 31m - page trigger E\nat 35m - page resolve")
    let conflict = try #require(analysis.conflicts.first { $0.kind == .prematurelyOver })
    #expect(conflict.seconds == 330)
    #expect(analysis.remarks.contains(conflict.text))
  }

  @Test func `keep the recovery unknown when people call it over and the indicator is still out`() throws {
    let analysis = try analyze(
      "series checkout:errors:ratio every 15s 0.001x120 0.4x100\nat 31m - page trigger E\nat 40m - page resolve")
    #expect(analysis.milestones[.recovered] == nil)
    #expect(analysis.conflicts.contains { $0.kind == .prematurelyOver && $0.text.contains("stays unknown") })
  }
}

@Suite struct `What changed` {
  private func repaired(_ changes: String) throws -> (contained: Double?, eradicated: Double?) {
    let analysis = try analyze(outage + "at 31m..41m - alert firing Errors\n" + changes)
    func minute(_ name: Milestone.Name) -> Double? {
      analysis.milestones[name].map { ($0.at - Scenario.origin).seconds / 60 }
    }
    return (minute(.contained), minute(.eradicated))
  }

  @Test(
    arguments: [
      ("at 38m configmap/web-flags change config checkout off", 38, nil),
      ("at 38m deployment/web change rollout restarted Deployment web", 38, nil),
      ("at 38m deployment/web change rollout paused the rollout of web", 38, nil),
      ("at 38m ingress/web change config patched Ingress web", 38, nil),
      ("at 38m node/n1 change config uncordoned n1", 38, 38),
      ("at 38m networkpolicy/deny change policy created NetworkPolicy deny", 38, nil),
      ("at 38m networkpolicy/deny change policy deleted NetworkPolicy deny", 38, 38),
      ("at 38m deployment/web change rollout deployment of web did not succeed (failed)", nil, nil),
      ("at 38m deployment/web change rollout resumed the rollout of web", nil, nil),
      ("at 38m secret/tls change secret renewed", 38, 38),
      (
        "at 29m deployment/web change scale to 1 actor=dana\nat 38m deployment/web change scale to 6 actor=dana", 38, 38
      ),
      (
        "at 36m deployment/web change rollout 2 actor=ci\nat 39m deployment/web change rollback undo actor=dana", 39, 39
      ),
      ("at 36m node/n1 change cordon cordoned n1\nat 38m node/n1 change cordon uncordoned n1", 36, nil),
    ] as [(String, Double?, Double?)])
  func `tells containment from eradication`(_ change: String, _ contained: Double?, _ eradicated: Double?) throws {
    let found = try repaired(change)
    #expect(found.contained == contained)
    #expect(found.eradicated == eradicated)
  }

  @Test func `elsewhere is no repair where something touches what broke`() throws {
    let found = try repaired(
      """
      at 30m5s..38m x9 default/deployment/web warning BackOff Back-off restarting failed container
      at 37m deployment/web change scale to 6 actor=dana
      at 39m other/deployment/report change rollout 7 actor=ci
      """)
    #expect(found.contained == 37)
    #expect(found.eradicated == nil)
  }

  @Test func `did not contain what users still feel`() throws {
    let analysis = try analyze(
      "series checkout:errors:ratio every 15s 0.001x120 0.4x100\nat 31m..39m - alert firing E\n"
        + "at 38m deployment/web change scale to 6 actor=dana")
    #expect(analysis.milestones[.contained] == nil)
    #expect(analysis.remarks.contains { $0.contains("none of it counts as containment") })
  }
}
