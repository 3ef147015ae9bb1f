import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Kubernetes objects` {
  @Test func `a crashing container: its last end, the earlier ones, what it waits for`() throws {
    let run = try Samples.run(KubernetesObjectsImporter.self, "crashing.json")
    #expect(
      run.briefs == [
        "2026-03-02T14:00:00Z info PodCreated shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T14:05:30Z warning Ready=False shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T14:12:41Z error OOMKilled shop/Pod/payments-6f9d8c7b5-k2lmn[app]",
        "undated warning Restarted shop/Pod/payments-6f9d8c7b5-k2lmn[app] x6",
        "undated warning CrashLoopBackOff shop/Pod/payments-6f9d8c7b5-k2lmn[app]",
        "2026-03-02T14:00:04Z info Running shop/Pod/payments-6f9d8c7b5-k2lmn[proxy]",
        "undated info ContainerSpec shop/Pod/payments-6f9d8c7b5-k2lmn[app]",
        "undated info ContainerSpec shop/Pod/payments-6f9d8c7b5-k2lmn[proxy]",
      ])
    #expect(
      run.event("OOMKilled")?.attributes == [
        "exit_code": "137", "started_at": "2026-03-02T14:12:00Z", "restart_count": "7",
        "image": "registry.example/payments:1.4.2",
      ])
    #expect(run.rejected.isEmpty && run.notes.isEmpty)
  }

  @Test func `what a container is set up with is told, its environment never`() throws {
    let run = try Samples.run(KubernetesObjectsImporter.self, "crashing.json")
    let specs = run.events.filter { $0.reason == "ContainerSpec" }
    #expect(
      specs.first?.attributes == [
        "readiness_probe": "true", "liveness_probe": "false", "startup_probe": "false", "memory_limit": "true",
        "cpu_limit": "false", "memory_limit_value": "256Mi", "image": "registry.example/payments:1.4.2",
      ])
    #expect(specs.last?.attributes["memory_limit"] == "false")
    #expect(!"\(run.events)".contains("never-copied"))
  }

  @Test func `owners up to the deployment, and the node`() throws {
    let relations = try Samples.run(KubernetesObjectsImporter.self, "crashing.json").rows.relations
    #expect(
      relations.map { "\($0.from) \($0.kind) \($0.to)" } == [
        "shop/ReplicaSet/payments-6f9d8c7b5 owns shop/Pod/payments-6f9d8c7b5-k2lmn",
        "shop/Deployment/payments owns shop/ReplicaSet/payments-6f9d8c7b5",
        "shop/Pod/payments-6f9d8c7b5-k2lmn runsOn Node/node-3",
      ])
  }

  @Test func `what is waiting was seen when the folder was captured`() throws {
    let captured = try #require(CivilTime(year: 2026, month: 3, day: 2, hour: 15).instant())
    let context = SourceContext(path: "pods.json", capturedAt: captured)
    let event = try Samples.run(KubernetesObjectsImporter.self, "crashing.json", context: context).event(
      "CrashLoopBackOff")
    #expect(event?.time == EventTime(captured, basis: .received))
  }

  @Test func `a mixed list with evictions, pending pods, nodes, damage and other kinds`() throws {
    let run = try Samples.run(KubernetesObjectsImporter.self, "nasty.json")
    #expect(
      run.briefs == [
        "2026-03-02T09:00:00Z info PodCreated jobs/Pod/batch-1",
        "2026-03-02T09:30:30Z notice Deleting jobs/Pod/batch-1",
        "undated error Evicted jobs/Pod/batch-1", "undated warning PodPending jobs/Pod/batch-2",
        "2026-03-02T09:00:00Z warning PodScheduled=False jobs/Pod/batch-2",
        "undated info Completed jobs/Pod/batch-2[wait]",
        "undated warning Restarted jobs/Pod/batch-2[main] x3", "undated info PodInitializing jobs/Pod/batch-2[main]",
        "undated info ContainerSpec jobs/Pod/batch-2[main]", "undated info ContainerSpec jobs/Pod/batch-2[mesh]",
        "2026-03-02T09:05:00Z warning MemoryPressure=True Node/node-3",
        "2026-03-02T09:06:00Z warning Ready=Unknown Node/node-3",
        "2026-03-02T09:10:00Z notice Unschedulable Node/node-3",
      ])
    #expect(run.event("Evicted")?.message == "The node was low on resource: memory.")
    #expect(run.reasons == ["Pod without metadata.name"])
    #expect(
      run.notes == [
        SourceNote(.limit, "the list was read in pages and ends early: 3 more items"),
        SourceNote(
          .missing, "objects of other kinds were read for their owners and conditions only: Service 1"),
      ])
    #expect(run.rows.relations.map { "\($0.from) \($0.to)" } == ["shop/Deployment/web shop/ReplicaSet/web-5"])
  }

  @Test func `a single pod in YAML, owned by its node`() throws {
    let run = try Samples.run(KubernetesObjectsImporter.self, "pod.yaml")
    #expect(
      run.briefs == [
        "2026-03-02T14:00:00Z info PodCreated kube-system/Pod/etcd-node-1",
        "2026-03-02T14:00:20Z info Ready=True kube-system/Pod/etcd-node-1",
        "2026-03-02T13:59:30Z error Error kube-system/Pod/etcd-node-1[etcd]",
        "2026-03-02T14:00:05Z info Running kube-system/Pod/etcd-node-1[etcd]",
        "undated info ContainerSpec kube-system/Pod/etcd-node-1[etcd]",
      ])
    #expect(
      run.event("Error")?.message
        == "container etcd ended with exit code 2: panic: tocommit(7) is out of range\ngoroutine 1 [running]\n")
    #expect(run.event("Error")?.attributes["signal"] == "9")
    #expect(run.rows.relations.first?.from == Subject(kind: "Node", name: "node-1"))
  }

  @Test func `the same termination in a later dump has the same identity`() throws {
    let now =
      "{\"state\":{\"terminated\":{\"exitCode\":1,\"finishedAt\":\"2026-03-02T14:00:00Z\",\"containerID\":\"c\"}}"
    let later = now.replacing("\"state\"", with: "\"lastState\"")
    let keys = try [now, later].map { state in
      let text =
        "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"uid\":\"u\"},\"status\":{\"containerStatuses\":[\(state),\"name\":\"app\"}]}}"
      return try ImporterRun(KubernetesObjectsImporter.self, text: text).event("Terminated")?.identity
    }
    #expect(keys == [EventIdentity(key: "terminated:u:app:c"), EventIdentity(key: "terminated:u:app:c")])
  }

  @Test func `a mixed list: replicas, rollouts, jobs, autoscalers, claims, endpoints and an event`() throws {
    let captured = try #require(CivilTime(year: 2026, month: 3, day: 2, hour: 15).instant())
    let run = try Samples.run(
      KubernetesObjectsImporter.self, "workloads.json", context: SourceContext(path: "all.json", capturedAt: captured))
    #expect(
      run.briefs == [
        "2026-03-02T14:05:30Z warning Available=False shop/Deployment/payments",
        "2026-03-02T15:00:00Z warning ReplicasUnavailable shop/Deployment/payments",
        "2026-03-02T15:00:00Z notice Paused shop/Deployment/payments",
        "2026-03-02T15:00:00Z notice RolloutInProgress shop/Deployment/payments",
        "2026-03-02T15:00:00Z warning ReplicasUnavailable shop/ReplicaSet/payments-6f9d8c7b5",
        "2026-03-02T14:00:00Z notice rollout shop/Deployment/payments",
        "2026-01-20T09:00:00Z notice create shop/Deployment/payments",
        "undated notice rollback shop/Deployment/payments", "2026-03-01T10:00:00Z notice rollout shop/StatefulSet/db",
        "2026-03-02T15:00:00Z notice RolloutInProgress kube-system/DaemonSet/agent",
        "2026-03-02T14:10:00Z info JobStarted shop/Job/migrate-1",
        "2026-03-02T14:12:00Z warning Failed=True shop/Job/migrate-1",
        "undated warning JobPodsFailed shop/Job/migrate-1 x3",
        "2026-03-02T14:03:10Z warning ScalingLimited=True shop/HorizontalPodAutoscaler/web",
        "2026-03-02T14:03:00Z info scale shop/Deployment/web",
        "2026-03-02T15:00:00Z notice AtMaximum shop/HorizontalPodAutoscaler/web",
        "2026-03-02T13:59:00Z warning ClaimPending shop/PersistentVolumeClaim/data-db-0",
        "2026-03-02T14:05:31Z warning NoEndpoints shop/Service/payments",
        "2026-03-02T14:00:00Z info ScalingReplicaSet shop/Deployment/payments",
      ])
    let rollout = run.event("rollout")
    #expect(rollout?.kind == .change && rollout?.attributes[Attribute.actor] == nil)
    #expect(
      rollout?.message
        == "rollout of revision 4: replica set payments-6f9d8c7b5 with registry.example/payments:1.4.2")
    #expect(!"\(run.events)".contains("never-copied"))
    #expect(run.rejected.isEmpty)
    #expect(
      run.notes.map(\.text) == ["objects of other kinds were read for their owners and conditions only: Service 1"])
  }

  @Test func `items of a typed list do not name their kind`() throws {
    let run = try Samples.run(KubernetesObjectsImporter.self, "deployment-list.json")
    #expect(run.briefs == ["2026-03-02T14:40:00Z info Available=True shop/Deployment/web"])
    #expect(run.reasons == ["an object without metadata.name", "an object without kind"])
  }

  @Test func `an Argo CD application: who synced what, a return to an earlier revision, a failed sync`() throws {
    let run = try Samples.run(KubernetesObjectsImporter.self, "application.yaml")
    #expect(
      run.briefs == [
        "2026-03-01T10:00:00Z..2026-03-01T10:00:05Z notice rollout argocd/Application/payments",
        "2026-03-02T14:00:00Z..2026-03-02T14:00:05Z notice rollout argocd/Application/payments",
        "2026-03-02T14:30:05Z notice rollback argocd/Application/payments",
        "2026-03-02T14:50:00Z..2026-03-02T14:50:09Z error rollout argocd/Application/payments",
        "2026-03-02T14:06:00Z warning Health=Degraded argocd/Application/payments",
        "undated notice OutOfSync argocd/Application/payments",
      ])
    #expect(
      run.events.map { $0.attributes[Attribute.actor] ?? "-" } == [
        "argocd automated sync", "on-call", "-", "-", "-", "-",
      ])
    #expect(run.rows.relations.map { "\($0.to)" } == ["shop/Deployment/payments"])
  }

  @Test(arguments: [
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n",
    "apiVersion: v1\nkind: Pod\nmetadata:\n  creationTimestamp: null\n  name: web\nspec: {}\nstatus: {}\n",
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\",\"creationTimestamp\":null},\"spec\":{\"containers\":[]}}",
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: web\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  uid: b\ndata:\n  a: b\n",
  ])
  func `manifests, and what has no status, are no evidence`(_ text: String) {
    #expect(KubernetesObjectsImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }

  @Test func `a list that begins with events and goes on with pods loses neither`() throws {
    let text = """
      {"kind":"List","items":[{"kind":"Event","apiVersion":"v1","metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p"},"reason":"Started"},
      {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","creationTimestamp":"2026-03-02T14:00:00Z"}}]}
      """
    #expect(KubernetesObjectsImporter.sniff(FileHead(Array(text.utf8))) == .no)
    let run = try ImporterRun(KubernetesEventsImporter.self, text: text)
    #expect(run.briefs == ["undated unknown Started Pod/p", "2026-03-02T14:00:00Z info PodCreated Pod/p"])
    #expect(run.rejected.isEmpty)
  }

  @Test func `updates of an OpenShift cluster, without the kind that its collector left out`() throws {
    let text = """
      {"metadata":{"name":"version","uid":"v"},"spec":{"clusterID":"c","channel":"stable"},"status":{"history":[
      {"state":"Partial","startedTime":"2026-03-02T14:00:00Z","completionTime":null,"version":"4.9.1"},
      {"state":"Completed","startedTime":"2026-01-02T10:00:00Z","completionTime":"2026-01-02T11:00:00Z","version":"4.9.0"}],
      "conditions":[{"type":"Available","status":"True","lastTransitionTime":"2026-01-02T11:00:00Z"}]}}
      """
    #expect(KubernetesObjectsImporter.sniff(FileHead(Array(text.utf8))) == .likely)
    #expect(
      try ImporterRun(KubernetesObjectsImporter.self, text: text).briefs == [
        "2026-01-02T11:00:00Z info Available=True ClusterVersion/version",
        "2026-03-02T14:00:00Z notice rollout ClusterVersion/version",
        "2026-01-02T10:00:00Z..2026-01-02T11:00:00Z notice rollout ClusterVersion/version",
      ])
  }

  @Test func `a node whose collector left out its identity is known by its conditions`() {
    let text =
      "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"n\"},\"status\":{\"conditions\":[{\"type\":\"Ready\"}]}}"
    #expect(KubernetesObjectsImporter.sniff(FileHead(Array(text.utf8))) == .certain)
  }
}
