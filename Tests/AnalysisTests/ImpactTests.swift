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

/// 0.4 for 42 samples of 15 s: 252 s of full outage.
private let errors = #"series shop:errors:ratio{service="shop"} every 15s 0x120 0.4x42 0x80"# + "\n"

@Suite struct `What the impact cost` {
  @Test func `is the error ratio times the time`() throws {
    let measure = try #require(try analyze(errors).impact.first)
    #expect(abs(measure.lostSeconds - 252) < 1e-9)
    #expect(measure.coveredSeconds == 630)
    #expect(abs(measure.errorRatio - 0.4) < 1e-9)
    #expect(
      measure.failedRequests == nil && measure.userMinutes == nil && measure.budgetShare == nil && measure.burn == nil)
    #expect(!measure.evidence.isEmpty)
  }

  @Test func `is measured against a declared objective`() throws {
    let measure = try #require(
      try analyze(errors) { $0.slos = [.init(name: "shop", objective: 99.9, errors: "shop:errors:ratio")] }.impact.first
    )
    #expect(measure.name == "shop")
    #expect(abs((measure.budgetShare ?? 0) - 252 / 2592) < 1e-9)
    #expect(abs((measure.burn ?? 0) - 400) < 1e-6)
  }

  /// Ten a second for 30 min 315 s, then twenty: the busy half weighs twice.
  @Test func `counts failed requests by the ratio of the sums where traffic is known`() throws {
    let text =
      #"series shop:errors:ratio{service="shop"} every 15s 0x120 0.2x21 0.6x21 0x80"# + "\n"
      + #"series shop:requests:rate{service="shop"} every 15s 10x141 20x101"#
    let measure = try #require(try analyze(text).impact.first)
    #expect(abs((measure.requests ?? 0) - 9450) < 1e-6)
    #expect(abs((measure.failedRequests ?? 0) - 4410) < 1e-6)
    #expect(abs(measure.errorRatio - 4410 / 9450) < 1e-9)
    #expect(abs(measure.lostSeconds - 252) < 1e-9)
  }

  @Test func `counts user-minutes where users are known`() throws {
    let measure = try #require(
      try analyze(errors + #"series active_users{service="shop"} every 15s 300x242"#).impact.first)
    #expect(abs((measure.userMinutes ?? 0) - 1260) < 1e-6)
  }

  @Test func `guesses no traffic where two series might count it, or where it counts another service`() throws {
    let two =
      #"series a:requests:rate{service="shop"} every 15s 10x242"# + "\n"
      + #"series b:requests:rate{service="shop"} every 15s 10x242"#
    #expect(try analyze(errors + two).impact.first?.requests == nil)
    let other = #"series a:requests:rate{service="cart"} every 15s 10x242"#
    #expect(try analyze(errors + other).impact.first?.requests == nil)
  }

  @Test func `counts holes neither as good nor as bad, and says so`() throws {
    let text = #"series shop:errors:ratio{service="shop"} every 15s 0x120 0.4x10 _x20 0.4x12 0x80"#
    let measure = try #require(try analyze(text).impact.first)
    #expect(measure.coveredSeconds == 330)
    #expect(abs(measure.lostSeconds - 132) < 1e-9)
    #expect(measure.how.contains("cover"))
  }

  @Test func `leaves the quiet time before a relapse out`() throws {
    let text = #"series shop:errors:ratio{service="shop"} every 15s 0x120 0.4x42 0x80 0.4x40 0x60"#
    let measure = try #require(try analyze(text).impact.first)
    #expect(abs(measure.lostSeconds - 0.4 * 82 * 15) < 1e-9)
    #expect(measure.coveredSeconds == 82 * 15)
  }

  @Test func `is not made of counts of errors, and of nothing without an impact`() throws {
    #expect(try analyze(#"series shop_errors{service="shop"} every 15s 1x120 40x42 1x80"#).impact.isEmpty)
    #expect(try analyze(#"series shop:errors:ratio{service="shop"} every 15s 0.01x200"#).impact.isEmpty)
  }
}
