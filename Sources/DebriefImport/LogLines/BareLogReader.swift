internal import DebriefModel
internal import DebriefParsing

/// Reads files whose lines have no wrapping: klog, JSON lines, logfmt and plain logs, told apart line by line.
struct BareLogReader {
  /// Whether lines that begin as JSON objects and are none are rejected.
  private let refusesBrokenJSON: Bool
  private let surroundings: LineReader.Surroundings
  private var clock = LogClock()
  private var stream = LogStream()

  init(refusesBrokenJSON: Bool = false, in surroundings: LineReader.Surroundings = .file) {
    (self.refusesBrokenJSON, self.surroundings) = (refusesBrokenJSON, surroundings)
  }

  mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let start = Text.matches(record, at: 0, "\u{FEFF}") && batch.place.byte == 0 ? 3 : 0
    let line = record.extracting(start..<record.count)
    if KlogHeader.isHeader(line) {
      if let time = KlogHeader.time(line) { clock.ownReference = time }
      if KlogHeader.isBoot(line) { batch.note(.warning, "the journal says that the machine was started anew") }
      return
    }
    let origin = LogStream.Origin(place: batch.place, subject: batch.context.subject)
    guard stream.takeBare(line, origin, &clock, in: surroundings, refusesBrokenJSON: refusesBrokenJSON, &batch) else {
      throw Rejection("not JSON: the line is cut off or damaged")
    }
  }

  mutating func finish(into batch: inout EventBatch) { stream.finish(&batch) }
}
