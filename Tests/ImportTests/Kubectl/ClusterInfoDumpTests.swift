import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

struct `kubectl cluster-info dump` {
  private static let context = SourceContext(
    path: "dump.txt", referenceTime: CivilTime(year: 2026, month: 3, day: 2, hour: 15).instant())

  @Test func `lists, events and logs that follow each other on stdout`() throws {
    let run = try Samples.run(ClusterInfoDumpImporter.self, "stdout.txt")
    let pod = "shop/Pod/payments-6f9d8c7b5-k2lmn"
    #expect(
      run.briefs == [
        "2026-03-02T14:06:00Z warning Ready=Unknown Node/node-3",
        "2026-03-02T14:12:45Z..2026-03-02T14:20:00Z warning BackOff \(pod) x12",
        "2026-03-02T14:12:40Z info  \(pod)[app]", "2026-03-02T14:12:41Z error  \(pod)[app]",
      ])
    #expect(run.events.last?.message == "cannot reach the database\n[config] reading {settings}")
    #expect(run.rejected.isEmpty)
    #expect(run.notes.map(\.kind) == [.missing])
    #expect(run.notes.first?.text.hasPrefix("the log of \(pod)[proxy] was not collected: Request log error") == true)
  }

  @Test func `the log file of a folder, cut off`() throws {
    let run = try Samples.run(
      ClusterInfoDumpImporter.self, "shop/payments-6f9d8c7b5-k2lmn/logs.txt", context: Self.context)
    #expect(
      run.events.map { "\($0.severity.name) \($0.subject)" } == [
        "info shop/Pod/payments-6f9d8c7b5-k2lmn[app]", "error shop/Pod/payments-6f9d8c7b5-k2lmn[app]",
        "unknown shop/Pod/payments-6f9d8c7b5-k2lmn[proxy]",
      ])
    #expect(run.events.first?.time?.basis == .assumedYear)
    #expect(run.notes.contains(SourceNote(.warning, "cut off: the last log does not end")))
  }

  @Test func `a dump in YAML, whose logs may look like it`() throws {
    let run = try Samples.run(ClusterInfoDumpImporter.self, "dump.yaml")
    #expect(run.briefs.contains("2026-03-02T14:00:00Z info PodCreated shop/Pod/web-7d4b9c6f5-aaaaa"))
    #expect(run.events.filter { $0.kind == .log }.map(\.message) == ["kind: not an object", "listening"])
    #expect(run.rejected.isEmpty)
  }

  @Test func `a dump whose nodes fill the head is read to its logs by the importer of objects`() throws {
    let node =
      "{\"kind\":\"NodeList\",\"items\":[{\"metadata\":{\"name\":\"n\",\"uid\":\"u\"},\"status\":{\"nodeInfo\":{}}}]}\n"
    let log =
      "==== START logs for container c of pod a/b ====\n{\"level\":\"error\",\"msg\":\"m\"}\n[x\n==== END logs for container c of pod a/b ====\n"
    let run = try ImporterRun(KubernetesObjectsImporter.self, text: node + log + node)
    #expect(run.events.map { "\($0.subject)" } == ["a/Pod/b[c]", "a/Pod/b[c]"])
    #expect(run.rejected.isEmpty)
  }

  @Test func `an object in YAML below what a tool says about its command`() throws {
    let run = try Samples.run(KubernetesObjectsImporter.self, "wrapped.txt")
    #expect(
      run.briefs == [
        "2026-03-02T14:00:00Z info PodCreated shop/Pod/web-1", "undated info ContainerSpec shop/Pod/web-1[app]",
      ])
    #expect(run.rejected.isEmpty && run.notes.isEmpty)
  }
}
