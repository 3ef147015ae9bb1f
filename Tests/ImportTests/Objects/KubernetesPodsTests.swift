import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Kubernetes pods` {
  @Test func `a crashing container: its last end, the earlier ones, what it waits for`() throws {
    let run = try Samples.run(KubernetesPodsImporter.self, "crashing.json")
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
    let run = try Samples.run(KubernetesPodsImporter.self, "crashing.json")
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
    let relations = try Samples.run(KubernetesPodsImporter.self, "crashing.json").rows.relations
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
    let event = try Samples.run(KubernetesPodsImporter.self, "crashing.json", context: context).event(
      "CrashLoopBackOff")
    #expect(event?.time == EventTime(captured, basis: .received))
  }

  @Test func `a mixed list with evictions, pending pods, nodes, damage and other kinds`() throws {
    let run = try Samples.run(KubernetesPodsImporter.self, "nasty.json")
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
          .missing, "objects of other kinds were read for their owners only: Deployment 1, ReplicaSet 1, Service 1"),
      ])
    #expect(run.rows.relations.map { "\($0.from) \($0.to)" } == ["shop/Deployment/web shop/ReplicaSet/web-5"])
  }

  @Test func `a single pod in YAML, owned by its node`() throws {
    let run = try Samples.run(KubernetesPodsImporter.self, "pod.yaml")
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
      return try ImporterRun(KubernetesPodsImporter.self, text: text).event("Terminated")?.identity
    }
    #expect(keys == [EventIdentity(key: "terminated:u:app:c"), EventIdentity(key: "terminated:u:app:c")])
  }
}
