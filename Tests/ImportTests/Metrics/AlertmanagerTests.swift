import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Alertmanager's alerts` {
  @Test func `an end in the future is no resolution, one before the last word is`() throws {
    let run = try Samples.run(AlertmanagerAlertsImporter.self, "alerts.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:16:37.512Z..2026-08-27T18:20:37.514Z critical HighErrorRate shop/Service/checkout",
        "2026-08-27T18:18:10.001Z..2026-08-27T18:20:40.003Z warning PodCrashLooping "
          + "shop/Pod/payments-5fcf7dhdwf-29m7c[payments]",
        "2026-08-27T18:12:00Z..2026-08-27T18:19:00Z notice QueueGrows Alert/QueueGrows",
      ])
    #expect(run.events.map { $0.attributes[Attribute.openEnded] } == ["true", "true", nil])
    #expect(run.events.allSatisfy { $0.attributes[Attribute.alertState] == "firing" })
    #expect(run.events[2].message == "QueueGrows fired and resolved (severity=info)")
    #expect(run.events[0].attributes["annotation.runbook_url"] == "https://runbooks.example.com/checkout")
  }

  @Test func `what keeps an alert quiet is kept`() throws {
    let alert = try #require(try Samples.run(AlertmanagerAlertsImporter.self, "alerts.json").event("PodCrashLooping"))
    #expect(alert.attributes["status"] == "suppressed")
    #expect(
      alert.attributes["silenced_by"]
        == "1d3da915-0000-4e42-b6ba-78f0136c7122, b6beb8fc-0000-4b56-a0be-d2c15633600c")
    #expect(alert.attributes["inhibited_by"] == "4ab6b8a41eb39ae2")
    #expect(alert.attributes["muted_by"] == "nights")
    #expect(alert.message.hasPrefix("PodCrashLooping firing, silenced and inhibited and muted: a pod of payments"))
  }

  @Test func `an alert in two groups is one alert`() throws {
    let run = try Samples.run(AlertmanagerAlertsImporter.self, "groups.json")
    #expect(run.events.count == 2)
    #expect(Set(run.events.map(\.identity)).count == 1)
    #expect(run.events.first?.attributes["receivers"] == "platform, shop-chat")
  }

  @Test func `the first API, nulls, and a record that is cut off`() throws {
    let run = try Samples.run(AlertmanagerAlertsImporter.self, "odd.json")
    #expect(run.briefs == ["2026-08-27T16:00:00Z unknown Disk Alert/Disk", "undated unknown  Alert"])
    #expect(run.events.first?.attributes[Attribute.openEnded] == "true")
    #expect(
      run.reasons == [
        "not an alert: no labels", "not an alert: not a JSON object", "cut off: the input ends inside this record",
      ])
  }

  @Test func `without a last word the capture time says until when it fired`() throws {
    let text = """
      [{"labels":{"alertname":"A"},"startsAt":"2026-08-27T18:00:00Z","endsAt":"2026-08-27T18:10:00Z","status":{"state":"active"}}]
      """
    let captured = SourceContext(path: "alerts", capturedAt: Instant(seconds: 1_787_854_000))
    let run = try ImporterRun(AlertmanagerAlertsImporter.self, text: text, context: captured)
    #expect(run.events.first?.time?.end == captured.capturedAt)
    #expect(run.events.first?.attributes[Attribute.openEnded] == "true")
  }

  /// The expected value is Alertmanager's own, for these labels, in the test data of another project.
  @Test func `the fingerprint of labels is Alertmanager's`() throws {
    let text = """
      [{"labels":{"alertname":"Free_Disk_Space_Too_Low","cluster":"staging","disk":"sda","instance":"server5",
      "job":"node_exporter"},"startsAt":"2026-08-27T18:00:00Z","endsAt":null,"status":{"state":"active"}}]
      """
    let run = try ImporterRun(AlertmanagerAlertsImporter.self, text: text)
    #expect(run.events.first?.identity?.key.hasPrefix("alertmanager:aae7a1432b5d2f1b:") == true)
  }
}

struct `Alertmanager's silences` {
  @Test func `the end of an active silence is a plan, that of an expired one has come`() throws {
    let run = try Samples.run(AlertmanagerSilencesImporter.self, "silences.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:19:00.567Z info Silence shop/Alert/PodCrashLooping",
        "2026-08-27T17:00:00Z..2026-08-27T18:05:00Z info Silence ",
      ])
    #expect(
      run.events.map(\.message) == [
        "Silence (active) for alertname=\"PodCrashLooping\", namespace=\"shop\": known, fix is on its way",
        "Silence (expired) for node=~\"node-.*\", severity!=\"critical\": node maintenance",
      ])
    #expect(run.events.first?.attributes["ends_at"] == "2026-08-27T22:19:00Z")
    #expect(run.events.first?.attributes[Attribute.actor] == "kim")
  }

  @Test func `odd silences`() throws {
    let run = try Samples.run(AlertmanagerSilencesImporter.self, "odd.json")
    #expect(run.briefs == ["2026-08-27T17:00:00Z info Silence Service/checkout", "undated info Silence "])
    #expect(run.events.last?.message == "Silence for everything")
    #expect(run.reasons == ["not a silence: no matchers", "not a silence: no matchers"])
  }
}

struct `Webhooks of Alertmanager and Grafana` {
  @Test func `a resolved alert gives the end of the one that fired`() throws {
    let run = try Samples.run(AlertmanagerWebhookImporter.self, "payloads.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:16:37.512Z critical HighErrorRate shop/Service/checkout",
        "2026-08-27T18:16:37.512Z..2026-08-27T18:43:07.512Z critical HighErrorRate shop/Service/checkout",
        "2026-08-27T18:40:00Z critical HighErrorRate shop/Service/cart",
      ])
    let identities = run.events.compactMap(\.identity)
    #expect(identities[0].key == identities[1].key && identities[0].rank < identities[1].rank)
    #expect(run.events.map { $0.attributes[Attribute.openEnded] } == ["true", nil, "true"])
    #expect(run.notes == [SourceNote(.limit, "a webhook left out 3 more alerts of its group (max_alerts)")])
  }

  @Test func `an alert of the API and of a webhook is one alert`() throws {
    let api = try Samples.run(AlertmanagerAlertsImporter.self, "alerts.json").event("HighErrorRate")
    let hook = try Samples.run(AlertmanagerWebhookImporter.self, "payloads.json").event("HighErrorRate")
    #expect(api?.identity?.key == hook?.identity?.key)
  }

  @Test func `Grafana's alerts keep their values`() throws {
    let alert = try #require(try Samples.run(AlertmanagerWebhookImporter.self, "grafana.json").events.first)
    #expect(alert.brief == "2026-08-27T18:12:21.549Z unknown High memory Service/payments")
    #expect(alert.attributes["value.B"] == "44.23" && alert.attributes["org_id"] == "1")
  }

  @Test func `odd payloads: no state, an end before the start, no time, Grafana's older form`() throws {
    let run = try Samples.run(AlertmanagerWebhookImporter.self, "odd.json")
    #expect(
      run.briefs == [
        "2026-08-27T18:00:00Z unknown A Alert/A", "undated unknown B Alert/B", "undated unknown Latency Service/cart",
      ])
    #expect(run.events.last?.message == "Latency firing: too slow (service=cart)")
    #expect(
      run.reasons == [
        "not an alert: no labels", "not an alert: no labels", "not a webhook payload: no list of alerts",
      ])
    #expect(run.notes.map(\.kind) == [.assumption, .missing])
  }

  @Test(arguments: [
    "{\"status\":\"firing\",\"alerts\":[]}", "{\"receiver\":\"r\",\"status\":\"ok\"}",
    "{\"status\":\"success\",\"data\":{\"alerts\":[{\"labels\":{},\"state\":\"firing\"}]}}",
  ])
  func `other objects are not claimed`(_ text: String) {
    #expect(AlertmanagerWebhookImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}
