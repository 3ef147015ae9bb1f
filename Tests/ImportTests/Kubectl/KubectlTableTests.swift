import DebriefImport
import DebriefModel
import DebriefParsing
import DebriefTesting
import Testing

struct `kubectl get and top` {
  private static let context = SourceContext(
    path: "get.txt", capturedAt: Timestamp.rfc3339("2026-03-02T15:00:00Z")?.start)

  private static func run(_ file: String) throws -> ImporterRun {
    try Samples.run(KubectlTableImporter.self, file, context: context)
  }

  @Test func `several tables of one file, states at the capture, restarts and creation before it`() throws {
    let run = try Self.run("get-all.txt")
    #expect(
      run.briefs == [
        "2026-03-02T15:00:00Z warning CrashLoopBackOff shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T14:57:00Z warning Restarted shop/Pod/payments-6f9d8c7b5-k2lmn",
        "undated warning Restarted shop/Pod/payments-6f9d8c7b5-k2lmn x6",
        "2026-03-02T14:02:00Z info PodCreated shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T15:00:00Z info Running shop/Pod/web-7d4b9c6f5-aaaaa",
        "2026-02-26T18:00:00Z info PodCreated shop/Pod/web-7d4b9c6f5-aaaaa",
        "2026-03-02T15:00:00Z warning Ready=False shop/Pod/web-7d4b9c6f5-bbbbb",
        "2026-02-28T14:00:00Z warning Restarted shop/Pod/web-7d4b9c6f5-bbbbb",
        "2026-02-26T18:00:00Z info PodCreated shop/Pod/web-7d4b9c6f5-bbbbb",
        "2026-03-02T15:00:00Z warning ReplicasUnavailable shop/Deployment/payments",
        "2026-01-21T15:00:00Z info DeploymentCreated shop/Deployment/payments",
        "2026-03-02T15:00:00Z info ReplicasReady shop/Deployment/web",
        "2026-01-21T15:00:00Z info DeploymentCreated shop/Deployment/web",
        "2026-03-02T15:00:00Z warning ReplicasUnavailable shop/ReplicaSet/payments-6f9d8c7b5",
        "2026-03-02T14:02:00Z info ReplicaSetCreated shop/ReplicaSet/payments-6f9d8c7b5",
        "2026-03-02T15:00:00Z notice ScalingLimited shop/HorizontalPodAutoscaler/web",
        "2026-03-02T15:00:00Z warning ScalingActive=False shop/HorizontalPodAutoscaler/db",
        "2026-03-02T15:00:00Z error JobFailed shop/Job/migrate-1",
        "2026-03-02T14:48:00Z info JobCreated shop/Job/migrate-1",
      ])
    let restart = run.events[1]
    #expect(restart.time?.early == .seconds(1) && restart.time?.basis == .relativeAge)
    #expect(run.rejected.isEmpty && run.notes.isEmpty)
  }

  @Test func `nodes that are away, claims that wait, services without endpoints`() throws {
    let run = try Self.run("nodes-and-claims.txt")
    #expect(
      run.briefs.filter { !$0.contains("Created") } == [
        "2026-03-02T15:00:00Z info Ready=True Node/node-1", "2026-03-02T15:00:00Z info Ready=True Node/node-2",
        "2026-03-02T15:00:00Z notice Unschedulable Node/node-2", "2026-03-02T15:00:00Z warning NotReady Node/node-3",
        "2026-03-02T15:00:00Z warning ClaimPending shop/PersistentVolumeClaim/data-db-0",
        "2026-03-02T15:00:00Z info ClaimBound shop/PersistentVolumeClaim/data-db-1",
        "2026-03-02T15:00:00Z warning NoEndpoints shop/Endpoints/web",
      ])
    #expect(run.rejected.isEmpty)
  }

  @Test func `rows that grep left of a table`() throws {
    let run = try Self.run("grepped-pods.txt")
    #expect(
      run.briefs == [
        "2026-03-02T15:00:00Z warning ImagePullBackOff shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T14:02:00Z info PodCreated shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T15:00:00Z info Init:0/2 shop/Pod/payments-6f9d8c7b5-x1x1x",
        "2026-03-02T14:58:01Z warning Restarted shop/Pod/payments-6f9d8c7b5-x1x1x",
        "undated warning Restarted shop/Pod/payments-6f9d8c7b5-x1x1x x11",
        "2026-03-02T14:02:00Z info PodCreated shop/Pod/payments-6f9d8c7b5-x1x1x",
      ])
    #expect(run.rows.relations.map { "\($0.from) \($0.to)" } == ["shop/Pod/payments-6f9d8c7b5-k2lmn Node/node-3"])
    #expect(run.reasons == ["not a row of kubectl get or top"])
  }

  @Test func `top gives one sample a row, at the capture`() throws {
    let run = try Self.run("top-pods.txt")
    #expect(
      run.series.map { "\($0.series) \($0.samples.map(\.value))" } == [
        "kubectl_top_pod_cpu_cores{namespace=\"shop\",pod=\"payments-6f9d8c7b5-k2lmn\"} [0.25]",
        "kubectl_top_pod_memory_bytes{namespace=\"shop\",pod=\"payments-6f9d8c7b5-k2lmn\"} [251658240.0]",
        "kubectl_top_pod_cpu_cores{namespace=\"shop\",pod=\"web-7d4b9c6f5-aaaaa\"} [2.0]",
        "kubectl_top_pod_memory_bytes{namespace=\"shop\",pod=\"web-7d4b9c6f5-aaaaa\"} [1073741824.0]",
      ])
    #expect(run.events.isEmpty)
  }

  @Test func `without a capture time a table is undated and has no samples`() throws {
    let pods = try Samples.run(KubectlTableImporter.self, "get-all.txt")
    #expect(!pods.events.isEmpty && pods.events.allSatisfy { $0.time == nil })
    #expect(!pods.events.contains { $0.reason.hasSuffix("Created") })
    #expect(pods.notes.map(\.kind) == [.missing, .missing])
    let top = try Samples.run(KubectlTableImporter.self, "top-pods.txt")
    #expect(top.series.isEmpty && top.notes.map(\.kind) == [.missing])
  }

  @Test func `a tree of owners, with the events below what they are about`() throws {
    let run = try Self.run("lineage.txt")
    #expect(
      run.briefs.filter { !$0.contains("Created") } == [
        "2026-03-02T15:00:00Z warning ReplicasUnavailable Deployment/payments",
        "2026-03-02T14:02:00Z unknown ScalingReplicaSet Deployment/payments",
        "2026-03-02T15:00:00Z warning ReplicasUnavailable ReplicaSet/payments-6",
        "2026-03-02T15:00:00Z warning CrashLoopBackOff Pod/payments-6-k2lmn",
        "2026-03-02T14:56:41Z unknown BackOff Pod/payments-6-k2lmn",
      ])
    #expect(
      run.rows.relations.map { "\($0.from) \($0.to)" } == [
        "Deployment/payments ReplicaSet/payments-6", "ReplicaSet/payments-6 Pod/payments-6-k2lmn",
      ])
  }

  @Test func `tables of other programs are not claimed`() {
    for text in [
      "NAME     NAMESPACE  REVISION  UPDATED                                  STATUS    CHART        APP VERSION\nshop     shop       3         2026-03-02 14:00:00.6 +0000 UTC          deployed  shop-1.2.3   1.2.3\n",
      "NAME    AGE\nAnn     forty\n", "CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS    PORTS   NAMES\n",
      "shop  web  1/1  two  5m\n",
    ] {
      #expect(KubectlTableImporter.sniff(FileHead(Array(text.utf8))) == .no, "\(text)")
    }
  }
}
