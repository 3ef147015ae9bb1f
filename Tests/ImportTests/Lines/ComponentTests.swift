import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

/// Lines as the components of a cluster write them, in the log of their container.
@Suite struct `The components of a cluster` {
  static let lines: [(component: String, line: String, expected: String)] = [
    (
      "etcd",
      #"{"level":"warn","ts":"2026-08-27T18:15:00.123456Z","caller":"etcdserver/util.go:170","msg":"apply request took too long","took":"412.5ms","expected-duration":"100ms","prefix":"read-only range "}"#,
      "warning apply request took too long | caller=etcdserver/util.go:170 expected-duration=100ms prefix=read-only range  took=412.5ms"
    ),
    (
      "etcd, an error",
      #"{"level":"error","ts":"2026-08-27T18:15:00.123Z","logger":"raft","caller":"rafthttp/peer.go:1","msg":"lost the TCP streaming connection","error":"EOF"}"#,
      "error {raft} lost the TCP streaming connection: EOF | caller=rafthttp/peer.go:1 error=EOF logger=raft"
    ),
    (
      "CoreDNS", #"[ERROR] plugin/errors: 2 payments.shop.svc. A: read udp 10.2.0.3:5353->10.0.0.2:53: i/o timeout"#,
      "error plugin/errors: 2 payments.shop.svc. A: read udp 10.2.0.3:5353->10.0.0.2:53: i/o timeout"
    ),
    (
      "CoreDNS, a query",
      #"[INFO] 10.2.0.9:53412 - 7 "A IN cart.shop.svc.cluster.local. udp 43 false 512" NOERROR qr,aa,rd 106 0.000132s"#,
      #"info 10.2.0.9:53412 - 7 "A IN cart.shop.svc.cluster.local. udp 43 false 512" NOERROR qr,aa,rd 106 0.000132s"#
    ),
    (
      "kubelet",
      #"E0827 18:15:00.123456     812 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to \"StartContainer\" for \"app\" with CrashLoopBackOff" pod="shop/payments-1" podUID="ab""#,
      #"error Error syncing pod, skipping: failed to "StartContainer" for "app" with CrashLoopBackOff | caller=pod_workers.go:1301 error=failed to "StartContainer" for "app" with CrashLoopBackOff pod=shop/payments-1 podUID=ab"#
    ),
    (
      "kube-apiserver",
      #"I0827 18:15:00.123456       1 trace.go:236] Trace[77]: "Update" accept:application/json,audit-id:ab,verb:PUT (27-Aug-2026 18:14:58.000) (total time: 2123ms):"#,
      #"info Trace[77]: "Update" accept:application/json,audit-id:ab,verb:PUT (27-Aug-2026 18:14:58.000) (total time: 2123ms): | caller=trace.go:236"#
    ),
    (
      "kube-proxy",
      #"W0827 18:15:00.123456       1 reflector.go:539] k8s.io/client-go/informers/factory.go:159: failed to list *v1.Service: Unauthorized"#,
      "warning k8s.io/client-go/informers/factory.go:159: failed to list *v1.Service: Unauthorized | caller=reflector.go:539"
    ),
    (
      "containerd",
      #"time="2026-08-27T18:15:00.123456789Z" level=error msg="StartContainer for \"ab\" failed" error="failed to create containerd task: OCI runtime create failed""#,
      #"error StartContainer for "ab" failed: failed to create containerd task: OCI runtime create failed | error=failed to create containerd task: OCI runtime create failed"#
    ),
    (
      "CRI-O",
      #"time="2026-08-27 18:15:00.123456789Z" level=info msg="Removed container ab: shop/payments-1/app" id=7f name=/runtime.v1.RuntimeService/RemoveContainer"#,
      "info Removed container ab: shop/payments-1/app | id=7f name=/runtime.v1.RuntimeService/RemoveContainer"
    ),
    (
      "kube-scheduler in JSON",
      #"{"ts":1787854500123.456,"caller":"scheduler/schedule_one.go:1","msg":"Unable to schedule pod","v":2,"pod":{"name":"cart-0","namespace":"shop"},"err":"0/3 nodes are available"}"#,
      "error Unable to schedule pod: 0/3 nodes are available | caller=scheduler/schedule_one.go:1 error=0/3 nodes are available"
    ),
  ]

  @Test(arguments: lines) func `are read right in a container's log`(_ what: String, _ line: String, _ expected: String)
    throws
  {
    let events = try read(CRILogImporter.self, text: "2026-08-27T18:15:00.123456789Z stderr F \(line)\n").events
    #expect(events.count == 1)
    let fact = events.first.map { event in
      event.line.replacing(" stream=stderr", with: "").replacing("stream=stderr ", with: "")
    }
    let found = fact?.replacing("1@0 2026-08-27T18:15:00.123456789Z ", with: "")
    #expect(found?.replacing(" | stream=stderr", with: "").trimmingSuffix == expected, "\(what)")
    #expect(events.first?.attributes["inner_time"] == nil, "\(what): its own time is the runtime's")
  }

  @Test func `have a journal whose node is the subject`() throws {
    let line =
      #"Aug 27 18:15:00 node-1 kubelet[812]: I0827 18:15:00.123456     812 kubelet.go:2] "SyncLoop ADD" source="api" pods=["shop/payments-1"]"#
    let events = try read(SyslogImporter.self, text: "\(line)\n\(line)\n", reference: "2026-08-28T00:00:00Z").events
    #expect(events.map(\.subject) == [Subject(kind: "Node", name: "node-1"), Subject(kind: "Node", name: "node-1")])
    #expect(events.map(\.severity) == [.info, .info])
    #expect(events.first?.attributes["pods"] == #"["shop/payments-1"]"#)
  }
}

extension String {
  /// Without a bar that no fact follows.
  fileprivate var trimmingSuffix: String { hasSuffix(" |") ? String(dropLast(2)) : self }
}

@Suite struct `Components as files` {
  @Test func `etcd before 3.4 writes a letter and its package`() throws {
    let text = """
      2026-08-27 18:15:00.123456 W | etcdserver: read-only range request "key:\\"/registry/pods\\" " took too long (512.3ms) to execute
      2026-08-27 18:15:01.000001 I | raft: 8e9e05c52164694d became leader at term 2
      2026-08-27 18:15:02.000002 C | etcdmain: rename failed

      """
    #expect(FileHead(Array(text.utf8)).claims == ["plain-log"])
    expectLines(
      try read(PlainLogImporter.self, text: text).events,
      [
        #"1@0 2026-08-27T18:15:00.123456Z assumedZone warning {etcdserver} read-only range request "key:\"/registry/pods\" " took too long (512.3ms) to execute | logger=etcdserver"#,
        "2@128 2026-08-27T18:15:01.000001Z assumedZone info {raft} 8e9e05c52164694d became leader at term 2 | logger=raft",
        "3@206 2026-08-27T18:15:02.000002Z assumedZone critical {etcdmain} rename failed | logger=etcdmain",
      ])
  }

  @Test func `elect leaders`() throws {
    let text = """
      I0827 18:15:00.123456       1 leaderelection.go:250] attempting to acquire leader lease kube-system/kube-scheduler...
      I0827 18:15:01.123456       1 leaderelection.go:260] successfully acquired lease kube-system/kube-scheduler
      E0827 18:15:11.123456       1 leaderelection.go:332] error retrieving resource lock kube-system/kube-scheduler: Get "https://10.0.0.1:6443/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler?timeout=5s": context deadline exceeded
      I0827 18:15:12.123456       1 leaderelection.go:285] failed to renew lease kube-system/kube-scheduler: timed out waiting for the condition
      F0827 18:15:12.200000       1 controllermanager.go:312] "leaderelection lost"

      """
    #expect(FileHead(Array(text.utf8)).claims == ["klog"])
    let events = try read(KlogImporter.self, text: text, reference: "2026-08-28T00:00:00Z").events
    #expect(events.map(\.severity) == [.info, .info, .error, .info, .critical])
    #expect(events.map(\.message.count) == [64, 54, 197, 85, 19])
    #expect(events.last?.message == "leaderelection lost")
    #expect(events.last?.time?.start.rfc3339(.millisecond) == "2026-08-27T18:15:12.200Z")
  }
}

extension FileHead {
  /// The formats that claim the head.
  var claims: [String] {
    ImporterRegistry.standard.scores(self).filter { $0.confidence > .no }.map(\.format.id)
  }
}
