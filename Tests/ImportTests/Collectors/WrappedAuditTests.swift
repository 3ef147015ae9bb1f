import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

/// An audit record is the same fact in whatever a collector wrapped it.
@Suite struct `Audit records within` {
  private static let record =
    #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"a-1","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/shop/pods/web-1/exec?container=app","verb":"get","user":{"username":"sam"},"objectRef":{"resource":"pods","namespace":"shop","name":"web-1"},"responseStatus":{"code":200},"requestReceivedTimestamp":"2026-08-27T18:15:02.000000Z","stageTimestamp":"2026-08-27T18:15:02.100000Z"}"#
  private static let quoted = "\"" + record.replacing("\"", with: "\\\"") + "\""

  private func expectAudit(_ importer: any Importer.Type, _ text: String) throws {
    let head = FileHead(Array(text.utf8))
    let best = ImporterRegistry.standard.scores(head).first
    #expect(best?.format.id == importer.description.id, "\(best?.confidence.name ?? "")")
    let run = try ImporterRun(importer, text: text)
    #expect(run.rejected.isEmpty)
    let audits = run.events.filter { $0.kind == .audit }
    #expect(audits.count == 1 && run.events.count == 1, "\(run.events.map(\.message))")
    let event = try #require(audits.first)
    #expect(event.subject == Subject(namespace: "shop", kind: "Pod", name: "web-1"))
    #expect(event.attributes["verb"] == "get" && event.attributes[Attribute.actor] == "sam")
    #expect(event.attributes[Attribute.code] == "200")
    #expect(event.identity == EventIdentity(key: "audit:a-1", rank: 3))
    #expect(event.time?.start == Instant(seconds: 1_787_854_502))
  }

  @Test func `an answer of Loki`() throws {
    try expectAudit(
      LokiQueryImporter.self,
      #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"job":"audit"},"values":[["1787854502200000000",\#(Self.quoted)]]}]}}"#
    )
  }

  @Test func `a search result of Elasticsearch`() throws {
    try expectAudit(
      ElasticsearchHitsImporter.self,
      #"{"took":1,"timed_out":false,"hits":{"total":1,"hits":[{"_index":"audit","_id":"1","_source":\#(Self.record)}]}}"#
    )
  }

  @Test func `a search result whose message is the record`() throws {
    try expectAudit(
      ElasticsearchHitsImporter.self,
      #"{"took":1,"timed_out":false,"hits":{"total":1,"hits":[{"_index":"logs","_id":"1","_source":{"@timestamp":"2026-08-27T18:15:03Z","message":\#(Self.quoted)}}]}}"#
    )
  }

  @Test func `a bulk file of Elasticsearch`() throws {
    try expectAudit(
      ElasticsearchBulkImporter.self, #"{"index":{"_index":"audit","_id":"1"}}"# + "\n" + Self.record + "\n")
  }

  @Test func `a CSV of Kibana, as its message`() throws {
    let cell = "\"" + Self.record.replacing("\"", with: "\"\"") + "\""
    try expectAudit(KibanaCSVImporter.self, "\"@timestamp\",message\n\"Aug 27, 2026 @ 18:15:02.000\",\(cell)\n")
  }

  @Test func `a CSV of Kibana, as columns`() throws {
    try expectAudit(
      KibanaCSVImporter.self,
      """
      "@timestamp",auditID,stage,verb,"user.username","objectRef.resource","objectRef.namespace","objectRef.name","responseStatus.code"
      "Aug 27, 2026 @ 18:15:02.000","a-1",ResponseComplete,get,sam,pods,shop,"web-1",200

      """)
  }

  @Test func `a file of Fluentd`() throws {
    try expectAudit(FluentdFileImporter.self, "2026-08-27T18:15:03+00:00\tkube.audit\t\(Self.record)\n")
  }

  @Test func `a file of Fluent Bit`() throws {
    try expectAudit(FluentBitFileImporter.self, "kube.audit: [1787854503.000000000, \(Self.record)]\n")
  }

  @Test func `a file of Fluent Bit, as its log`() throws {
    try expectAudit(FluentBitFileImporter.self, "kube.audit: [1787854503.000000000, {\"log\":\(Self.quoted)}]\n")
  }

  @Test func `the systemd journal`() throws {
    try expectAudit(
      JournaldImporter.self,
      #"{"__REALTIME_TIMESTAMP":"1787854503000000","_SYSTEMD_UNIT":"kube-apiserver.service","SYSLOG_IDENTIFIER":"kube-apiserver","PRIORITY":"6","MESSAGE":\#(Self.quoted)}"#
        + "\n")
  }

  @Test func `the log of a container in Docker`() throws {
    let line = Self.quoted.dropLast() + "\\n\""
    try expectAudit(
      DockerJSONLogImporter.self, #"{"log":\#(line),"stream":"stdout","time":"2026-08-27T18:15:03Z"}"# + "\n")
  }

  @Test func `the log of a container, as the kubelet keeps it`() throws {
    try expectAudit(CRILogImporter.self, "2026-08-27T18:15:03.000000000Z stdout F \(Self.record)\n")
  }
}
