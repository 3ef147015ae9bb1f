@testable import DebriefImport
import DebriefModel
import DebriefTesting
import Testing

private let noon = 1_787_847_300.0
private func at(_ seconds: Double) -> Instant { Instant(nanoseconds: Int64((noon + seconds) * 1000) * 1_000_000) }

extension ImporterRun {
  fileprivate var table: [String] {
    series.map { entry in
      let values = entry.samples.map { "\(Int(($0.at - at(0)).seconds)):\($0.value)" }.joined(separator: " ")
      return "\(entry.series) \(values)"
    }
  }
}

struct `Metrics as CSV` {
  @Test func `a column is a series, an empty cell no sample, NaN a value`() throws {
    let run = try Samples.run(MetricsCSVImporter.self, "wide.csv")
    #expect(
      run.table == [
        "checkout_errors 7200:0.004 7215:0.61 7230:nan 7245:0.6", "checkout_cpu 7200:12.5 7230:13.5 7245:14.0",
        "http_requests_total{code=\"500\",service=\"checkout\"} 7200:100.0 7215:160.0 7230:4.0 7245:5000.0",
      ])
    #expect(
      run.notes.map(\.text) == [
        "times without a zone were read as UTC",
        "the step is not stated: 15 s, the smallest difference between samples",
      ])
    #expect(run.series[1].series.step == 15 && run.rejected.isEmpty)
  }

  @Test func `the folder's zone is taken where a time has none`() throws {
    let zone = try #require(AssumedZone("Europe/Berlin"))
    let run = try Samples.run(
      MetricsCSVImporter.self, "wide.csv", context: SourceContext(path: "wide.csv", zone: zone))
    #expect(run.series[0].samples[0].at == at(0))
  }

  @Test func `further header rows are labels`() throws {
    let run = try Samples.run(MetricsCSVImporter.self, "levels.csv")
    #expect(
      run.table.sorted() == [
        "errors{microservice=\"checkout\",statistic=\"Sum\"} 0:3.0 60:4.0",
        "latency{microservice=\"cart\",statistic=\"Average\"} 60:0.125",
        "latency{microservice=\"checkout\",statistic=\"Average\"} 0:0.25 60:0.5",
      ])
  }

  @Test func `a long table names its series in the rows`() throws {
    let run = try Samples.run(MetricsCSVImporter.self, "long.tsv")
    #expect(
      run.table == [
        "cpu{host=\"db-1\"} 7200:0.5 7260:0.6", "cpu{host=\"db-2\"} 7200:0.7", "memory{host=\"db-1\"} 7200:1024.0",
      ])
  }

  @Test func `Go's times, a second clock that is off, damaged rows`() throws {
    let run = try Samples.run(MetricsCSVImporter.self, "odd.csv")
    #expect(
      run.series.map(\.series.description) == [
        "CpuUsage(m){pod=\"payments-5fcf7dhdwf-29m7c\"}", "Rate(%){pod=\"payments-5fcf7dhdwf-29m7c\"}",
      ])
    #expect(run.series.map { $0.samples.map(\.value) } == [[1.76, 0.5, 1.5, 2.5], [5.8, 3.6, 4, 0, 1, 2]])
    #expect(run.reasons == ["no time in the column 'Time'", "not a number: 'much'"])
    #expect(
      run.notes.map(\.text).contains(
        "the columns 'Time' and 'TimeStamp' differ by up to 199992800 s: the first was taken"))
  }

  @Test(arguments: [
    "time,service,version\n2026-08-27T18:15:00Z,payments,3.2\n",
    "time,event\n2026-08-27T18:15:00Z,1\n",
    "time,who,what\n2026-08-27T18:15:00Z,kim,rolled back\n",
    "\"@timestamp\",message\n\"2026-08-27T18:15:00Z\",5\n",
    "a,b\n1,2\n3,4\n", "Source,Target,Weight\na,b,1\n", "dataset,f1\nbank,0.5\n",
    "time,cpu\nnever,0.5\n", "2026-08-27T18:15:00Z,0.5\n2026-08-27T18:15:15Z,0.6\n",
    "time,cpu\n2026-08-27T18:15:00Z,0.5\n2026-08-27T18:15:15Z,half\n",
    "time,cpu\n",
  ])
  func `tables of other things are not claimed`(_ text: String) {
    #expect(MetricsCSVImporter.sniff(FileHead(Array(text.utf8))) == .no)
    #expect(GrafanaCSVImporter.sniff(FileHead(Array(text.utf8))) == .no)
  }
}

struct `Panels of Grafana as CSV` {
  @Test func `units, a mark, a first line for spreadsheets`() throws {
    let run = try Samples.run(GrafanaCSVImporter.self, "formatted.csv")
    #expect(
      run.table == [
        "checkout p99 7200:0.0123 7215:1.2", "up{job=\"cart\"} 7200:1.0 7215:0.0", "used 7200:45.0 7215:46.5 7230:1.0",
        "rate 7200:1200.0 7215:980.0 7230:1234.0",
      ])
    #expect(
      run.notes.map(\.text).contains("cells carry units: their values are in %, s, as rounded as they were printed"))
  }

  @Test func `raw times in milliseconds`() throws {
    let run = try Samples.run(GrafanaCSVImporter.self, "raw.csv")
    #expect(run.table == ["raw 0:0.25 30:0.5"])
    #expect(run.notes.first?.text == "a column of values has no name of its own: 'raw' was taken from the file's name")
  }

  @Test func `series below each other, as before version 7`() throws {
    let run = try Samples.run(GrafanaCSVImporter.self, "series.csv")
    #expect(run.table == ["checkout 0:12.5 15:13.0", "cart 15:2.0"])
  }

  @Test func `UTF-16 for Excel`() throws {
    let run = try Samples.run(GrafanaCSVImporter.self, "excel.csv")
    #expect(run.table == ["memory 7200:1610612736.0 7215:2147483648.0"])
  }

  @Test func `times without seconds, rates, damaged rows`() throws {
    let run = try Samples.run(GrafanaCSVImporter.self, "odd.csv")
    #expect(run.table[0].hasPrefix("in 7200:1572864.0 7260:524288.0 7500:0.0 7560:1.0"))
    #expect(run.table[1].hasPrefix("out 7200:3000.0 7260:2000.0 7320:4.0 7500:0.0"))
    #expect(run.reasons == ["no time in the column 'Time'", "not a number: 'much'"])
  }

  @Test(arguments: [
    ("12", CellNumber(value: 12, unit: "")), ("-1.5e-3", CellNumber(value: -0.0015, unit: "")),
    ("12.3 ms", CellNumber(value: 0.0123, unit: "s")), ("45%", CellNumber(value: 45, unit: "%")),
    ("1.2 K", CellNumber(value: 1200, unit: "")), ("3 Mil", CellNumber(value: 3e6, unit: "")),
    ("1.5 MiB", CellNumber(value: 1_572_864, unit: "bytes")), ("2 kB/s", CellNumber(value: 2000, unit: "bytes/s")),
    ("2 Mb/s", CellNumber(value: 2e6, unit: "bits/s")), ("1.20K req/s", CellNumber(value: 1200, unit: "req/s")),
    ("2.5 hours", CellNumber(value: 9000, unit: "s")), ("1,234,567.5", CellNumber(value: 1_234_567.5, unit: "")),
  ])
  func `cells with units`(_ text: String, _ expected: CellNumber) {
    let found = CellNumber(text)
    #expect(found?.unit == expected.unit)
    #expect(abs((found?.value ?? .nan) - expected.value) < 1e-12 * max(1, abs(expected.value)), "\(text)")
  }

  @Test(arguments: ["", "ms", "1,2", "1.2.3", "0x10", "12 and more words than that", "e", "v1.2", "2026-08-27"])
  func `other cells are no numbers`(_ text: String) { #expect(CellNumber(text) == nil) }
}
