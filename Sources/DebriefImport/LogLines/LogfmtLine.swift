internal import DebriefModel
internal import DebriefParsing

/// Reads a whole line of `key=value` pairs as a log line: go-kit, logrus, Prometheus, Grafana.
struct LogfmtLine {
  /// Free text often has one `a=b`: this many pairs make a line logfmt, when one of them is a time or a level.
  static let fewestPairs = 3

  private var line = LogLine()
  private var error = ""
  private var hasMessage = false
  private var pairs = 0

  /// The line, or nil when it is not logfmt.
  static func read(_ content: Span<UInt8>) -> LogLine? {
    guard Logfmt.begins(content) else { return nil }
    var reader = LogfmtLine()
    var cursor = LogfmtCursor()
    while let pair = cursor.next(content) {
      reader.pairs += 1
      reader.take(pair, content)
      if cursor.bareWords > 2 && cursor.bareWords * 2 > reader.pairs { return nil }
    }
    guard reader.pairs >= fewestPairs, !reader.line.clock.isNone || reader.line.severity != .unknown else { return nil }
    return reader.finished(content)
  }

  /// The attributes of the pairs after klog's quoted message; returns the error's text among them.
  static func attributes(_ content: Span<UInt8>, from start: Int, into line: inout LogLine) {
    let (clock, severity) = (line.clock, line.severity)
    var reader = LogfmtLine()
    swap(&reader.line, &line)
    reader.hasMessage = true
    var cursor = LogfmtCursor(at: start)
    while let pair = cursor.next(content) { reader.take(pair, content) }
    swap(&reader.line, &line)
    (line.clock, line.severity) = (clock, severity)
    line.add(error: reader.error)
  }

  private func finished(_ content: Span<UInt8>) -> LogLine {
    var line = line
    line.form = .logfmt
    if !hasMessage && error.isEmpty { line.message = LineText.part(content, 0..<content.count) }
    line.add(error: error)
    return line
  }

  private func text(_ pair: LogfmtPair, _ content: Span<UInt8>, limit: Int = LineText.longestValue) -> String {
    guard pair.hasEscapes else { return LineText.part(content, pair.value, limit: limit) }
    let bytes = Logfmt.unescaped(content, pair.value)
    return LineText.string(bytes.span, limit: limit)
  }

  private mutating func take(_ pair: LogfmtPair, _ content: Span<UInt8>) {
    switch LogField.of(content.extracting(pair.key)) {
    case .time where line.clock.isNone: line.clock = LineClock.stated(content.extracting(pair.value))
    case .level: line.severity = LogSeverity.field(content.extracting(pair.value)) ?? line.severity
    case .message, .shortMessage:
      if !hasMessage {
        line.message = text(pair, content, limit: LineText.longestMessage)
      } else {
        attribute(pair, content)
      }
      hasMessage = true
    case .error: error = text(pair, content)
    case .logger: takeLogger(pair, content)
    case .stack: line.stack = text(pair, content, limit: LineText.longestMessage)
    case .caller: line.attributes.set("caller", text(pair, content))
    case .traceID: line.attributes.set("trace_id", text(pair, content))
    case .spanID: line.attributes.set("span_id", text(pair, content))
    case .requestID: line.attributes.set("request_id", text(pair, content))
    case .httpStatus where Timestamp.number(content, pair.value.lowerBound, 3) != nil && pair.value.count == 3:
      line.attributes.set("http_status", text(pair, content))
    case .thread: line.attributes.set("thread", text(pair, content))
    default: attribute(pair, content)
    }
  }

  private mutating func takeLogger(_ pair: LogfmtPair, _ content: Span<UInt8>) {
    if Text.matches(content, at: pair.key.lowerBound, "name") && pair.key.count == 4 { return attribute(pair, content) }
    line.logger = text(pair, content)
  }

  private mutating func attribute(_ pair: LogfmtPair, _ content: Span<UInt8>) {
    guard !line.attributes.isFull else { return }
    line.attributes.set(LineText.part(content, pair.key, limit: LogAttributes.longestName), text(pair, content))
  }
}
