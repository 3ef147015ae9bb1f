public import DebriefModel
internal import DebriefParsing

/// Reads what Loki's `logcli query` prints: `-o jsonl`, or the default `<RFC 3339> {labels} line`.
///
/// Labels that all lines share go to logcli's stderr, so a file may not hold them. `-o raw` prints lines without times and labels;
/// those are read by the importers of log lines. Format: loki pkg/logcli/output.
public struct LogcliImporter: Importer {
  public static let description = ImporterDescription(
    id: "logcli", title: "logcli output", framing: .lines,
    summary: "Each line becomes one event about the pod or app of its labels; the line itself is read as a log line.",
    origin: "logcli query '{namespace=\"shop\"}' -o jsonl --limit 5000 --from …")

  private var lines = CollectedLines()
  private var count = LineCount()
  private var isFirst = true
  /// The line that further lines without a time belong to.
  private var last: CollectedLine?

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    if head.isJSON {
      let outline = head.outline
      let hasShape = outline["labels"] == "" && outline.has("line") && outline.has("timestamp")
      return hasShape && outline.topLevelKeys == ["labels", "line", "timestamp"] ? .certain : .no
    }
    return head.withSpan { judge($0) }
  }

  /// Most lines begin with a time and braces; others go on a line that did.
  private static func judge(_ head: Span<UInt8>) -> Confidence {
    var (start, seen, labelled) = (0, 0, 0)
    while start < head.count, seen < 50 {
      var end = start
      while end < head.count, head[end] != 0x0A { end += 1 }
      if end > start {
        seen += 1
        if LogcliLine(head.extracting(start..<end)) != nil { labelled += 1 } else if seen == 1 { return .no }
      }
      start = end + 1
    }
    return labelled * 2 > seen ? .certain : .no
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let start = isFirst && Text.matches(record, at: 0, "\u{FEFF}") ? 3 : 0
    isFirst = false
    let record = record.extracting(start..<record.count)
    if record.count > 1, record[0] == 0x7B, record[1] == 0x22 { return try readJSON(record, &batch) }
    if let line = LogcliLine(record) {
      return add(record.extracting(line.content..<record.count), line.time, line.labels, isExact: false, &batch)
    }
    guard last != nil else {
      if record.isEmpty { return }
      throw Rejection("not a line of logcli: no time and labels")
    }
    guard last?.text.count ?? 0 < LineText.longestMessage else { return }
    last?.text.append(0x0A)
    for i in 0..<record.count { last?.text.append(record[i]) }
  }

  private mutating func readJSON(_ record: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    let root = try batch.parseJSON(record)
    guard let text = root["line"], let time = Timestamp.rfc3339(root["timestamp"]) else {
      throw Rejection("not a line of logcli: no timestamp and line")
    }
    _ = text.withUTF8 { add($0, time, root["labels"]?.stringMap ?? [:], isExact: true, &batch) }
  }

  private mutating func add(
    _ text: Span<UInt8>, _ time: EventTime, _ labels: [String: String], isExact: Bool,
    _ batch: inout EventBatch
  ) {
    giveOut(&batch)
    count.see(time.start)
    let hash = LokiLabels.hash(labels)
    let known = CollectorLabels(labels, fallback: batch.context.subject)
    var origin = LogStream.Origin(
      place: batch.place, subject: known.subject, isStderr: known.isStderr, facts: known.facts)
    // Whole seconds are too coarse to tell two equal lines from one that was exported twice.
    if isExact { origin.facts.identity = LokiLabels.identity(hash, text, time.start) }
    last = CollectedLine(text, at: time, in: String(hash), origin)
  }

  private mutating func giveOut(_ batch: inout EventBatch) {
    guard let line = last else { return }
    last = nil
    lines.take(line, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    giveOut(&batch)
    count.endAnswer(limits: [30] + LokiQueryImporter.limits, "logcli", &batch)
    lines.finish(&batch)
  }
}

/// `2026-08-27T18:15:00Z {pod="web-1"}   line`: logcli's default output.
private struct LogcliLine {
  var time: EventTime
  var labels: [String: String]
  var content: Int

  init?(_ line: Span<UInt8>) {
    guard let parsed = Timestamp.rfc3339(line), parsed.offset != nil, line[10] == 0x54, let time = parsed.eventTime(),
      parsed.length < line.count, line[parsed.length] == 0x20,
      let labels = LokiLabels.read(line, at: parsed.length + 1)
    else { return nil }
    var i = parsed.length + 1 + labels.length
    guard i == line.count || line[i] == 0x20 else { return nil }
    while i < line.count, line[i] == 0x20 { i += 1 }
    (self.time, self.labels, content) = (time, labels.labels, i)
  }
}
