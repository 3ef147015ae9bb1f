public import DebriefModel
internal import DebriefParsing

/// Reads the tables of `helm history` and `helm list`, of Helm 2 and 3.
///
/// The columns are padded and parted by tabs (github.com/gosuri/uitable); copies often have blanks instead. A history prints
/// times without a zone and does not name its release: the path or the command above the table may.
public struct HelmTableImporter: Importer {
  public static let description = ImporterDescription(
    id: "helm-table", title: "Helm history and list, as tables", framing: .lines,
    summary: "Each row becomes a change of its release, as from the JSON; times of a history get the assumed zone.",
    origin: "helm history RELEASE, helm list -A")

  private var columns: [String] = []
  private var table: TextTable?
  private var asked: HelmRelease?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    head.withSpan { bytes in
      head.captured.lines.prefix(20).contains { headings(bytes.extracting($0)) != nil } ? .certain : .no
    }
  }

  /// The headings of a table of Helm's; nil for any other line.
  private static func headings(_ line: Span<UInt8>) -> [String]? {
    guard Text.matches(line, at: 0, "REVISION") || Text.matches(line, at: 0, "NAME") else { return nil }
    let names = TextTable.gapped(line).map { Text.string(line, $0) }
    return ["REVISION", "UPDATED", "STATUS", "CHART"].allSatisfy(names.contains) ? names : nil
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try LineText.cleaned(record) { line throws(Rejection) in try read(line: line, &batch) }
  }

  private mutating func read(line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    if Text.trimmed(line, 0..<line.count).isEmpty { return }
    if let names = Self.headings(line) {
      columns = Text.contains(line, "\t") ? names : []
      table = TextTable(line, free: "UPDATED")  // `Oct  3`
      return
    }
    if let release = HelmRelease(command: Text.string(line, 0..<min(line.count, 500))) {
      asked = release
      return
    }
    guard let cells = cells(line), let revision = cells["REVISION"], Int(revision) != nil else {
      throw Rejection("not a row of helm history or helm list")
    }
    var release = HelmRelease(namespace: cells["NAMESPACE"] ?? "", name: cells["NAME"] ?? "")
    let isList = !release.name.isEmpty
    if !isList { release = batch.release(asked ?? HelmRelease(path: batch.context.path), chart: cells["CHART"] ?? "") }
    HelmRevision(cells, release).read(rank: isList ? 0 : 1, into: &batch)
  }

  private func cells(_ line: Span<UInt8>) -> [String: String]? {
    guard !columns.isEmpty, Text.contains(line, "\t") else { return table?.cells(line) }
    var cells: [String: String] = [:]
    var start = 0
    for name in columns {
      var end = min(start, line.count)
      while end < line.count, line[end] != 0x09 { end += 1 }
      cells[name] = start < line.count ? Text.string(line, Text.trimmed(line, start..<end)) : ""
      start = end + 1
    }
    return cells
  }
}
