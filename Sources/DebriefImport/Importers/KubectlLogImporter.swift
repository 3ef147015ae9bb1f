public import DebriefModel
internal import DebriefParsing

/// Reads what `kubectl logs --timestamps` and `--prefix` print, and the pod logs of must-gather.
///
/// The logs of one pod that an assistant's tool fetched are read, too. Lines are told apart by their prefix, so that interleaved pods do not tear each other's stack traces. Without `--timestamps`
/// the times inside the lines are used.
public struct KubectlLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubectl-log", title: "kubectl logs", framing: .lines,
    summary: "Each line or joined stack trace becomes one event about the pod of its prefix or of the file's path.",
    origin: "kubectl logs -l app=shop --timestamps --prefix --all-containers", needsReferenceTime: true)

  private var streams = PrefixedStreams()
  private var capture = CapturedLog()
  private var clock = LogClock()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .kubectl) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    var start = Text.matches(record, at: 0, "\u{FEFF}") && batch.place.byte == 0 ? 3 : 0
    while start < record.count && record[start] == 0 { start += 1 }
    let line = record.extracting(start..<record.count)
    if capture.takes(line, &batch) { return }
    let whole = capture.subject.isEmpty ? batch.context.subject : capture.subject
    guard let parsed = KubectlLine(line) else {
      let origin = LogStream.Origin(place: batch.place, subject: whole)
      streams.take(line, from: 0, at: nil, origin, &clock, &batch)
      return
    }
    let stream = stream(parsed, line, &batch)
    let subject = stream == 0 ? whole : streams.subjects[stream]
    let origin = LogStream.Origin(place: batch.place, subject: subject)
    let content = line.extracting(parsed.content..<line.count)
    streams.take(content, from: stream, at: parsed.time, origin, &clock, &batch)
  }

  /// The stream of a line's prefix; 0 without one.
  private mutating func stream(_ parsed: KubectlLine, _ line: Span<UInt8>, _ batch: inout EventBatch) -> Int {
    guard let prefix = parsed.prefix else { return 0 }
    if let known = streams.known(line, prefix.whole) { return known }
    let subject = Subject(
      namespace: batch.context.subject.namespace, kind: "Pod", name: Text.string(line, prefix.pod),
      container: Text.string(line, prefix.container))
    return streams.add(line, prefix.whole, subject, &batch)
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    streams.finish(&batch)
  }
}
