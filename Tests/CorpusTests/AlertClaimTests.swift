import DebriefImport
import DebriefModel
import DebriefTesting
import Foundation
import Testing

/// Alerts of the corpus, counted with Foundation.
@Suite(.enabled(if: Corpus.root != nil)) struct `Alerts of the corpus` {
  private static func json(_ bytes: [UInt8]) throws -> Any { try JSONSerialization.jsonObject(with: Data(bytes)) }

  @Test(arguments: ["0.27.0", "0.31.0"]) func `groups of two versions`(_ version: String) throws {
    let bytes = try Corpus.bytes("prometheus/alertmanager-karma/\(version)/api/v2/alerts/groups")
    #expect(Corpus.claims(bytes).map(\.id) == ["alertmanager-alerts"])
    let groups = try #require(try Self.json(bytes) as? [[String: Any]])
    let alerts = groups.flatMap { $0["alerts"] as? [[String: Any]] ?? [] }
    let run = try ImporterRun(AlertmanagerAlertsImporter.self, bytes)
    #expect(run.events.count == alerts.count && run.rejected.isEmpty)
    let different = Set(alerts.map { "\($0["fingerprint"] ?? "")\($0["startsAt"] ?? "")" })
    #expect(Set(run.events.map(\.identity?.key)).count == different.count)
    let suppressed = alerts.filter { ($0["status"] as? [String: Any])?["state"] as? String == "suppressed" }
    #expect(run.events.filter { $0.attributes["silenced_by"] != nil }.count == suppressed.count)
    #expect(run.events.allSatisfy { $0.attributes[Attribute.openEnded] == "true" })
  }

  @Test(arguments: ["0.27.0", "0.31.0"]) func `silences of two versions`(_ version: String) throws {
    let bytes = try Corpus.bytes("prometheus/alertmanager-karma/\(version)/api/v2/silences")
    #expect(Corpus.claims(bytes).map(\.id) == ["alertmanager-silences"])
    let run = try ImporterRun(AlertmanagerSilencesImporter.self, bytes)
    #expect(try run.events.count == (Self.json(bytes) as? [Any])?.count)
    #expect(run.rejected.isEmpty)
  }

  @Test func `alerts of an Insights archive, which state no fingerprint`() throws {
    let bytes = try Corpus.bytes("kubernetes/insights-archive-sample/config/alerts.json")
    #expect(Corpus.claims(bytes).map(\.id) == ["alertmanager-alerts"])
    let run = try ImporterRun(AlertmanagerAlertsImporter.self, bytes)
    #expect(try run.events.count == (Self.json(bytes) as? [Any])?.count)
    #expect(run.events.allSatisfy { $0.identity != nil } && run.rejected.isEmpty)
  }

  @Test(arguments: [
    "examples/templates/card-grafana-inspired-payload.json", "pkg/card/testdata/prom_post_request.json",
  ])
  func `webhooks`(_ file: String) throws {
    let bytes = try Corpus.bytes("prometheus/alertmanager-webhook/\(file)")
    #expect(Corpus.claims(bytes).map(\.id) == ["alertmanager-webhook"])
    let run = try ImporterRun(AlertmanagerWebhookImporter.self, bytes)
    let payload = try #require(try Self.json(bytes) as? [String: Any])
    #expect(run.events.count == (payload["alerts"] as? [Any])?.count)
    #expect(run.events.allSatisfy { $0.time?.isInstant == true } && run.rejected.isEmpty)
  }

  @Test(arguments: [
    "kubernetes/must-gather-aws-extract/monitoring/alerts.json",
    "prometheus/holmesgpt/test_ask_holmes/158_slack_chat_correct_date/list_prometheus_rules.txt",
  ])
  func `rules, as stored and as captured by a tool`(_ path: String) throws {
    let bytes = try Corpus.bytes(path)
    #expect(Corpus.claims(bytes).map(\.id) == ["prometheus-rules"])
    let run = try ImporterRun(PrometheusRulesImporter.self, bytes)
    // The tool's two lines before the answer.
    let answer =
      path.hasSuffix(".txt") ? bytes.split(separator: 0x0A, maxSplits: 2).last.map { Array($0) } ?? [] : bytes
    let root = try #require(try Self.json(answer) as? [String: Any])
    let groups = (root["data"] as? [String: Any] ?? root)["groups"] as? [[String: Any]] ?? []
    let rules = groups.flatMap { $0["rules"] as? [[String: Any]] ?? [] }
    let alerts = rules.flatMap { $0["alerts"] as? [[String: Any]] ?? [] }
    #expect(!alerts.isEmpty && run.events.count == alerts.count && run.rejected.isEmpty)
    #expect(run.events.allSatisfy { $0.time != nil })
  }
}
