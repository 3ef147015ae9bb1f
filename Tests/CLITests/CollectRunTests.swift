import DebriefCLI
import DebriefImport
import DebriefTesting
import Foundation
import Testing

/// What the script does when it runs.
@Suite struct `The collecting script` {
  static let verbs: Set<String> = ["get", "describe", "logs", "top", "rollout", "version", "list", "history"]

  private func shop(_ standIns: [String] = ["kubectl", "helm", "curl"]) throws -> Rehearsal {
    let rehearsal = try Rehearsal(standIns)
    try rehearsal.answerAsShop()
    return rehearsal
  }

  private let options = `The printed script`.servers + ["--logs", "shop/web", "--to", "evidence"]

  @Test func `gathers a folder that debrief reads`() throws {
    let rehearsal = try shop()
    let run = try rehearsal.run(options)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out == "evidence\n")
    Golden.expect(try rehearsal.files().joined(separator: "\n") + "\n", matches: "collect/files.txt")
    let imported = rehearsal.shell.run("import", "evidence", "-o", "json")
    #expect(imported.status == .done, "\(imported.err)")
    let rows = try JSONSerialization.jsonObject(with: Data(imported.out.utf8)) as? [[String: Any]] ?? []
    #expect(rows.count == (try rehearsal.files()).count)
    for row in rows {
      let path = row["path"] as? String ?? ""
      let isEmpty = try rehearsal.shell.read("evidence/" + path).contains("\"items\": []")
      let expected = Self.formats.first { path.hasPrefix($0.prefix) }?.format
      #expect(row["format"] as? String == (isEmpty ? nil : expected), "\(path)")
      #expect(row["rejected"] as? Int == 0, "\(path)")
    }
  }

  /// What each file must be read as; the first row that fits counts.
  static let formats: [(prefix: String, format: String)] = [
    ("incident.yaml", "incident-manifest"), ("collector-errors.jsonl", "collector-errors"),
    ("kubernetes/events", "kubernetes-events"), ("kubernetes/helm-releases.json", "helm-list"),
    ("kubernetes/top-", "kubectl-table"), ("kubernetes/", "kubernetes-objects"), ("helm/", "helm-history"),
    ("rollouts/", "kubectl-rollout-history"), ("describe/", "kubectl-describe"), ("logs/", "kubectl-log"),
    ("prometheus/range/", "prometheus-query-range"), ("prometheus/alerts.json", "prometheus-alerts"),
    ("prometheus/rules.json", "prometheus-rules"), ("prometheus/targets.json", "prometheus-targets"),
    ("alertmanager/alerts.json", "alertmanager-alerts"), ("alertmanager/silences.json", "alertmanager-silences"),
    ("loki/", "loki-query"), ("elasticsearch/", "elasticsearch-hits"),
  ]

  @Test func `calls only what reads`() throws {
    let rehearsal = try shop()
    _ = try rehearsal.run(options)
    let calls = rehearsal.calls()
    #expect(calls.count > 60)
    for call in calls where call[0] != "curl" {
      let words = call.dropFirst().filter { !$0.hasPrefix("-") }
      #expect(words.first.map { Self.verbs.contains($0) } == true, "\(call)")
      if words.first == "rollout" { #expect(words.dropFirst().first == "history") }
      #expect(
        !words.dropFirst().contains { $0.hasPrefix("secret") || $0.hasPrefix("configmap") || $0 == "all" }, "\(call)")
    }
    for call in calls where call[0] == "curl" {
      #expect(call.contains("--get") && !call.contains { ["--request", "-X", "--data", "-d"].contains($0) }, "\(call)")
    }
  }

  @Test func `asks for events before everything else`() throws {
    let rehearsal = try shop()
    _ = try rehearsal.run(options)
    #expect(rehearsal.calls().first?.contains("events") == true)
  }

  @Test func `leaves secrets out of every file and every word it prints`() throws {
    let rehearsal = try shop()
    try rehearsal.failure("get-services", "Unable to connect to https://admin:hunter2@10.0.0.1: Bearer hunter2 refused")
    let run = try rehearsal.run(options)
    #expect(!run.err.contains("hunter2"))
    for file in try rehearsal.files() {
      #expect(!(try rehearsal.shell.read("evidence/" + file)).contains("hunter2"), "\(file)")
    }
    let pods = try rehearsal.shell.read("evidence/kubernetes/pods.json")
    #expect(
      pods.contains(#""name": "DB_PASSWORD""#) && pods.contains(#""value": "shop""#) && pods.contains("--replicas=3"))
    #expect(pods.contains(#""team.example/note": "with = and: \"quotes\"""#) && pods.contains(#""key": "password""#))
    #expect(pods.contains("docker-pullable://cart@sha256:08bc36"))
    #expect(try JSONSerialization.jsonObject(with: Data(pods.utf8)) is [String: Any])
    let described = try rehearsal.shell.read("evidence/describe/pods/shop/cart-1.txt")
    #expect(described.contains("DB_PASSWORD: <redacted>") && described.contains("Back-off restarting"))
    #expect(described.contains("/var/run from x (ro)"))
  }

  @Test func `records what fails and goes on`() throws {
    let rehearsal = try shop()
    try rehearsal.failure(
      "get-services", "Error from server (Forbidden): services is forbidden: User \"sam\" cannot list")
    try rehearsal.failure("logs-cart-1-cart-previous", "Error: previous terminated container \"cart\" not found")
    try rehearsal.answer("query-up.refused", "upstream \"down\"")
    let run = try rehearsal.run(options)
    #expect(run.status == 0)
    let lines = try rehearsal.shell.read("evidence/collector-errors.jsonl").split(separator: "\n")
    let records = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
    let services = try #require(records.first { $0["file"] as? String == "kubernetes/services.json" })
    #expect(services["exit_code"] as? Int == 1)
    #expect(
      services["collector_error"] as? String
        == "Error from server (Forbidden): services is forbidden: User \"sam\" cannot list")
    #expect(services["command"] as? String == "kubectl get services --all-namespaces -o json")
    #expect(services["recorded_at"] as? String == "2026-08-27T18:40:00Z")
    #expect(records.contains { ($0["collector_error"] as? String)?.hasPrefix("HTTP 503: upstream \"down\"") == true })
    #expect(records.contains { $0["file"] as? String == "logs/shop/cart-1/cart-previous.log" })
    #expect(records.count == 3)
    #expect(run.err.contains("could not be had: 3"))
    #expect(!rehearsal.shell.exists("evidence/kubernetes/services.json"))
    #expect(rehearsal.shell.exists("evidence/kubernetes/deployments.json"))
  }

  @Test func `an answer that is cut off is kept, a list that is empty because of an error is not`() throws {
    let rehearsal = try shop()
    try rehearsal.failure("logs-cart-1-cart", "error: stream error")
    try rehearsal.answer("get-pods", "{\n    \"apiVersion\": \"v1\",\n    \"items\": [],\n    \"kind\": \"List\"\n}\n")
    try rehearsal.failure("get-pods", "Error from server (Forbidden): pods is forbidden")
    _ = try rehearsal.run(options)
    #expect(try rehearsal.shell.read("evidence/logs/shop/cart-1/cart.log").contains("panic: no pool"))
    #expect(!rehearsal.shell.exists("evidence/kubernetes/pods.json"))
  }

  @Test func `objects that are not laid out as kubectl does are left out, for secrets cannot be taken out of them`()
    throws
  {
    let rehearsal = try shop()
    try rehearsal.answer("get-pods", #"{"items":[{"spec":{"containers":[{"env":[{"name":"A","value":"hunter2"}]}]}}]}"#)
    try rehearsal.answer("get-jobs", "{\n\"env\": [ {\"name\": \"A\", \"value\": \"hunter2\"} ]\n}\n")
    let run = try rehearsal.run(options)
    #expect(
      !rehearsal.shell.exists("evidence/kubernetes/pods.json")
        && !rehearsal.shell.exists("evidence/kubernetes/jobs.json"))
    #expect(run.err.contains("secrets could not be taken out"))
  }
}
