import DebriefModel
import DebriefTesting
import Foundation
import Testing

@testable import DebriefImport

@Suite struct `The time of capture` {
  private func times(_ path: String, _ text: String = "") -> CaptureTimes {
    var times = CaptureTimes(zone: .utc)
    times.look(at: path, Array(text.utf8))
    return times
  }

  @Test func `is what must-gather's timestamp file says last, for its folder`() {
    let times = times(
      "mg/timestamp",
      "2021-08-03 12:11:56.91501602 +0200 CEST m=+1.651641915\n2021-08-03 12:14:13.632016778 +0200 CEST m=+138.368642668\n"
    )
    #expect(times.statement(for: "mg/namespaces/a.yaml")?.time.description == "2021-08-03T10:14:13.632016778Z")
    #expect(times.statement(for: "mg/namespaces/a.yaml")?.basis == "the file mg/timestamp")
    #expect(times.statement(for: "other/a.yaml") == nil)
  }

  @Test(arguments: [
    ("support-bundle-2022-12-21T16_43_11/x", "2022-12-21T16:43:11Z"),
    ("insights-2020-05-07-132456.tar.gz/config/x", "2020-05-07T13:24:56Z"),
    ("cluster-dump_20201224-1530/a/x", "2020-12-24T15:30:00Z"),
  ])
  func `is what the name of a bundle says`(_ path: String, _ time: String) {
    #expect(times(path).statement(for: path)?.time.description == time)
  }

  @Test(arguments: [
    "support-bundle-2022-12-21/x", "logs-2022-12-21T16_43_11/x", "support-bundle-2022-13-21T16_43_11/x", "timestamp",
    "bundle/x", "support-bundle-2022-12-21T16_43_11",
  ])
  func `is not guessed from other names`(_ path: String) { #expect(times(path).statement(for: path) == nil) }

  @Test func `that a bundle states dates the ages in it, and is noted as assumed`() throws {
    let table =
      "NAMESPACE   LAST SEEN   TYPE      REASON    OBJECT      MESSAGE\\nshop        5m          Warning   BackOff   pod/web-1   Back-off\\n"
      .replacingOccurrences(of: "\\n", with: "\n")
    let packed = try Packed()
    try packed.write("support-bundle-2022-12-21T16_43_11.tar.gz", [.init("events.txt", table)], .tar, .gzip)
    try packed.run()
    let source = try #require(packed.sink.sources["support-bundle-2022-12-21T16_43_11.tar.gz/events.txt"])
    #expect(source.events == 1)
    #expect(source.last?.description == "2022-12-21T16:38:11Z")
    #expect(
      packed.sink.notes(source.path).contains(
        "captured at 2022-12-21T16:43:11Z, as the name support-bundle-2022-12-21T16_43_11.tar.gz says"))
  }
}
