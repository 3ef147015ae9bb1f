import DebriefImport
import DebriefModel
import DebriefParsing
import DebriefTesting
import Testing

struct `Kubernetes events as a table` {
  static let captured = Timestamp.rfc3339("2026-03-02T15:00:00Z")?.start

  private static func run(_ text: String, captured: Instant? = captured) throws -> ImporterRun {
    try ImporterRun(
      KubernetesEventsTableImporter.self, text: text, context: SourceContext(path: "events.txt", capturedAt: captured))
  }

  @Test func `ages count back from the capture, a count spans from the first age to the last`() throws {
    let context = SourceContext(path: "events.txt", capturedAt: Self.captured)
    let run = try Samples.run(KubernetesEventsTableImporter.self, "events.txt", context: context)
    #expect(
      run.briefs == [
        "2026-03-02T14:02:00Z info ScalingReplicaSet shop/Deployment/payments",
        "2026-03-02T14:02:00Z info Scheduled shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T14:02:00Z..2026-03-02T14:04:00Z info Pulled shop/Pod/payments-6f9d8c7b5-k2lmn x5",
        "2026-03-02T14:02:00Z..2026-03-02T14:56:30Z warning BackOff shop/Pod/payments-6f9d8c7b5-k2lmn x256",
      ])
    #expect(run.events.allSatisfy { $0.time?.basis == .relativeAge && $0.time?.early == .minutes(1) })
    #expect(run.rejected.isEmpty && run.notes.isEmpty)
  }

  @Test func `a wide table of all namespaces, cut at its headings`() throws {
    let context = SourceContext(path: "events.txt", capturedAt: Self.captured)
    let run = try Samples.run(KubernetesEventsTableImporter.self, "wide-all-namespaces.txt", context: context)
    #expect(
      run.briefs == [
        "undated warning FailedScheduling default/Pod/report-1",
        "2026-02-27T18:00:00Z info Pulled shop/Pod/payments-6f9d8c7b5-k2lmn[app]",
        "2026-03-02T13:20:00Z..2026-03-02T14:59:43Z warning Unhealthy shop/Pod/payments-6f9d8c7b5-k2lmn[app] x86",
        "undated info NodeNotReady Node/node-2 x2",
      ])
    #expect(run.events[2].message == "Readiness probe failed:  HTTP probe failed with statuscode: 503")
    #expect(run.events[2].attributes == ["component": "kubelet", "host": "node-3"])
    #expect(run.events[2].identity?.key == "event:shop/payments-6f9d8c7b5-k2lmn.17a0c3e5d2f4b6aa")
    #expect(run.rejected.isEmpty && run.notes.isEmpty)
  }

  @Test func `rows without headings, cut by tail`() throws {
    let context = SourceContext(path: "events.txt", capturedAt: Self.captured)
    let run = try Samples.run(KubernetesEventsTableImporter.self, "tail-without-headings.txt", context: context)
    #expect(
      run.briefs == [
        "2026-03-02T14:04:00Z info Created shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T14:52:00Z warning BackOff shop/Pod/payments-6f9d8c7b5-k2lmn",
        "2026-03-02T14:58:01Z info Killing shop/Pod/web-7d4b9c6f5-aaaaa",
        "2026-03-02T10:48:00Z info SuccessfulRescale shop/HorizontalPodAutoscaler/web",
        "2023-01-22T15:00:00Z info Sync shop/Ingress/web",
      ])
    #expect(run.events[2].message == "Stopping container  web")
    #expect(run.reasons == ["not a row of kubectl get events"])
    #expect(run.notes.map(\.kind) == [.limit, .missing])
  }

  @Test func `without a capture time nothing is dated, and a note says why`() throws {
    let run = try Samples.run(KubernetesEventsTableImporter.self, "events.txt")
    #expect(run.events.count == 4 && run.events.allSatisfy { $0.time == nil })
    #expect(run.notes.map(\.kind) == [.missing])
  }

  @Test(arguments: [
    ("119s", 1), ("2m", 1), ("9m59s", 1), ("10m", 60), ("179m", 60), ("3h", 60), ("7h59m", 60), ("8h", 3600),
    ("47h", 3600), ("2d1h", 3600), ("7d23h", 3600), ("8d", 86_400), ("729d", 86_400), ("7y364d", 86_400),
    ("8y", 365 * 86_400),
  ])
  func `an age may be off by what HumanDuration leaves out`(_ age: String, _ seconds: Int) throws {
    let run = try Self.run("\(age)   Normal   Pulled   pod/a   Pulled image\n")
    #expect(run.events.first?.time?.early == .seconds(Double(seconds)))
    #expect(run.events.first?.time?.late == .zero)
  }

  @Test(arguments: ["", "5", "m5", "5m3h", "5m3s2s", "99999999999d", "-5m", "5 m"])
  func `what is no age is no row`(_ age: String) throws {
    #expect(try Self.run("\(age)   Normal   Pulled   pod/a   Pulled image\n").events.isEmpty)
  }

  @Test func `a watch that met a longer name is cut at its gaps`() throws {
    let run = try Self.run(
      """
      NAMESPACE   LAST SEEN   TYPE     REASON    OBJECT      MESSAGE
      shop        0s          Normal   Pulled    Pod/web-1   Pulled image
      shop        0s          Normal   SuccessfulCreate   ReplicaSet/payments-6f9d8c7b5   Created pod:  payments
      """)
    #expect(run.briefs.last == "2026-03-02T15:00:00Z info SuccessfulCreate shop/ReplicaSet/payments-6f9d8c7b5")
    #expect(run.events.last?.message == "Created pod:  payments")
  }

  @Test func `the table of old servers, kind and name apart`() throws {
    let run = try Self.run(
      """
      LASTSEEN   FIRSTSEEN   COUNT     NAME                     KIND      SUBOBJECT                TYPE      REASON      SOURCE            MESSAGE
      1m         5m          3         web-1.15b3f2a1c9d0e8f7   Pod       spec.containers{nginx}   Warning   Unhealthy   kubelet, node-1   Liveness probe failed
      """)
    #expect(run.briefs == ["2026-03-02T14:55:00Z..2026-03-02T14:59:00Z warning Unhealthy Pod/web-1[nginx] x3"])
  }

  @Test func `two equal rows of a table are two things, the same row of two tables is one`() throws {
    let row = "5m   Normal   Pulled   pod/a   Pulled image\n"
    let keys = try Self.run(row + row).events.map { $0.identity?.key }
    #expect(Set(keys).count == 2)
    #expect(try Self.run(row).events.first?.identity?.key == keys.first)
  }

  @Test func `prose and tables of other things are not claimed`() {
    for text in [
      "NAME   READY   STATUS\nweb   1/1   Running\n", "REASON and MESSAGE are words\n",
      "5m Normal Pulled pod/a Pulled\n", "{\"reason\":\"a\",\"message\":\"b\"}\n",
    ] {
      #expect(KubernetesEventsTableImporter.sniff(FileHead(Array(text.utf8))) == .no, "\(text)")
    }
  }
}
