internal import DebriefModel
internal import DebriefParsing

/// A line as a collector or a store kept it.
struct CollectedLine: Sendable {
  /// Names the stream the line belongs to: its labels, its container.
  var stream: String
  var text: [UInt8]
  /// nil when the record around the line states none: then the line's own time is used.
  var time: EventTime?
  var origin: LogStream.Origin

  init(_ text: Span<UInt8>, at time: EventTime?, in stream: String, _ origin: LogStream.Origin) {
    (self.stream, self.time, self.origin) = (stream, time, origin)
    self.text = []
    self.text.reserveCapacity(text.count)
    for i in 0..<text.count { self.text.append(text[i]) }
  }
}

/// Lines of many streams: put in order of time as far as they can be held, then read stream by stream, so that stack traces stay in
/// one piece although stores answer with the newest line first.
///
/// Memory: `mostHeld` lines or `heaviest` bytes, and one event for each of `mostStreams` streams.
struct CollectedLines: Sendable {
  static let mostHeld = 10_000
  static let heaviest = 8 << 20
  /// Streams told apart; beyond that their held events are given out early.
  static let mostStreams = 1000

  private var held: [CollectedLine] = []
  private var weight = 0
  private var streams: [LogStream] = []
  private var index: [String: Int] = [:]
  private var clock = LogClock()
  private var events = EventReading()

  /// Takes a line; it becomes an event later.
  mutating func take(_ line: CollectedLine, _ batch: inout EventBatch) {
    weight += line.text.count + 200
    held.append(line)
    if held.count >= Self.mostHeld || weight >= Self.heaviest { readHeld(&batch) }
  }

  /// Gives out everything that is held.
  mutating func finish(_ batch: inout EventBatch) {
    readHeld(&batch)
    closeStreams(&batch)
  }

  private mutating func readHeld(_ batch: inout EventBatch) {
    for i in Self.order(held.map { $0.time?.start }) { read(held[i], &batch) }
    held.removeAll()
    weight = 0
  }

  /// The order of time; lines without one stay by the line before, and where the newest come first, ties are turned around too.
  static func order(_ times: [Instant?]) -> [Int] {
    let known = times.compactMap { $0 }
    let falls = zip(known, known.dropFirst()).reduce(0) { $0 + ($1.1 < $1.0 ? 1 : $1.1 > $1.0 ? -1 : 0) }
    guard zip(known, known.dropFirst()).contains(where: { $1 < $0 }) else { return Array(times.indices) }
    let indices = falls > 0 ? Array(times.indices.reversed()) : Array(times.indices)
    var last = known.min() ?? Instant(nanoseconds: 0)
    var keyed: [(time: Instant, position: Int, index: Int)] = []
    keyed.reserveCapacity(indices.count)
    for (position, i) in indices.enumerated() {
      last = times[i] ?? last
      keyed.append((last, position, i))
    }
    return keyed.sorted { ($0.time, $0.position) < ($1.time, $1.position) }.map(\.index)
  }

  private mutating func read(_ line: CollectedLine, _ batch: inout EventBatch) {
    let whole = line.text.span
    var lower = 0
    while lower < whole.count, whole[lower] == 0x0A || whole[lower] == 0x0D { lower += 1 }
    let text = whole.extracting(lower..<whole.count)
    if readShipped(text, line, &batch) { return }
    let stream = stream(line.stream, &batch)
    let first = text.count > 0 && text[0] != 0x7B ? Self.newline(text, from: 0) ?? text.count : text.count
    let head = text.extracting(0..<first)
    if let time = line.time {
      streams[stream].takeStamped(head, at: time, line.origin, &batch)
    } else {
      // A record without a time is one of its own, unlike a line of a file.
      streams[stream].finish(&batch)
      streams[stream].takeBare(head, line.origin, &clock, &batch)
    }
    var start = first + 1
    while start < text.count {
      let end = Self.newline(text, from: start) ?? text.count
      streams[stream].takeFurther(text.extracting(start..<end))
      start = end + 1
    }
  }

  private static func newline(_ text: Span<UInt8>, from start: Int) -> Int? {
    var i = start
    while i < text.count {
      if text[i] == 0x0A { return i }
      i += 1
    }
    return nil
  }

  /// A Kubernetes Event that a collector shipped as a line becomes what it is in the API's own answer.
  private mutating func readShipped(_ text: Span<UInt8>, _ line: CollectedLine, _ batch: inout EventBatch) -> Bool {
    guard text.count > 60, text[0] == 0x7B || text[0] == 0x6E else { return false }
    let start = text.extracting(0..<min(text.count, 4096))
    guard text[0] == 0x7B else {
      guard ShippedEvent.mayBe(start), let event = ShippedEvent(pairs: text)?.event(line.origin, at: line.time) else {
        return false
      }
      batch.add(event)
      return true
    }
    guard Self.mayBeEvent(start), let object = batch.parseInnerJSON(text) else { return false }
    let place = batch.place
    defer { batch.place = place }
    batch.place = line.origin.place
    return readEvent(object, line, &batch)
  }

  private static func mayBeEvent(_ start: Span<UInt8>) -> Bool {
    Text.contains(start, "\"involvedObject\"") || Text.contains(start, "\"regarding\"")
      || Text.contains(start, "\"objectAPIversion\"")
  }

  /// An Event as kubernetes-event-exporter writes it, in what eventrouter puts around it, or in the fields of Grafana's agents.
  private mutating func readEvent(_ record: JSONValue, _ line: CollectedLine, _ batch: inout EventBatch) -> Bool {
    if let event = ShippedEvent(record)?.event(line.origin, at: line.time) {
      batch.add(event)
      return true
    }
    let event = record["event"] ?? record
    guard (event["involvedObject"] ?? event["regarding"])?.isObject ?? false else { return false }
    do throws(Rejection) { try events.read(event, into: &batch) } catch { return false }
    return true
  }

  private mutating func stream(_ name: String, _ batch: inout EventBatch) -> Int {
    if let known = index[name] { return known }
    if streams.count >= Self.mostStreams { closeStreams(&batch) }
    index[name] = streams.count
    streams.append(LogStream())
    return streams.count - 1
  }

  private mutating func closeStreams(_ batch: inout EventBatch) {
    for i in streams.indices { streams[i].finish(&batch) }
    streams.removeAll()
    index.removeAll()
  }
}
