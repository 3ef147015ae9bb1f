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
