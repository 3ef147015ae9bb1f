import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `Kubernetes events` {
  @Test func `a counted event is an interval, a new one an instant to the microsecond`() throws {
    let run = try Samples.run(KubernetesEventsImporter.self, "list.json")
    #expect(
      run.briefs == [
        "2026-03-02T14:04:10Z..2026-03-02T14:09:55Z warning BackOff shop/Pod/cart-7d9c6b5f4-x2x9p[app] x14",
        "2026-03-02T14:03:58.120334Z info Scheduled shop/Pod/cart-7d9c6b5f4-x2x9p",
      ])
    #expect(run.events[0].attributes == ["component": "kubelet", "host": "node-3"])
    #expect(run.events[1].time?.precision == .microsecond)
    #expect(run.events[0].identity == EventIdentity(key: "5b0e3c0e-95c3-4d0a-8a53-7b8f34a5f7c1", rank: 14))
    #expect(run.events.map(\.provenance.line) == [4, 30])
    #expect(run.rejected.isEmpty && run.notes.isEmpty)
  }

  @Test func `damage, odd times and pages are told and cost only themselves`() throws {
    let run = try Samples.run(KubernetesEventsImporter.self, "nasty.json")
    #expect(
      run.briefs == [
        "2026-03-02T14:00:00.000001Z..2026-03-02T14:20:00.500Z warning Rebooted Node/node-3 x7",
        "2026-03-02T14:01:00Z unknown Killing shop/Pod/cart-1", "undated unknown  shop/Pod/cart-2",
        "2026-03-02T14:04:00Z warning Unhealthy shop/Pod/cart-3 x2", "2026-03-02T14:06:00Z info Pulled shop/Pod/cart-4",
      ])
    #expect(run.events[1].time?.basis == .creationTime)
    #expect(run.events[0].message == "]},{\"items\":[ \\\" } tab\there <b>bold</b>")
    #expect(
      run.reasons == [
        "not an Event: an object without kind has no involvedObject", "cut off: the next record begins inside this one",
        "cut off: the input ends inside this record",
      ])
    #expect(run.rejected.map(\.provenance.line) == [5, 9, 11])
    #expect(run.notes == [SourceNote(.limit, "the list was read in pages and ends early: 41 more items")])
  }

  @Test func `YAML gives the same as JSON`() throws {
    let run = try Samples.run(KubernetesEventsImporter.self, "events.yaml")
    #expect(
      run.briefs == [
        "2026-03-02T14:04:10Z..2026-03-02T14:06:10Z warning Unhealthy shop/Pod/front-0[web] x3",
        "2026-03-02T14:07:00.250Z info ScalingReplicaSet shop/Deployment/front",
      ])
    #expect(
      run.events[0].message
        == "Readiness probe failed: HTTP probe failed with statuscode: 503\n- items:\n- not an item\n\nthe end")
    #expect(run.events.map(\.provenance.line) == [5, 31])
  }

  @Test(arguments: ["list.json", "nasty.json", "events.yaml"], [1, 3, 64])
  func `the same events at every chunk size`(_ file: String, _ size: Int) throws {
    let whole = try Samples.run(KubernetesEventsImporter.self, file)
    let cut = try Samples.run(KubernetesEventsImporter.self, file, chunkSize: size)
    #expect(cut.events == whole.events)
    #expect(cut.rejected == whole.rejected)
    #expect(cut.notes == whole.notes)
  }

  @Test(arguments: [
    "{\"kind\":\"EventList\",\"items\":null}", "{\"kind\":\"List\",\"items\":[]}", "kind: EventList\nitems: null\n", "",
  ])
  func `lists without items are empty, not damaged`(_ text: String) throws {
    let run = try ImporterRun(KubernetesEventsImporter.self, text: text)
    #expect(run.events.isEmpty && run.rejected.isEmpty && run.notes.isEmpty)
  }

  @Test func `a watch that the server ended says why`() throws {
    let text =
      "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"message\":\"too old resource version\",\"code\":410}}"
    let run = try ImporterRun(KubernetesEventsImporter.self, text: text)
    #expect(run.notes == [SourceNote(.warning, "the API server answered: too old resource version")])
    #expect(run.rejected.isEmpty)
  }

  @Test func `events trimmed to time, reason and message are kept without an object`() throws {
    let text = """
      {"items":[{"namespace":"shop","lastTimestamp":"2026-03-02T11:40:44+02:00","reason":"FailedUpdate","message":"m","type":"Warning"}]}
      """
    #expect(KubernetesEventsImporter.sniff(FileHead(Array(text.utf8))) == .likely)
    #expect(
      try ImporterRun(KubernetesEventsImporter.self, text: text).briefs == [
        "2026-03-02T09:40:44Z warning FailedUpdate shop"
      ])
  }

  @Test func `an audit log is not claimed`() {
    let text = "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"auditID\":\"1\",\"verb\":\"get\"}"
    #expect(KubernetesEventsImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}
