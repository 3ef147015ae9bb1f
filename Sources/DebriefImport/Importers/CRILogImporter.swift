public import DebriefModel
internal import DebriefParsing

/// Reads the log files that container runtimes write through the Container Runtime Interface.
///
/// Parts (`P`) of a line are joined per stream, with the time of the first; a part without its end is kept and noted.
/// stderr alone says nothing about severity.
public struct CRILogImporter: Importer {
  public static let description = ImporterDescription(
    id: "cri-log", title: "CRI container log", framing: .lines,
    summary: "Each line or joined stack trace becomes one event; klog, JSON, logfmt and levels inside lines are read.",
    origin: "/var/log/pods/<namespace>_<pod>_<uid>/<container>/<n>.log")

  private var streams = (stdout: LogStream(), stderr: LogStream())
  private var partial = (stdout: PartialLine(), stderr: PartialLine())

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .cri) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    // Preallocated files and torn writes leave NULs before a line.
    var start = Text.matches(record, at: 0, "\u{FEFF}") ? 3 : 0
    while start < record.count && record[start] == 0 { start += 1 }
    guard start < record.count else { return }
    let line = record.extracting(start..<record.count)
    guard let parsed = CRILine(line) else { throw Rejection("not a CRI log line") }
    let content = line.extracting(parsed.content..<line.count)
    if parsed.isStderr {
      Self.take(content, parsed, &streams.stderr, &partial.stderr, &batch)
    } else {
      Self.take(content, parsed, &streams.stdout, &partial.stdout, &batch)
    }
  }

  private static func take(
    _ content: Span<UInt8>, _ line: CRILine, _ stream: inout LogStream, _ partial: inout PartialLine,
    _ batch: inout EventBatch
  ) {
    if partial.isOpen, !partial.follows(line.time) {
      batch.note(.warning, "parts of lines whose ends are missing")
      flush(&partial, &stream, isStderr: line.isStderr, &batch)
    }
    if line.isPartial || partial.isOpen {
      partial.add(content, at: line.time, batch.place)
      if !line.isPartial { flush(&partial, &stream, isStderr: line.isStderr, &batch) }
    } else {
      let origin = LogStream.Origin(place: batch.place, subject: batch.context.subject, isStderr: line.isStderr)
      stream.takeStamped(content, at: line.time, origin, &batch)
    }
  }

  private static func flush(
    _ partial: inout PartialLine, _ stream: inout LogStream, isStderr: Bool, _ batch: inout EventBatch
  ) {
    partial.close(&batch)
    let origin = LogStream.Origin(place: partial.place, subject: batch.context.subject, isStderr: isStderr)
    stream.takeStamped(partial.bytes.span, at: partial.time, origin, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    if partial.stdout.isOpen || partial.stderr.isOpen { batch.note(.warning, "cut off: the last line does not end") }
    if partial.stdout.isOpen { Self.flush(&partial.stdout, &streams.stdout, isStderr: false, &batch) }
    if partial.stderr.isOpen { Self.flush(&partial.stderr, &streams.stderr, isStderr: true, &batch) }
    streams.stdout.finish(&batch)
    streams.stderr.finish(&batch)
  }
}
