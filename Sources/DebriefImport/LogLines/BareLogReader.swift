internal import DebriefModel
internal import DebriefParsing

/// Reads files whose lines have no wrapping: klog, JSON lines, logfmt and plain logs, told apart line by line.
struct BareLogReader {
  private var clock = LogClock()
  private var stream = LogStream()

  mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) {
    let start = Text.matches(record, at: 0, "\u{FEFF}") && batch.place.byte == 0 ? 3 : 0
    let line = record.extracting(start..<record.count)
    if KlogHeader.isHeader(line) {
      if let time = KlogHeader.time(line) { clock.ownReference = time }
      return
    }
    stream.takeBare(line, LogStream.Origin(place: batch.place, subject: batch.context.subject), &clock, &batch)
  }

  mutating func finish(into batch: inout EventBatch) { stream.finish(&batch) }
}
