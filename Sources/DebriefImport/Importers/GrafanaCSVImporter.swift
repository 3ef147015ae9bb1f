public import DebriefModel

/// Reads the CSV that a Grafana panel gives away (Inspect, Data, Download CSV; before version 7 Export CSV).
///
/// The first column is `Time`, as text in the dashboard's zone, which the file does not name, or in milliseconds; cells carry
/// units when "Formatted data" was on. A mark at the start (before 11.1), a first line `sep=;`, and UTF-16 for Excel are read.
/// Sources: grafana/grafana #88969, #9083, #2401, PR #27284, packages/grafana-data/src/valueFormats.
public struct GrafanaCSVImporter: Importer {
  public static let description = ImporterDescription(
    id: "grafana-csv", title: "Grafana panel as CSV", framing: .rows,
    summary: "Each column becomes a series; units in cells are turned into seconds, bytes or plain numbers.",
    origin: "a panel's menu: Inspect, Data, Download CSV")

  private var reader = MetricTableReader(units: true)

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    guard let table = TableHead(head, units: true), table.headers.count == 1, let names = table.headers.first else {
      return .no
    }
    if names == ["Series", "Time", "Value"] { return .certain }
    guard names.first == "Time" else { return .no }
    // `Time` and a second clock or labels beside the values: some other program's table.
    let isOther = names.dropFirst().contains {
      MetricTable.timeNames.contains($0.lowercased()) || MetricTable.isLabel($0)
    }
    return isOther ? .no : .certain
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
