internal import DebriefModel
internal import DebriefParsing

/// What stands before the text of a web server's error line.
///
/// - nginx: `2026/08/27 18:15:00 [error] 29#29: *1 text, client: …, server: …, request: "…", upstream: "…"` (ngx_log_error).
/// - Apache: `[Thu Aug 27 18:15:00.123456 2026] [core:error] [pid 7:tid 8] [client 10.0.0.7:1234] text` (ErrorLogFormat); 2.2 has
///   no module, process and port.
struct WebErrorHead {
  private(set) var severity = Severity.unknown
  /// Apache's module.
  private(set) var module = 0..<0
  private(set) var text = 0
  let isApache: Bool

  /// nil when the line with this time is no web server's.
  init?(_ content: Span<UInt8>, _ stamp: PlainLine.Stamp) {
    guard case .full = stamp.clock, stamp.end + 3 < content.count, content[stamp.end] == 0x20 else { return nil }
    isApache = content[0] == 0x5B && Text.isLetter(content[1])
    guard isApache || Text.isDigit(content[0]), content[stamp.end + 1] == 0x5B else { return nil }
    guard let close = LoggerPrefix.find(0x5D, content, stamp.end + 2, within: 60) else { return nil }
    var word = (stamp.end + 2)..<close
    if isApache, let colon = LoggerPrefix.find(0x3A, content, word.lowerBound, within: word.count) {
      (module, word) = (word.lowerBound..<colon, (colon + 1)..<close)
    }
    // Apache numbers its levels of tracing.
    if let last = word.last, Text.isDigit(content[last]) { word = word.lowerBound..<last }
    guard let severity = LogSeverity.word(content, word) else { return nil }
    self.severity = severity
    guard let text = isApache ? Self.afterGroups(content, close + 1) : Self.afterThread(content, close + 1) else {
      return nil
    }
    self.text = text
  }

  /// Past ` 29#29: `.
  private static func afterThread(_ content: Span<UInt8>, _ start: Int) -> Int? {
    var i = start + 1
    guard i < content.count, content[start] == 0x20 else { return nil }
    let process = i
    while i < content.count, Text.isDigit(content[i]) { i += 1 }
    guard i > process, i < content.count, content[i] == 0x23 else { return nil }
    let thread = i + 1
    i = thread
    while i < content.count, Text.isDigit(content[i]) { i += 1 }
    guard i > thread, Text.matches(content, at: i, ": ") else { return nil }
    return i + 2
  }

  /// Past `[pid …]`, `[client …]` and `[remote …]`.
  private static func afterGroups(_ content: Span<UInt8>, _ start: Int) -> Int? {
    var i = start
    while i + 1 < content.count, content[i] == 0x20, content[i + 1] == 0x5B, isGroup(content, i + 2),
      let close = LoggerPrefix.find(0x5D, content, i + 2, within: 200)
    {
      i = close + 1
    }
    return i < content.count && content[i] == 0x20 ? i + 1 : nil
  }

  private static func isGroup(_ content: Span<UInt8>, _ i: Int) -> Bool {
    Text.matches(content, at: i, "pid ") || Text.matches(content, at: i, "client ")
      || Text.matches(content, at: i, "remote ") || Text.matches(content, at: i, "tid ")
  }
}

/// Reads the error logs of nginx and Apache; passwords and tokens in URLs are masked.
enum WebErrorLine {
  static func read(_ content: Span<UInt8>, _ head: WebErrorHead, into line: LogLine) -> LogLine {
    var line = line
    line.severity = head.severity
    if head.isApache {
      line.logger = LineText.part(content, head.module, limit: LineText.longestValue)
      line.message = WebText.masked(LineText.part(content, head.text..<content.count))
      return line
    }
    let start = afterConnection(content, head.text, &line)
    let end = Text.find(", client: ", in: content, from: start) ?? content.count
    line.message = WebText.masked(LineText.part(content, start..<end))
    takeFacts(content, end, &line)
    return line
  }

  /// Past nginx's number of the connection, `*1 `.
  private static func afterConnection(_ content: Span<UInt8>, _ start: Int, _ line: inout LogLine) -> Int {
    guard start < content.count, content[start] == 0x2A else { return start }
    var i = start + 1
    while i < content.count, Text.isDigit(content[i]) { i += 1 }
    guard i > start + 1, i < content.count, content[i] == 0x20 else { return start }
    line.attributes.set("connection", content, (start + 1)..<i)
    return i + 1
  }

  private static let facts: [(name: StaticString, attribute: String)] = [
    ("client", "client"), ("server", "server"), ("request", "request"), ("upstream", "upstream"), ("host", "authority"),
  ]

  /// `, name: value` and `, name: "value"`, one after the other.
  private static func takeFacts(_ content: Span<UInt8>, _ start: Int, _ line: inout LogLine) {
    var i = start
    while Text.matches(content, at: i, ", ") {
      let name = i + 2
      guard let colon = LoggerPrefix.find(0x3A, content, name, within: 40), colon + 1 < content.count,
        content[colon + 1] == 0x20
      else { return }
      let isQuoted = colon + 2 < content.count && content[colon + 2] == 0x22
      let value = isQuoted ? colon + 3 : colon + 2
      var end = value
      while end < content.count, content[end] != (isQuoted ? 0x22 : 0x2C) { end += 1 }
      take(content, name..<colon, min(value, end)..<end, &line)
      i = isQuoted ? end + 1 : end
    }
  }

  private static func take(_ content: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>, _ line: inout LogLine) {
    let known = facts.first {
      name.count == $0.name.utf8CodeUnitCount && Text.matches(content, at: name.lowerBound, $0.name)
    }
    guard let known else { return }
    if known.attribute == "request" { return WebText.takeRequest(content, value, &line) }
    line.attributes.set(known.attribute, WebText.masked(LineText.part(content, value, limit: LineText.longestValue)))
  }
}
