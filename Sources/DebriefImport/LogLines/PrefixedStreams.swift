internal import DebriefModel
internal import DebriefParsing

/// The streams of a file whose lines say at their start whose they are; interleaved ones do not tear each other's stack traces.
struct PrefixedStreams {
  /// Streams told apart in one file; beyond that their held events are given out early.
  private static let most = 1000

  private var streams: [LogStream] = [LogStream()]
  /// Whose each stream is; the first one is that of lines without a prefix.
  private(set) var subjects: [Subject] = [.none]
  private var index: [[UInt8]: Int] = [:]
  private var lastPrefix: [UInt8] = []
  private var lastIndex = 0

  /// Takes a line of a stream; without a time its own is used.
  mutating func take(
    _ content: Span<UInt8>, from stream: Int, at time: EventTime?, _ origin: LogStream.Origin, _ clock: inout LogClock,
    _ batch: inout EventBatch
  ) {
    if let time {
      streams[stream].takeStamped(content, at: time, origin, &batch)
    } else {
      streams[stream].takeBare(content, origin, &clock, &batch)
    }
  }

  /// The stream of a prefix that was seen before.
  mutating func known(_ line: Span<UInt8>, _ prefix: Range<Int>) -> Int? {
    if isLast(line, prefix) { return lastIndex }
    lastPrefix.removeAll(keepingCapacity: true)
    for i in prefix { lastPrefix.append(line[i]) }
    guard let known = index[lastPrefix] else { return nil }
    lastIndex = known
    return known
  }

  /// A stream for a prefix that `known` did not know.
  mutating func add(_ line: Span<UInt8>, _ prefix: Range<Int>, _ subject: Subject, _ batch: inout EventBatch) -> Int {
    if streams.count > Self.most { giveOut(&batch) }
    lastIndex = streams.count
    index[lastPrefix] = lastIndex
    streams.append(LogStream())
    subjects.append(subject)
    return lastIndex
  }

  private func isLast(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == lastPrefix.count, lastIndex > 0 else { return false }
    for i in 0..<range.count where line[range.lowerBound + i] != lastPrefix[i] { return false }
    return true
  }

  private mutating func giveOut(_ batch: inout EventBatch) {
    finish(&batch)
    streams.removeSubrange(1...)
    subjects.removeSubrange(1...)
    index.removeAll()
  }

  /// Gives out the events being held.
  mutating func finish(_ batch: inout EventBatch) {
    for i in streams.indices { streams[i].finish(&batch) }
  }
}
