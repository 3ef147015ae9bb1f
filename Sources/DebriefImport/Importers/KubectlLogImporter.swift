public import DebriefModel
internal import DebriefParsing

/// Reads what `kubectl logs --timestamps` and `--prefix` print, and the pod logs of must-gather.
///
/// Lines are told apart by their prefix, so that interleaved pods do not tear each other's stack traces. Without `--timestamps`
/// the times inside the lines are used.
public struct KubectlLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "kubectl-log", title: "kubectl logs", framing: .lines,
    summary: "Each line or joined stack trace becomes one event about the pod of its prefix or of the file's path.",
    origin: "kubectl logs -l app=shop --timestamps --prefix --all-containers", needsReferenceTime: true)

  /// Pods told apart in one file; beyond that their held events are given out early.
  private static let mostStreams = 1000

  private var streams: [LogStream] = [LogStream()]
  private var subjects: [Subject] = [.none]
  private var index: [[UInt8]: Int] = [:]
  private var lastPrefix: [UInt8] = []
  private var lastIndex = 0
  private var clock = LogClock()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence { head.log.confidence(for: .kubectl) }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    var start = Text.matches(record, at: 0, "\u{FEFF}") && batch.place.byte == 0 ? 3 : 0
    while start < record.count && record[start] == 0 { start += 1 }
    let line = record.extracting(start..<record.count)
    guard let parsed = KubectlLine(line) else {
      let origin = LogStream.Origin(place: batch.place, subject: batch.context.subject)
      streams[0].takeBare(line, origin, &clock, &batch)
      return
    }
    let stream = stream(parsed, line, &batch)
    let subject = stream == 0 ? batch.context.subject : subjects[stream]
    let origin = LogStream.Origin(place: batch.place, subject: subject)
    let content = line.extracting(parsed.content..<line.count)
    if let time = parsed.time {
      streams[stream].takeStamped(content, at: time, origin, &batch)
    } else {
      streams[stream].takeBare(content, origin, &clock, &batch)
    }
  }

  /// The stream of a line's prefix; 0 without one.
  private mutating func stream(_ parsed: KubectlLine, _ line: Span<UInt8>, _ batch: inout EventBatch) -> Int {
    guard let prefix = parsed.prefix else { return 0 }
    if isLast(line, prefix.whole) { return lastIndex }
    lastPrefix.removeAll(keepingCapacity: true)
    for i in prefix.whole { lastPrefix.append(line[i]) }
    if let known = index[lastPrefix] {
      lastIndex = known
      return known
    }
    if streams.count > Self.mostStreams { giveOut(&batch) }
    lastIndex = streams.count
    index[lastPrefix] = lastIndex
    streams.append(LogStream())
    subjects.append(
      Subject(
        namespace: batch.context.subject.namespace, kind: "Pod", name: Text.string(line, prefix.pod),
        container: Text.string(line, prefix.container)))
    return lastIndex
  }

  private func isLast(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == lastPrefix.count else { return false }
    for i in range where line[i] != lastPrefix[i] { return false }
    return true
  }

  private mutating func giveOut(_ batch: inout EventBatch) {
    for i in streams.indices { streams[i].finish(&batch) }
    streams.removeSubrange(1...)
    subjects.removeSubrange(1...)
    index.removeAll()
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {
    for i in streams.indices { streams[i].finish(&batch) }
  }
}
