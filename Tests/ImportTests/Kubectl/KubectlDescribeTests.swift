import DebriefImport
import DebriefModel
import DebriefParsing
import DebriefTesting
import Testing

struct `kubectl describe` {
  private static let context = SourceContext(
    path: "describe.txt", capturedAt: Timestamp.rfc3339("2026-03-02T15:00:00Z")?.start)

  @Test func `a crashing pod: how its containers ended, what they wait for, its events`() throws {
    let run = try Samples.run(KubectlDescribeImporter.self, "crashing-pod.txt", context: Self.context)
    let pod = "shop/Pod/payments-6f9d8c7b5-k2lmn"
    #expect(
      run.briefs == [
        "2026-03-02T14:00:01Z info PodStarted \(pod)",
        "2026-03-02T15:00:00Z warning Ready=False \(pod)", "2026-03-02T15:00:00Z warning ContainersReady=False \(pod)",
        "2026-03-02T14:00:03Z info Completed \(pod)[wait-for-db]", "undated info ContainerSpec \(pod)[wait-for-db]",
        "2026-03-02T14:12:41Z error OOMKilled \(pod)[app]", "undated warning Restarted \(pod)[app] x6",
        "2026-03-02T15:00:00Z warning CrashLoopBackOff \(pod)[app]", "undated info ContainerSpec \(pod)[app]",
        "2026-03-02T14:00:04Z info Running \(pod)[proxy]", "undated info ContainerSpec \(pod)[proxy]",
        "2026-03-02T14:02:00Z info Scheduled \(pod)",
        "2026-03-02T14:10:00Z..2026-03-02T14:56:00Z warning Unhealthy \(pod) x2",
        "2026-03-02T14:02:00Z..2026-03-02T14:56:41Z warning BackOff \(pod) x256",
      ])
    #expect(run.event("Unhealthy")?.message == "Readiness probe failed: first line\nError: second line")
    #expect(run.event("OOMKilled")?.provenance.line == 36)
    #expect(
      run.event("OOMKilled")?.attributes == [
        "exit_code": "137", "started_at": "2026-03-02T14:12:00Z", "restart_count": "7",
        "image": "registry.example/payments:1.4.2",
      ])
    let spec = run.events.first { $0.reason == "ContainerSpec" && $0.subject.container == "app" }
    #expect(spec?.attributes["memory_limit_value"] == "256Mi" && spec?.attributes["readiness_probe"] == "true")
    #expect(!"\(run.events)".contains("never-copied"))
    #expect(
      run.rows.relations.map { "\($0.from) \($0.kind) \($0.to)" } == [
        "shop/ReplicaSet/payments-6f9d8c7b5 owns \(pod)", "\(pod) runsOn Node/node-3",
      ])
    #expect(run.rejected.isEmpty && run.notes.isEmpty)
  }

  @Test func `several objects of several kinds, told apart by their fields`() throws {
    let run = try Samples.run(KubectlDescribeImporter.self, "several-objects.txt", context: Self.context)
    #expect(
      run.briefs == [
        "2026-03-02T15:00:00Z warning ReplicasUnavailable shop/Deployment/payments",
        "2026-03-02T15:00:00Z warning Available=False shop/Deployment/payments",
        "2026-03-02T14:59:45Z info ScalingReplicaSet shop/Deployment/payments",
        "2026-03-02T15:00:00Z notice Unschedulable Node/node-3",
        "2026-03-02T14:05:00Z warning MemoryPressure=True Node/node-3",
        "2026-03-02T14:06:00Z warning Ready=Unknown Node/node-3",
        "2026-03-02T15:00:00Z warning ClaimPending shop/PersistentVolumeClaim/data-db-0",
        "2026-03-02T14:53:25Z..2026-03-02T14:59:39Z warning ProvisioningFailed shop/PersistentVolumeClaim/data-db-0 x26",
      ])
    #expect(
      run.rows.relations.map { "\($0.from)" } == ["shop/Pod/payments-6f9d8c7b5-k2lmn", "kube-system/Pod/proxy-x2x4z"])
    #expect(run.rejected.isEmpty)
    // A line at the margin below a message belongs to the message.
    #expect(run.event("ProvisioningFailed")?.message.contains("gone") == true)
  }

  @Test func `an end without its beginning, aligned with tabs`() throws {
    let run = try Samples.run(KubectlDescribeImporter.self, "events-only.txt", context: Self.context)
    #expect(run.briefs == ["2026-03-02T14:55:32Z info Pulling ", "undated warning Failed "])
    #expect(run.reasons == ["the object that this line describes is not in the file"])
  }

  @Test func `an event has the same identity in a description and in a table`() throws {
    let description = try Samples.run(KubectlDescribeImporter.self, "crashing-pod.txt", context: Self.context)
    let table = try Samples.run(KubernetesEventsTableImporter.self, "events.txt", context: Self.context)
    let scheduled = table.event("Scheduled")?.identity
    #expect(scheduled != nil && description.event("Scheduled")?.identity == scheduled)
  }

  @Test func `what could not be described is missing, not an event`() throws {
    let text = "$ kubectl describe pod gone\nError from server (NotFound): pods \"gone\" not found\n"
    #expect(KubectlDescribeImporter.sniff(FileHead(Array(text.utf8))) == .likely)
    let run = try ImporterRun(KubectlDescribeImporter.self, text: text)
    #expect(run.events.isEmpty && run.rejected.isEmpty)
    #expect(
      run.notes == [SourceNote(.missing, "instead of a result: Error from server (NotFound): pods \"gone\" not found")])
  }

  @Test func `manifests and other lists of fields are not claimed`() {
    for text in ["Name: x\nVersion: 1\nSummary: a package\n", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n"] {
      #expect(KubectlDescribeImporter.sniff(FileHead(Array(text.utf8))) == .no)
    }
  }
}
