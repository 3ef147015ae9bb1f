public import DebriefModel
internal import DebriefParsing

/// Reads the files of Fluentd's `out_file`, `time<TAB>tag<TAB>{json}`, and the lines of its `out_stdout`, `time tag: {json}`.
///
/// Old versions write times without an offset. With `@type json` time and tag are gone: such files are JSON lines.
/// Format: Fluentd docs, out_file and out_stdout.
public struct FluentdFileImporter: Importer {
  public static let description = ImporterDescription(
    id: "fluentd-file", title: "Fluentd file", framing: .lines,
    summary:
      "Each record becomes one event about the pod of its Kubernetes metadata; its message is read as a log line.",
    origin: "the path of a <match> with @type file")

  private var records = CollectedRecords()
  private var clock = StoreClock()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    if head.isJSON { return .no }
    return LineShape.confidence(head) { FluentdLine($0) != nil }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    guard !record.isEmpty else { return }
    guard let line = FluentdLine(record) else {
      throw Rejection("not a record of Fluentd: no time, tag and JSON object")
    }
    let root = try batch.parseJSON(record.extracting(line.json..<record.count))
    let frame = RecordFrame(time: clock.time(.full(line.time), "Fluentd", &batch), tag: Text.string(record, line.tag))
    try records.take(root, frame, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) { records.finish(&batch) }
}

/// The time, the tag and where the JSON begins.
private struct FluentdLine {
  var time: ParsedTime
  var tag: Range<Int>
  var json: Int

  init?(_ line: Span<UInt8>) {
    guard let time = Timestamp.rfc3339(line), time.length + 3 < line.count else { return nil }
    let start = time.length + 1
    var end = start
    switch line[time.length] {
    case 0x09:
      while end < line.count, line[end] != 0x09 { end += 1 }
      guard end > start, end + 1 < line.count, line[end + 1] == 0x7B else { return nil }
      json = end + 1
    case 0x20:
      while end < line.count, line[end] > 0x20, line[end] != 0x7B { end += 1 }
      guard end - start > 1, line[end - 1] == 0x3A, end + 1 < line.count, line[end] == 0x20, line[end + 1] == 0x7B
      else {
        return nil
      }
      json = end + 1
      end -= 1
    default: return nil
    }
    (self.time, tag) = (time, start..<end)
  }
}
