import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

/// Ten kinds of secrets in lines as programs write them; `@` stands for the secret.
struct PlantedSecret: CustomTestStringConvertible, Sendable {
  var kind: String
  var secret: String
  var line: String
  var testDescription: String { kind }
  var text: String { line.replacing("@@", with: secret) }

  static let all = [
    PlantedSecret(
      kind: "authorization header", secret: "dXNlcjpwYXNzd29yZA==", line: "request headers Authorization: Basic @@ sent"
    ),
    PlantedSecret(
      kind: "bearer token", secret: "abc123def456.ghi-789_x", line: #"calling with bearer @@ failed"#),
    PlantedSecret(kind: "password", secret: "correct-horse", line: "connect host=db user=app password=@@ failed"),
    PlantedSecret(kind: "quoted password", secret: "a b,c;d}e", line: #"options {"db_password": "@@", "retries": 3}"#),
    PlantedSecret(
      kind: "AWS secret key", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      line: "AWS_SECRET_ACCESS_KEY=@@ exported"),
    PlantedSecret(kind: "AWS access key", secret: "IOSFODNN7EXAMPLE", line: "signing with AKIA@@ now"),
    PlantedSecret(
      kind: "login in a URL", secret: "app:s3cr3t", line: "dial postgres://@@@db.shop.svc:5432/payments: refused"),
    PlantedSecret(
      kind: "kubeconfig", secret: "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlF", line: "client-key-data: @@"),
    PlantedSecret(
      kind: "JSON web token", secret: "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sflKxwRJSMeKKF2QT4",
      line: "session eyJ@@ expired"),
    PlantedSecret(
      kind: "private key", secret: "MIIEowIBAAKCAQEA7bq",
      line: #"-----BEGIN RSA PRIVATE KEY-----\n@@\n-----END RSA PRIVATE KEY-----"#),
  ]

  /// The line in what runtimes, loggers and stores put around it.
  var files: [(importer: any Importer.Type, text: String)] {
    let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let time = "2026-08-27T18:15:00.123456789Z"
    return [
      (CRILogImporter.self, "\(time) stderr F \(text)\n"),
      (DockerJSONLogImporter.self, #"{"log":"\#(quoted)\n","stream":"stderr","time":"\#(time)"}"# + "\n"),
      (KlogImporter.self, "E0827 18:15:00.123456       1 pay.go:7] \(text)\n"),
      (
        JSONLinesLogImporter.self,
        #"{"time":"\#(time)","level":"error","msg":"\#(quoted)","detail":"\#(quoted)"}"# + "\n"
      ),
      (LogfmtLogImporter.self, #"time=\#(time) level=error msg="\#(quoted)""# + "\n"),
      (PlainLogImporter.self, "2026-08-27 18:15:00,123 ERROR \(text)\n\tat once: \(text)\n"),
      (SyslogImporter.self, "<11>Aug 27 18:15:00 node-1 pay[7]: \(text)\n"),
      (
        FluentBitFileImporter.self,
        #"{"date":1787854500.5,"log":"\#(quoted)","kubernetes":{"pod_name":"pay-1"}}"# + "\n"
      ),
      (
        LokiQueryImporter.self,
        #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"pod":"pay-1"},"values":[["1787854500000000000","\#(quoted)"]]}]}}"#
      ),
      // Broken records are rejected with an excerpt.
      (DockerJSONLogImporter.self, #"{"log":"\#(quoted)"#),
      (JSONLinesLogImporter.self, #"{"time":"\#(time)","msg":"\#(quoted)"#),
    ]
  }
}

@Suite struct `Secrets in log lines` {
  private func everything(_ run: ImporterRun) -> String {
    let events = run.events.map {
      "\($0.message)|\($0.reason)|\($0.subject)|\($0.attributes)|\($0.identity?.key ?? "")"
    }
    let rest = run.rejected.map { "\($0.reason)|\($0.excerpt)" } + run.notes.map(\.text)
    return (events + rest).joined(separator: "\n")
  }

  @Test(arguments: PlantedSecret.all) func `are masked whatever wraps the line, and counted`(_ planted: PlantedSecret)
    throws
  {
    for (importer, text) in planted.files {
      let run = try read(importer, text: text, reference: "2026-08-28T00:00:00Z")
      #expect(!run.events.isEmpty || !run.rejected.isEmpty, "\(importer)")
      #expect(!everything(run).contains(planted.secret), "\(importer): \(everything(run))")
      let isCounted = run.notes.contains { $0.text.contains("secret") && $0.text.contains("masked") }
      #expect(isCounted, "\(importer): \(everything(run))")
    }
  }

  @Test func `are masked line by line when a program prints a private key`() throws {
    let lines = [
      "loading", "-----BEGIN EC PRIVATE KEY-----", "MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49",
      "AwEHoUQDQgAEPR3tU2Fta9ktY+6P9G0cWO==", "-----END EC PRIVATE KEY-----", "ThisIsNotOfTheKeyAnyMore",
    ]
    let text = lines.enumerated().map { "2026-08-27T18:15:0\($0.offset).000000000Z stdout F \($0.element)\n" }.joined()
    let run = try read(CRILogImporter.self, text: text)
    #expect(run.events.map(\.message) == [lines[0], lines[1], "***", "***", lines[4], lines[5]])
    #expect(run.notes == [SourceNote(.warning, "2 values that look like secrets were masked")])
  }

  @Test func `held by fields named after them are masked`() throws {
    let text =
      #"{"time":"2026-08-27T18:15:00Z","level":"info","msg":"login","password":"hunter2","user":"ann","token":"t0pS3cret"}"#
    let run = try read(JSONLinesLogImporter.self, text: text + "\n")
    #expect(run.events.first?.attributes["password"] == "***")
    #expect(run.events.first?.attributes["token"] == "***")
    #expect(run.events.first?.attributes["user"] == "ann")
    #expect(run.notes.map(\.text) == ["2 values that look like secrets were masked"])
  }

  @Test(arguments: [
    #"secret "shop/db" not found"#, #""MountVolume.SetUp failed" secret="shop/db-credentials" pod="shop/pay-1""#,
    "failed to refresh token: connection refused", "Invalid token: expired", "pwd=/home/app", "password=${DB_PASSWORD}",
    "max_token: 512", "password=", "password: ***", "authorization: denied for user ann", "bearer of bad news here",
    "the token expired at 18:15:00", "--authorization-mode=Node,RBAC", "http://10.0.0.7:9090/metrics",
    "-----BEGIN CERTIFICATE-----", "secretName: shop-db", #"{"secret":{"name":"db"}}"#, "mail to ann@shop.example.com",
    "SASI_1 LAKIA BASIC KEYJAR", "if password == other", "nextToken=null",
  ])
  func `are not seen where there are none`(_ text: String) throws {
    let run = try read(CRILogImporter.self, text: "2026-08-27T18:15:00.123456789Z stdout F x \(text)\n")
    #expect(run.events.map(\.message) == ["x " + text])
    #expect(run.notes.isEmpty)
  }
}
