import DebriefModel
import DebriefTesting
import Testing

@testable import DebriefImport

@Suite struct `Access logs` {
  @Test func `of nginx and Apache give request, status, duration and upstream, without secrets`() throws {
    let run = try read(AccessLogImporter.self, "access-log/combined.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T16:15:00Z info \"GET /cart?id=7&access_token=***&sig=*** HTTP/1.1\" 200 512 \"https://shop.example.com/?key=***\" \"Mozilla/5.0 (X11; \\\"odd\\\")\" | bytes=512 http_method=GET http_path=/cart?id=7&access_token=***&sig=*** http_status=200",
        "2@166 2026-08-27T16:15:01Z error \"POST /pay HTTP/2.0\" 502 157 \"-\" \"curl/8\" \"10.1.1.1\" 3.002 3.000 | bytes=157 duration_ms=3002 http_method=POST http_path=/pay http_status=502 upstream_ms=3000",
        "3@275 2026-08-27T16:15:02Z notice \"GET /old HTTP/1.1\" 404 - | http_method=GET http_path=/old http_status=404",
        "4@364 2026-08-27T16:15:03Z warning \"GET /slow HTTP/1.1\" 499 0 \"-\" \"curl/8\" rt=0.25 urt=\"0.1\" uaddr=\"10.2.0.5:8080\" | bytes=0 duration_ms=250 http_method=GET http_path=/slow http_status=499 upstream=10.2.0.5:8080 upstream_ms=100",
        "5@486 2026-08-27T16:15:04Z error \"GET /pay HTTP/1.1\" 504 160 \"-\" \"curl/8\" 431 5.001 [shop-payments-8080] [] 10.2.0.5:8080 0 5.000 504 4bf92f3577b34da6 | bytes=160 duration_ms=5001 http_method=GET http_path=/pay http_status=504 request_id=4bf92f3577b34da6 upstream=shop-payments-8080 upstream_address=10.2.0.5:8080 upstream_status=504",
        "6@646 2026-08-27T16:15:05Z notice \"\\x16\\x03\\x01\\x00\" 400 150 \"-\" \"-\" | bytes=150 http_status=400",
        "7@723 2026-08-27T16:15:06Z notice \"-\" 408 0 \"-\" \"-\" | bytes=0 http_status=408",
        "8@783 2026-08-27T16:15:07Z unknown \"GET /cut | http_method=GET http_path=/cut",
      ])
  }

  @Test func `of Envoy and Istio give flags and upstreams`() throws {
    let run = try read(AccessLogImporter.self, "access-log/envoy.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.100Z info \"GET /cart HTTP/1.1\" 200 - 0 512 12 11 \"10.0.0.7\" \"curl/8\" \"req-1\" \"shop\" \"10.2.0.4:8080\" | authority=shop bytes=512 duration_ms=12 http_method=GET http_path=/cart http_status=200 request_id=req-1 upstream_address=10.2.0.4:8080 upstream_ms=11",
        "2@117 2026-08-27T18:15:01.200Z error \"POST /pay?token=*** HTTP/1.1\" 503 UF,URX upstream_reset_before_response_started{connection_failure} - \"delayed_connect_error:_111\" 0 159 3002 - \"-\" \"Go-http-client/1.1\" \"req-2\" \"payments:8080\" \"10.2.0.5:8080\" outbound|8080||payments.shop.svc.cluster.local - 10.3.0.1:8080 10.2.0.9:41000 - default | authority=payments:8080 bytes=159 duration_ms=3002 http_method=POST http_path=/pay?token=*** http_status=503 request_id=req-2 response_details=upstream_reset_before_response_started{connection_failure} response_flags=UF,URX upstream=outbound|8080||payments.shop.svc.cluster.local upstream_address=10.2.0.5:8080",
        "3@442 2026-08-27T18:15:02.300Z error \"- - -\" 0 UH - - \"-\" 0 0 0 - \"-\" \"-\" \"-\" \"-\" \"-\" BlackHoleCluster - 10.9.0.1:443 10.2.0.9:41002 - - | bytes=0 duration_ms=0 http_status=0 response_flags=UH upstream=BlackHoleCluster",
        "4@569 2026-08-27T18:15:03.400Z warning \"GET /cart HTTP/1.1\" 0 DC downstream_remote_disconnect - \"-\" 0 0 60000 - \"-\" \"curl/8\" \"req-4\" \"cart:8080\" \"10.2.0.4:8080\" outbound|8080||cart.shop.svc.cluster.local 10.2.0.9:1 10.3.0.2:8080 10.2.0.9:41003 - default | authority=cart:8080 bytes=0 duration_ms=60000 http_method=GET http_path=/cart http_status=0 request_id=req-4 response_details=downstream_remote_disconnect response_flags=DC upstream=outbound|8080||cart.shop.svc.cluster.local upstream_address=10.2.0.4:8080",
      ])
  }

  @Test func `in JSON are read by the names of their fields`() throws {
    let run = try read(AccessLogImporter.self, "access-log/json.log")
    #expect(run.rejected.map(\.provenance.line) == [5])
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.100Z info \"GET /cart\" 200 | bytes=512 duration_ms=12 http_method=GET http_path=/cart http_status=200 request_id=req-1 upstream=outbound|8080||cart.shop.svc.cluster.local",
        "2@251 2026-08-27T18:15:01.200Z error \"POST /pay?password=***\" 503 UF | duration_ms=3002 http_method=POST http_path=/pay?password=*** http_status=503 response_flags=UF upstream_address=10.2.0.5:8080",
        "3@453 2026-08-27T18:15:02Z warning \"GET /pay\" 429⏎{\"start_time\":null,\"response_code\":200} | duration_ms=3 http_method=GET http_path=/pay http_status=429",
      ])
  }

  @Test(arguments: [
    (200, Severity.info), (302, .info), (404, .notice), (429, .warning), (499, .warning), (500, .error), (599, .error),
  ])
  func `judge a status`(_ status: Int, _ severity: Severity) {
    #expect(WebText.severity(status: status) == severity)
  }

  @Test func `have fields that always move on, whatever the bytes`() {
    let lines: [[UInt8]] = [
      [], [0x22], [0x5B], [0x5C], [0x22, 0x5C], [0x01, 0x02, 0x22, 0x5C, 0x5C], Array(repeating: 0x09, count: 9),
      (0...255).map { UInt8($0) }, [0x22, 0x5C, 0x22], [0x00, 0x0B, 0x0C, 0x20, 0x1B, 0x5B],
    ]
    for bytes in lines {
      var cursor = FieldCursor(at: 0)
      var fields = 0
      while let field = cursor.next(bytes.span) {
        #expect(field.upperBound <= bytes.count)
        fields += 1
        guard fields <= bytes.count else { break }
      }
      #expect(fields <= bytes.count)
      #expect(cursor.position == bytes.count)
    }
  }

  @Test(arguments: [("0.250", "250"), ("3", "3000"), ("1.0005", "1000.5"), ("0.000", "0"), ("-", nil), ("1.2.3", nil)])
  func `turn seconds into milliseconds without rounding`(_ text: String, _ milliseconds: String?) {
    let bytes = Array(text.utf8)
    #expect(WebText.milliseconds(ofSeconds: bytes.span, 0..<bytes.count) == milliseconds)
  }

  @Test(arguments: [
    ("/a?token=x&b=1", "/a?token=***&b=1"), ("/a?b=1&X-Amz-Signature=q#f", "/a?b=1&X-Amz-Signature=***#f"),
    ("/a?key=", "/a?key=***"), ("/a?monkey=1", "/a?monkey=1"), ("/code=1", "/code=1"),
    ("http://ann:pw@h/", "http://***@h/"),
  ])
  func `mask secrets in URLs`(_ text: String, _ masked: String) {
    #expect(WebText.masked(text) == masked)
  }
}

@Suite struct `Error logs of web servers` {
  @Test func `of nginx give level, request and upstream`() throws {
    let run = try read(WebErrorLogImporter.self, "web-error-log/nginx.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00Z assumedZone error connect() failed (111: Connection refused) while connecting to upstream | authority=shop.example.com client=10.0.0.7 connection=1 http_method=POST http_path=/pay?token=*** server=shop upstream=http://***@10.2.0.5:8080/pay",
        "2@254 2026-08-27T18:15:01Z assumedZone warning an upstream response is buffered to a temporary file | client=10.0.0.7 connection=2",
        "3@362 2026-08-27T18:15:02Z assumedZone notice signal 15 (SIGTERM) received from 1, exiting",
        "4@441 2026-08-27T18:15:03Z assumedZone critical host not found in upstream \"payments\" in /etc/nginx/conf.d/shop.conf:4",
        "5@545 2026-08-27T18:15:04Z assumedZone unknown [odd] 1#1: no such level",
      ])
  }

  @Test func `of Apache give level and module`() throws {
    let run = try read(WebErrorLogImporter.self, "web-error-log/apache.log")
    expectLines(
      run.events,
      [
        "1@0 2026-08-27T18:15:00.123456Z assumedZone error {proxy} (111)Connection refused: [client 10.0.0.7:1234] AH00957: HTTP: attempt to connect to 10.2.0.5:8080 failed | logger=proxy",
        "2@170 2026-08-27T18:15:01.000001Z assumedZone debug {core} request.c(312): looking for https://***@shop.example.com/ | logger=core",
        "3@310 2026-08-27T18:15:02Z assumedZone notice caught SIGTERM, shutting down",
        "4@376 2026-08-27T18:15:03.500Z assumedZone notice {mpm_event} AH00489: Apache/2.4.62 configured | logger=mpm_event",
        "5@472 2026-08-27T18:15:04Z assumedZone unknown cut",
      ])
  }

  @Test func `are read in a container's log, too, beside the access log`() throws {
    let text = """
      2026-08-27T18:15:00.000000001Z stderr F 2026/08/27 18:15:00 [crit] 29#29: *1 SSL_do_handshake() failed, client: 10.0.0.7
      2026-08-27T18:15:00.000000002Z stdout F 10.0.0.7 - - [27/Aug/2026:18:15:00 +0000] "GET / HTTP/1.1" 503 0 "-" "-"

      """
    let events = try read(CRILogImporter.self, text: text).events.sorted { $0.provenance < $1.provenance }
    #expect(events.map(\.severity) == [.critical, .error])
    #expect(events.map { $0.attributes["http_status"] } == [nil, "503"])
  }
}
