public import DebriefModel
internal import DebriefParsing

/// Reads the tables that `kubectl get` and `kubectl top` print: pods, nodes, workloads, autoscalers, claims and others.
///
/// A table is a snapshot: states are those of the capture time, ages and `7 (3m ago)` count back from it, and what `top` shows
/// becomes one sample a row. Tables without headings (`grep`) are recognised by the shape of their rows.
public struct KubectlTableImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubectl-table", title: "kubectl get and top, as tables", framing: .lines,
    summary:
      "Each row becomes a state at the capture time, restarts and creation before it; kubectl top becomes samples.",
    origin: "kubectl get pods,nodes,deployments -A -o wide, kubectl top pods -A")

  private var around = CapturedText()
  private var table: (kind: String, table: TextTable)?
  private var lineage = LineagePath()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let captured = head.captured
    return head.withSpan { bytes in
      let lines = captured.lines.prefix(60)
      guard !lines.isEmpty else {
        let asks = [" get ", " top ", "kubectl_get", "kubectl_find", "kubectl_top", "lineage"].contains {
          captured.around.command.contains($0)
        }
        return captured.isRefused && asks ? .weak : .no
      }
      if let at = lines.firstIndex(where: { GetTable.table(bytes.extracting($0)) != nil }) {
        let known = GetTable.table(bytes.extracting(lines[at]))
        // Headings that other programs' tables may have, too, need a row with an age.
        if known?.kind != "" { return .certain }
        let isAged = lines[at...].dropFirst().prefix(3).contains { line in
          known?.table.cells(bytes.extracting(line)).flatMap { Age($0["AGE"] ?? "") } != nil
        }
        return isAged ? .likely : .no
      }
      let rows = lines.count { GetTable.bare(bytes.extracting($0), kind: captured.around.kind) != nil }
      let share = captured.around.kind.isEmpty ? 80 : 50
      return rows > 0 && rows * 100 >= lines.count * share ? .likely : .no
    }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try LineText.cleaned(record) { line throws(Rejection) in try read(line: line, &batch) }
  }

  private mutating func read(line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    if Text.trimmed(line, 0..<line.count).isEmpty || around.takes(line, into: &batch) { return }
    if let table = GetTable.table(line) {
      (self.table, lineage) = (table, LineagePath())
      return
    }
    if let table, let cells = table.table.cells(line) { return try readRow(line, table.kind, cells, &batch) }
    guard let (kind, cells) = GetTable.bare(line, kind: table?.kind ?? around.kind) else {
      throw Rejection("not a row of kubectl get or top")
    }
    try readRow(line, kind, cells, &batch)
  }

  private mutating func readRow(
    _ line: Span<UInt8>, _ kind: String, _ cells: [String: String], _ batch: inout EventBatch
  ) throws(Rejection) {
    guard var name = cells["NAME"], !name.isEmpty else { throw Rejection("a row without a name") }
    let namespace =
      cells["NAMESPACE"] ?? (around.namespace.isEmpty ? batch.context.subject.namespace : around.namespace)
    if batch.context.capturedAt == nil {
      batch.note(
        .missing,
        "a table shows the state at its capture, whose time is not known; captured_at or --captured-at tells it")
    }
    if kind == "Metrics" { return readMetrics(cells, namespace, &batch) }
    if kind == "Lineage" {
      guard let row = LineageRow(line, name) else { throw Rejection("a row of a tree without kind and name") }
      return lineage.read(row, cells, namespace: namespace, into: &batch)
    }
    var kind = kind.isEmpty ? around.kind : kind
    // `kubectl get all` writes `deployment.apps/web`.
    if let slash = name.firstIndex(of: "/") {
      kind = ResourceKinds.named(String(name[..<slash]))
      name = String(name[name.index(after: slash)...])
    }
    let isClusterWide = ["Node", "Namespace", "PersistentVolume"].contains(kind)
    let subject = Subject(namespace: isClusterWide ? "" : namespace, kind: kind, name: name)
    TableRow(subject, cells).read(into: &batch)
  }

  /// One sample each of what a pod, container or node used, in cores and bytes.
  private func readMetrics(_ cells: [String: String], _ namespace: String, _ batch: inout EventBatch) {
    guard let captured = batch.context.capturedAt else { return }
    let isNode = cells.keys.contains { $0.hasPrefix("CPU%") || $0.hasPrefix("CPU(%)") }
    var labels =
      isNode ? ["node": cells["NAME"] ?? ""] : ["namespace": namespace, "pod": cells["POD"] ?? cells["NAME"] ?? ""]
    if cells["POD"] != nil { labels["container"] = cells["NAME"] }
    labels = labels.filter { !$0.value.isEmpty }
    let object = isNode ? "node" : cells["POD"] == nil ? "pod" : "container"
    for (cell, unit) in [("CPU(cores)", "cpu_cores"), ("MEMORY(bytes)", "memory_bytes")] {
      guard let value = TableCell.quantity(cells[cell] ?? "") else { continue }
      let series = Series(metric: "kubectl_top_\(object)_\(unit)", labels: labels)
      batch.add(SeriesSamples(series, [Sample(at: captured, value: value)]))
    }
  }
}
