import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Slack exports` {
  @Test func `people and alert bots speak, comings and goings are counted`() throws {
    let run = try Samples.run(SlackExportImporter.self, "inc-payments/2026-08-27.json")
    #expect(
      run.events.map(\.message) == [
        "[FIRING:1] PaymentErrors\n5xx ratio of payments is 61 % > 5 %\nnamespace: shop",
        "I'm on it. @here does #databases see anything? dashboard (https://grafana.example.com/d/pay?var=a&b=1)",
        "@Alex pool is full: 100/100 connections & waiting",
        "rolling back payments with @sam, see https://ci.example.com/77",
      ])
    #expect(run.events.map(\.severity) == [.error, .info, .info, .info])
    #expect(run.events.map(\.reason) == ["message", "message", "reply", "message"])
    #expect(run.events.map { $0.attributes[Attribute.actorKind] } == ["service", "human", "human", "human"])
    #expect(run.events.map { $0.attributes[Attribute.actor] } == ["Alertmanager", "Alex", "sam", "Alex"])
    #expect(run.events.allSatisfy { $0.kind == .chat && $0.attributes["channel"] == "inc-payments" })
    #expect(
      run.notes == [
        SourceNote(.assumption, "messages that only say who joined or left are no events: 1"),
        SourceNote(.warning, "messages edited after they were sent, whose text is later than their time: 1"),
      ])
  }

  @Test func `all digits of ts are kept, as time and as identity`() throws {
    let run = try Samples.run(SlackExportImporter.self, "inc-payments/2026-08-27.json")
    let reply = try #require(run.event("reply"))
    #expect(reply.time?.start.nanoseconds == 1_787_854_802_123_456_000)
    #expect(reply.time?.precision == .microsecond)
    #expect(reply.identity == EventIdentity(key: "slack:inc-payments:1787854802.123456"))
    #expect(reply.attributes["thread"] == "1787854741.000300")
    #expect(reply.attributes["edited"] == "1787854850.000000")
  }

  @Test func `a page of the API says that there is more`() throws {
    let run = try Samples.run(SlackExportImporter.self, "history.json")
    #expect(
      run.events.map(\.message) == [
        "payments v42 is live\n*service* payments\nby @U01ALEX", "set the channel topic: SEV2, payments",
      ])
    #expect(run.events.map(\.reason) == ["message", "channel_topic"])
    #expect(run.notes == [SourceNote(.limit, "the channel has more messages than this page")])
  }

  @Test func `broken messages lose their time at most, and secrets are hidden`() throws {
    let run = try Samples.run(SlackExportImporter.self, "nasty.json")
    #expect(
      run.events.map(\.message) == [
        "only a fallback", "use @U03 <unclosed and &lt; password=*** or postgres://***@db:5432/pay",
        "no time \u{FFFD} <script>alert(1)</script>", "This message was deleted.",
      ])
    #expect(run.events.map { $0.time == nil } == [false, true, true, false])
    #expect(
      run.reasons == [
        "not a Slack message: it has neither type nor ts", "not a Slack message: it has neither type nor ts",
      ])
  }

  @Test(
    arguments: [
      ("password: \"hunter2\", next", "password: \"***\", next"), ("DB_PASSWORD=a b", "DB_PASSWORD=*** b"),
      ("Authorization: Bearer abc.def", "Authorization: ***"), ("https://u:p@host/x", "https://***@host/x"),
      ("xoxb-1234567890123-abc", "xoxb-***"), ("the token expired: retry", "the token expired: retry"),
      ("https://example.com:443/a@b", "https://example.com:443/a@b"), ("token=", "token="),
    ]) func `secrets are hidden`(_ text: String, _ expected: String) throws
  {
    let json =
      "[{\"type\":\"message\",\"ts\":\"1787854741.000300\",\"text\":\"\(text.replacing("\"", with: "\\\""))\"}]"
    #expect(try ImporterRun(SlackExportImporter.self, text: json).events.first?.message == expected)
  }
}
