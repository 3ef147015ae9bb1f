internal import DebriefModel
internal import DebriefParsing

/// One stream of lines (a container's stdout, a file): makes events of them and keeps stack traces in one piece.
///
/// Memory: one event of at most 64 KiB. An event is given out when the next one begins.
struct LogStream {
  /// Lines of one event; what goes beyond is left out and noted.
  static let mostLines = 500
  /// Parts of one trace follow each other within this time.
  static let closeness = TimeSpan.seconds(1)

  private var event: Event?
  private var more: [UInt8] = []
  private var lines = 0
  private var leftOut = 0
  private var kind = TraceKind.none
  private var wroteLogger = false
  private var isBorrowed = false
  private var last: Instant?
  private var lastTime: EventTime?
  /// Whether any line of a file without outer times had a time.
  private var sawTime = false
  private var audits = AuditLines()

  /// What surrounds a line.
  struct Origin {
    var place: Provenance
    var subject: Subject
    var isStderr = false
    var facts = LogFacts()
  }

  // MARK: Lines with a time before them (CRI, Docker, kubectl --timestamps)

  /// Takes a line to which the runtime gave a time.
  mutating func takeStamped(_ content: Span<UInt8>, at time: EventTime?, _ origin: Origin, _ batch: inout EventBatch) {
    if audits.take(content, origin.place, &batch) { return }
    LineText.cleaned(content) { takeCleanStamped($0, at: time, origin, &batch) }
  }

  private mutating func takeCleanStamped(
    _ content: Span<UInt8>, at time: EventTime?, _ origin: Origin, _ batch: inout EventBatch
  ) {
    let shape = TraceShape(content)
    if event != nil, isClose(time), joins(content, shape) {
      if let time { last = time.start }
      return append(content)
    }
    guard shape != .blank else { return }
    let line = LineReader.read(content, &batch)
    begin(line, shape, at: time, origin, &batch)
    if let time, let inner = InnerTime.disagreement(line.clock, outer: time.start) {
      event?.attributes["inner_time"] = inner
    }
  }

  /// Takes the further lines of a record that a collector had joined: they belong together whatever their shape.
  mutating func takeFurther(_ content: Span<UInt8>) {
    guard event != nil else { return }
    LineText.cleaned(content) {
      noteKind($0, TraceShape($0))
      append($0)
    }
  }

  private func isClose(_ time: EventTime?) -> Bool {
    guard let time, let last else { return true }
    return Int64(clamping: (time.start - last).nanoseconds.magnitude) <= Self.closeness.nanoseconds
  }

  // MARK: Lines that may have a time of their own

  /// Takes a line of a file without outer times: a line without a time continues the one before, once there have been times.
  ///
  /// Returns false, having taken nothing, for a line that begins as a JSON object and is none.
  @discardableResult
  mutating func takeBare(
    _ content: Span<UInt8>, _ origin: Origin, _ clock: inout LogClock, in surroundings: LineReader.Surroundings = .file,
    refusesBrokenJSON: Bool = false, _ batch: inout EventBatch
  ) -> Bool {
    if audits.take(content, origin.place, &batch) { return true }
    return LineText.cleaned(content) { takeCleanBare($0, origin, &clock, surroundings, refusesBrokenJSON, &batch) }
  }

  private mutating func takeCleanBare(
    _ content: Span<UInt8>, _ origin: Origin, _ clock: inout LogClock, _ surroundings: LineReader.Surroundings,
    _ refusesBrokenJSON: Bool, _ batch: inout EventBatch
  ) -> Bool {
    let shape = TraceShape(content)
    if shape == .blank || (shape == .indented && event != nil) {
      if event != nil, joins(content, shape) { append(content) }
      return true
    }
    let line = LineReader.read(content, in: surroundings, &batch)
    if line.isBrokenJSON && refusesBrokenJSON { return false }
    if line.clock.isNone {
      takeUntimed(content, line, shape, origin, &batch)
    } else {
      sawTime = true
      let time = clock.time(line.clock, &batch)
      begin(line, shape, at: time, origin, &batch)
      lastTime = time
    }
    return true
  }

  private mutating func takeUntimed(
    _ content: Span<UInt8>, _ line: LogLine, _ shape: TraceShape, _ origin: Origin, _ batch: inout EventBatch
  ) {
    let isOwnRecord = line.form != .text && line.form != .plain
    if event != nil, !isOwnRecord, !shape.isCrash {
      if joins(content, shape) { return append(content) }
      if sawTime {
        noteKind(content, shape)
        return append(content)
      }
    }
    // A crash has no time of its own: it lies between the line before and the line after.
    begin(line, shape, at: shape.isCrash ? lastTime : nil, origin, &batch)
    if shape.isCrash, lastTime != nil {
      isBorrowed = true
      event?.attributes["time_of"] = "the line before"
    }
  }

  // MARK: Joining

  /// Whether a line continues the event being held, by its shape alone; moves on in the trace.
  private mutating func joins(_ content: Span<UInt8>, _ shape: TraceShape) -> Bool {
    switch shape {
    case .blank: return kind != .none
    case .indented:
      if kind == .none, isAtFrame(content) { kind = .frames }
      return true
    case .continuation:
      if kind == .none { kind = .frames }
      if kind == .pythonEnded { kind = .pythonChained }
      return true
    case .closing: return lines > 1
    case .panic: return kind == .go
    case .rustPanic, .nodePlace: return false
    case .numberedFrame: return kind == .frames
    case .goroutine:
      guard kind == .go || (kind == .none && wroteLogger && saysPanic) else { return false }
      kind = .go
      return true
    case .pythonHeader:
      guard kind == .pythonChained || (wroteLogger && kind == .none) else { return false }
      kind = .python
      return true
    case .exceptionHeader:
      if kind == .python {
        kind = .pythonEnded
        return true
      }
      if kind == .node {
        kind = .frames
        return true
      }
      guard wroteLogger, lines == 1, let event, event.severity >= .warning || event.severity == .unknown else {
        return false
      }
      kind = .frames
      return true
    case .other:
      if kind == .go { return TraceShape.isGoDump(content) }
      if kind == .rust { return joinsRust(content) }
      guard kind == .python, lines > 1, TraceShape.isPythonEnd(content) else { return false }
      kind = .pythonEnded
      return true
    }
  }

  /// `http: panic serving …` and klog's `Observed a panic: …`, which a dump of the goroutine follows.
  private var saysPanic: Bool {
    guard var message = event?.message else { return false }
    return message.withUTF8 { unsafe Text.contains($0.span, "panic") }
  }

  /// The message, where the first line ends with the place, and the hint at the end.
  private func joinsRust(_ content: Span<UInt8>) -> Bool {
    if lines == 1, event?.message.utf8.last == 0x3A { return true }
    return Text.matches(content, at: 0, "note: ")
  }

  /// In a file with times every line without one is joined; this keeps track of the trace it may belong to.
  private mutating func noteKind(_ content: Span<UInt8>, _ shape: TraceShape) {
    switch shape {
    case .pythonHeader: kind = .python
    case .exceptionHeader, .continuation: if kind != .python { kind = .frames }
    case .goroutine: if kind == .none { kind = .go }
    case .nodePlace: if kind == .none { kind = .node }
    default: break
    }
  }

  private func isAtFrame(_ content: Span<UInt8>) -> Bool {
    var i = 0
    while i < content.count && Text.isSpace(content[i]) { i += 1 }
    return Text.matches(content, at: i, "at ")
  }

  private mutating func append(_ content: Span<UInt8>) {
    lines += 1
    guard lines <= Self.mostLines, more.count + content.count < LineText.longestMessage else {
      leftOut += 1
      return
    }
    if more.isEmpty { more.reserveCapacity(2048) }
    if lines > 2 || !more.isEmpty { more.append(0x0A) }
    for i in 0..<content.count { more.append(content[i]) }
  }

  // MARK: Events

  private mutating func begin(
    _ line: consuming LogLine, _ shape: TraceShape, at time: EventTime?, _ origin: Origin, _ batch: inout EventBatch
  ) {
    let subject = subject(line, origin)
    if line.repeatsLast, let event, event.subject == subject { line.repeats(event) }
    finish(next: time, &batch)
    if line.severity == .unknown { line.severity = origin.facts.severity }
    if line.logger.isEmpty { line.logger = origin.facts.logger }
    if line.stack.isEmpty { line.stack = origin.facts.stack }
    if line.errorType.isEmpty { line.errorType = origin.facts.errorType }
    if !line.logger.isEmpty { line.attributes.require("logger", line.logger) }
    if origin.isStderr { line.attributes.require("stream", "stderr") }
    if !line.errorType.isEmpty { line.attributes.require(Attribute.exception, line.errorType) }
    wroteLogger = line.form != .text
    kind = kind(of: shape)
    event = Event(
      time: time, count: max(origin.facts.count, line.count), kind: .log,
      severity: line.severity == .unknown ? severity(of: shape) : line.severity,
      subject: subject, reason: line.errorType.isEmpty ? line.logger : line.errorType,
      message: line.message,
      attributes: line.attributes.values.merging(origin.facts.attributes) { own, _ in own },
      identity: origin.facts.identity, provenance: origin.place)
    if !line.stack.isEmpty { take(stack: line.stack) }
    lines += 1
    last = time?.start
  }

  private func subject(_ line: LogLine, _ origin: Origin) -> Subject {
    guard var subject = line.subject else { return origin.subject }
    if subject.namespace.isEmpty && subject.kind == "Pod" { subject.namespace = origin.subject.namespace }
    return subject
  }

  private mutating func take(stack: String) {
    kind = .frames
    more = Array(stack.utf8.prefix(LineText.longestMessage))
  }

  private func kind(of shape: TraceShape) -> TraceKind {
    switch shape {
    case .panic, .goroutine: .go
    case .rustPanic: .rust
    case .nodePlace: .node
    case .pythonHeader: .python
    case .exceptionHeader, .continuation: .frames
    default: .none
    }
  }

  /// What an uncaught crash is when no logger gave it a level.
  private func severity(of shape: TraceShape) -> Severity {
    switch shape {
    case .panic, .rustPanic: .critical
    case .pythonHeader, .exceptionHeader: .error
    default: .unknown
    }
  }

  /// Gives out the event being held; `next` is the time of the one after it.
  mutating func finish(next: EventTime? = nil, _ batch: inout EventBatch) {
    guard var done = event else { return }
    event = nil
    if isBorrowed, let start = done.time?.start, let next, next.start > start { done.time?.late = next.start - start }
    if !more.isEmpty || kind != .none { complete(&done, &batch) }
    batch.add(done)
    (lines, leftOut, kind, isBorrowed) = (0, 0, .none, false)
    if !more.isEmpty { more = [] }
  }

  private func complete(_ done: inout Event, _ batch: inout EventBatch) {
    let rest = more.span
    var end = rest.count
    while end > 0 && Text.isSpace(rest[end - 1]) { end -= 1 }
    if end > 0 { done.message += "\n" + Text.string(rest, 0..<end) }
    if leftOut > 0 {
      done.message += "\n… (\(leftOut) more lines)"
      batch.note(
        .limit,
        "events of more than \(Self.mostLines) lines or \(LineText.longestMessage >> 10) KiB were cut; the file has the rest"
      )
    }
    guard kind != .none else { return }
    var message = done.message
    let summary = message.withUTF8 { unsafe TraceSummary($0.span) }
    guard !summary.text.isEmpty else { return }
    done.attributes[Attribute.exception] = String(summary.text.prefix(LineText.longestValue))
    if !summary.type.isEmpty { done.reason = summary.shortType }
    if done.severity == .unknown { done.severity = .error }
  }
}
