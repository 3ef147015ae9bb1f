public import DebriefModel
internal import DebriefParsing

/// Reads the tables that `kubectl get events` (default, wide, -A) and `kubectl events` print, with or without headings.
///
/// Ages become times before the capture time, as precise as kubectl prints them. The default table of `kubectl get events`
/// shows neither counts nor first times. Layout: kubernetes pkg/printers/internalversion `printEvent` and
/// kubectl/pkg/cmd/events.
public struct KubernetesEventsTableImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubernetes-events-table", title: "Kubernetes events, as a table", framing: .lines,
    summary: "Each row becomes one event; its ages count back from the time of capture.",
    origin: "kubectl get events -A -o wide, kubectl events -A")

  private var around = CapturedText()
  private var table: TextTable?
  private var rows = EventRows()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    let captured = head.captured
    return head.withSpan { bytes in
      let lines = captured.lines.prefix(40)
      if lines.contains(where: { EventRow.table(bytes.extracting($0)) != nil }) { return .certain }
      if lines.isEmpty { return captured.isRefused && asksForEvents(captured, bytes) ? .likely : .no }
      let rows = lines.count { EventRow(bare: bytes.extracting($0)) != nil }
      return rows > 0 && rows * 5 >= lines.count * 4 ? .likely : .no
    }
  }

  private static func asksForEvents(_ captured: CapturedHead, _ bytes: Span<UInt8>) -> Bool {
    captured.around.command.contains("kubectl events") || captured.around.kind == "Event"
      || Text.contains(bytes, "No events found")
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try LineText.cleaned(record) { line throws(Rejection) in try read(line: line, &batch) }
  }

  private mutating func read(line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    let start = Text.matches(line, at: 0, "\u{FEFF}") ? 3 : 0
    let line = line.extracting(start..<line.count)
    if Text.trimmed(line, 0..<line.count).isEmpty || around.takes(line, into: &batch) { return }
    if let table = EventRow.table(line) {
      self.table = table
      return
    }
    guard let row = table.flatMap({ EventRow(line, $0) }) ?? EventRow(bare: line) else {
      throw Rejection("not a row of kubectl get events")
    }
    noteCounts(row, &batch)
    let namespace = around.namespace.isEmpty ? batch.context.subject.namespace : around.namespace
    let event = rows.event(row, row.subject(namespace: namespace), &batch)
    batch.add(event)
  }

  /// `kubectl get events` writes kinds in lower case and shows counts in its wide form only.
  private func noteCounts(_ row: EventRow, _ batch: inout EventBatch) {
    guard table?.index("COUNT") == nil, row.age.first == nil, let first = row.object.utf8.first, first >= 0x61 else {
      return
    }
    batch.note(
      .limit, "the table has no counts and first times: a row may stand for several occurrences (-o wide has them)")
  }
}
