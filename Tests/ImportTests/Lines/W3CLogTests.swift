import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

@Suite struct `W3C extended logs` {
  @Test func `of IIS say request, status, client and duration`() throws {
    expectLines(
      try read(W3CLogImporter.self, "w3c-log/iis.log").events,
      [
        "5@261 2026-08-27T18:15:00Z info GET /cart?id=7&token=*** 200 | client=10.0.0.7 duration_ms=12 http_method=GET http_path=/cart?id=7&token=*** http_status=200",
        "6@358 2026-08-27T18:15:01Z error POST /pay 503 | client=10.0.0.8 duration_ms=3002 http_method=POST http_path=/pay http_status=503 substatus=4 win32_status=64",
      ])
  }

  @Test func `without dates take the header's, step over midnight, and change their columns`() throws {
    let run = try read(W3CLogImporter.self, "w3c-log/odd.log", zone: "Europe/Berlin")
    expectLines(
      run.events,
      [
        "4@109 2026-08-27T23:59:59Z info GET /a 200 | bytes=12 client=10.0.0.7 http_method=GET http_path=/a http_status=200 ",
        "5@147 2026-08-28T00:00:01Z notice GET /b c 404 | client=10.0.0.7 http_method=GET http_path=/b c http_status=404",
        "7@226 2026-08-27T23:00:00.125Z assumedZone unknown 2026-08-28 01:00:00.125 ERROR",
        "8@256 undated unknown 25:00:00 10.0.0.7",
      ].map { $0.trimmed })
    #expect(run.rejected.map(\.reason) == ["a line without values"])
    #expect(run.notes.map(\.kind) == [.timeAssumption])
  }

  @Test(arguments: [
    "#fields\tts\tuid\n1.5\tC\n", "#Fields: name size\na 1\n", "x\n#Fields: date time\n", "# Fields: date time\n",
  ])
  func `are not seen elsewhere`(_ text: String) {
    #expect(!FileHead(Array(text.utf8)).claims.contains("w3c-log"))
  }
}

extension String {
  fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}

@Suite struct `Logs that an assistant's tool fetched` {
  @Test func `are about the pod it asked for, without the tool's own words`() throws {
    let run = try read(KubectlLogImporter.self, "kubectl-log/fetched-by-a-tool.txt")
    #expect(
      run.events.map(\.message) == [
        "Started server process [1]\nTraceback (most recent call last):\n  File \"/app/pay.py\", line 9, in charge\nshop.PoolError: no connection left",
        "ready",
      ])
    #expect(
      run.events.allSatisfy {
        $0.subject == Subject(namespace: "shop", kind: "Pod", name: "payments-1") && $0.time == nil
      })
    #expect(run.rejected.isEmpty)
  }

  @Test(arguments: [
    (#""status": "no_data", "error": null"#, "the tool found no lines"),
    (#""status": "error", "error": "pods \"a\" not found""#, "the command failed: pods \"a\" not found"),
  ])
  func `say why there are none`(_ result: String, _ note: String) throws {
    let text =
      #"{"toolset_name":"kubernetes/logs","tool_name":"fetch_pod_logs","match_params":{"pod_name":"a"}}"#
      + "\n{\"schema_version\": \"robusta:v1.0.0\", \(result)}\n"
    #expect(FileHead(Array(text.utf8)).claims == ["kubectl-log"])
    let run = try read(KubectlLogImporter.self, text: text)
    #expect(run.events.isEmpty)
    #expect(run.notes == [SourceNote(.missing, note)])
  }
}
