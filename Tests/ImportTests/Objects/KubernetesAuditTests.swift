import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Kubernetes audit log` {
  @Test func `changes are told apart`() throws {
    let run = try Samples.run(KubernetesAuditImporter.self, "changes.log")
    #expect(
      run.events.map { "\($0.kind.rawValue) \($0.reason): \($0.message)" } == [
        "audit patch deployments: patch deployments",
        "change rollout: Deployment shop/payments: image of app set to registry.example/payments:1.4.2",
        "change rollout: Deployment shop/payments: image of app from registry.example/payments:1.4.2 to registry.example/payments:1.4.3",
        "change rollback: rolled back Deployment shop/payments",
        "change scale: scaled Deployment shop/payments to 6 replicas",
        "change cordon: cordoned Node node-3: it takes no new pods", "change uncordon: uncordoned Node node-3",
        "change config: updated ConfigMap shop/payments-config",
        "change exec: exec on Pod shop/payments-1, container app", "audit update leases: update leases: 200",
        "change policy: created NetworkPolicy shop/deny-all",
      ])
    #expect(run.rejected.isEmpty)
    #expect(run.events[3].attributes["image"] == "registry.example/payments:1.4.1")
    #expect(run.events[3].attributes["image_before"] == "registry.example/payments:1.4.3")
    #expect(run.events[6].attributes[Attribute.change] == "cordon")
    #expect(run.events[8].attributes["impersonated"] == "oncall")
  }

  @Test func `the stages of one request share an identity, the last ranks highest`() throws {
    let run = try Samples.run(KubernetesAuditImporter.self, "changes.log")
    #expect(run.events[0].identity == EventIdentity(key: "audit:a-1", rank: 0))
    #expect(run.events[1].identity == EventIdentity(key: "audit:a-1", rank: 3))
    #expect(
      run.events[1].brief
        == "2026-03-02T14:03:55.100Z..2026-03-02T14:03:55.180Z notice rollout shop/Deployment/payments")
  }

  @Test func `neither secrets nor the command of an exec are copied`() throws {
    let text = try ["changes.log", "nasty.log"].map { "\(try Samples.run(KubernetesAuditImporter.self, $0).events)" }
      .joined()
    #expect(!text.contains("c2VjcmV0") && !text.contains("psecret") && !text.contains("mysql"))
  }

  @Test func `failures, dry runs, wrapped and damaged records`() throws {
    let run = try Samples.run(KubernetesAuditImporter.self, "nasty.log")
    #expect(
      run.events.map { "\($0.kind.rawValue) \($0.severity.name) \($0.message)" } == [
        "change notice updated Secret shop/db",
        "audit error create pods: 500 Internal error occurred: etcdserver: request timed out",
        "audit info delete pods: 200",
        "audit info get", "change notice deleted Service shop/cart",
      ])
    #expect(run.events[0].time?.start == run.events[0].time?.end)
    #expect(run.events[1].attributes["user_agent"]?.utf8.count == 203)
    #expect(
      run.reasons == ["cut off: the next record begins inside this one", "not an audit record: it has no auditID"])
  }

  @Test(arguments: [
    ("system:kube-scheduler", "create", "pods", "binding"),
    ("system:serviceaccount:kube-system:job-controller", "create", "pods", ""),
    ("system:node:n1", "patch", "nodes", "status"), ("dana", "update", "endpoints", ""), ("dana", "get", "secrets", ""),
  ])
  func `routine and reads are no changes`(
    _ request: (user: String, verb: String, resource: String, subresource: String)
  ) throws {
    #expect(try kind(request.user, request.verb, request.resource, request.subresource) == .audit)
  }

  @Test func `the autoscaler's scaling is a change`() throws {
    #expect(
      try kind("system:serviceaccount:kube-system:horizontal-pod-autoscaler", "update", "deployments", "scale")
        == .change)
  }

  private func kind(_ user: String, _ verb: String, _ resource: String, _ subresource: String) throws -> EventKind? {
    let text = """
      {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"x","stage":"ResponseComplete","verb":"\(verb)",
       "user":{"username":"\(user)"},"objectRef":{"resource":"\(resource)","name":"n","subresource":"\(subresource)"},
       "responseStatus":{"code":200},"requestReceivedTimestamp":"2026-03-02T14:03:55.100000Z"}
      """
    return try ImporterRun(KubernetesAuditImporter.self, text: text).events.first?.kind
  }
}
