public import DebriefModel

/// Reads tables of metrics as CSV: a column of times and columns of numbers, wide (a series a column) or long (name and value).
///
/// Further columns may tell series apart (pod, host, …), further header rows are labels of the columns (pandas). A column of
/// any other text makes it a table of something else. Times: RFC 3339, Go's, Unix; without a zone the folder's is assumed.
public struct MetricsCSVImporter: Importer {
  public static let description = ImporterDescription(
    id: "metrics-csv", title: "Metrics as CSV", framing: .rows,
    summary: "Each column of numbers becomes a series, or each name of a long table; empty cells are no samples.",
    origin: "a spreadsheet or notebook with a column of times, e.g. pandas' DataFrame.to_csv")

  private var reader = MetricTableReader(units: false)

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    guard let table = TableHead(head, units: false) else { return .no }
    if GrafanaCSVImporter.sniff(head) > .no { return .weak }
    return table.rows > 2 ? .certain : .likely
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
