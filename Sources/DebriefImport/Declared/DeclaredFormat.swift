internal import DebriefModel
internal import DebriefParsing

/// A log format that a team wrote down in a file, read by its patterns. Its lines are found in files of their own and inside the
/// lines of container runtimes alike.
public struct DeclaredFormat: Sendable {
  public internal(set) var id: String
  public internal(set) var title: String
  /// The file that declares it.
  public internal(set) var path: String
  var origin = ""
  var patterns: [LinePattern] = []
  /// Empty: any common time.
  var layouts: [TimeLayout] = []
  var levels: [String: Severity] = [:]

  /// Fields that say whose line it is.
  static let subjectFields = ["namespace", "pod", "container", "host"]

  /// The line with its fields taken apart; nil when no pattern matches it.
  func read(_ line: Span<UInt8>) -> LogLine? {
    for pattern in patterns {
      if let match = pattern.match(line, layouts) { return self.line(pattern, match, line) }
    }
    return nil
  }

  /// The line as the first declared format that knows it reads it; a message that is itself JSON is opened.
  static func read(_ content: Span<UInt8>, _ batch: inout EventBatch) -> LogLine? {
    for format in batch.context.declared {
      guard var line = format.read(content) else { continue }
      if line.message.utf8.first == 0x7B { line.openMessage(&batch) }
      return line
    }
    return nil
  }

  private func line(_ pattern: LinePattern, _ match: LinePattern.Match, _ content: Span<UInt8>) -> LogLine {
    var line = LogLine()
    line.form = .declared
    line.clock = match.clock
    var subject = Subject()
    var hasMessage = false
    for (field, range) in zip(pattern.fields, match.values) {
      switch field.name {
      case "time": break
      case "level": takeLevel(content, range, &line)
      case "logger": line.logger = LineText.part(content, range, limit: LineText.longestValue)
      case "message":
        line.message = LineText.part(content, range)
        hasMessage = true
      case "namespace": subject.namespace = LineText.part(content, range, limit: LineText.longestValue)
      case "pod": (subject.kind, subject.name) = ("Pod", LineText.part(content, range, limit: LineText.longestValue))
      case "container": subject.container = LineText.part(content, range, limit: LineText.longestValue)
      case "host" where subject.name.isEmpty:
        (subject.kind, subject.name) = ("Host", LineText.part(content, range, limit: LineText.longestValue))
      default: line.attributes.set(field.name, content, range)
      }
    }
    if !hasMessage { line.message = LineText.part(content, 0..<content.count) }
    if !subject.name.isEmpty { line.subject = subject }
    return line
  }

  private func takeLevel(_ content: Span<UInt8>, _ range: Range<Int>, _ line: inout LogLine) {
    if let severity = severity(content, range) {
      line.severity = severity
    } else {
      line.attributes.set("level", content, range)
    }
  }

  /// The format's own words first, then the common ones.
  func severity(_ content: Span<UInt8>, _ range: Range<Int>) -> Severity? {
    if !levels.isEmpty, let own = levels[LineText.part(content, range, limit: LogAttributes.longestName)] { return own }
    return LogSeverity.field(content.extracting(range))
  }

  // MARK: As an importer

  /// Lines of a file's head that are looked at.
  static let mostLines = 300

  /// What the registry lists.
  var description: ImporterDescription {
    ImporterDescription(
      id: id, title: title, framing: .lines,
      summary: "Declared in \(path): each line that its pattern matches is one event.",
      origin: origin.isEmpty ? "declared in \(path)" : origin,
      needsReferenceTime: layouts.isEmpty || layouts.contains { !$0.hasYear })
  }

  /// A file is the format's when its patterns match most lines, and at most likely so when they match a third; one in which a
  /// runtime wraps every line is the runtime's.
  func sniff(_ head: FileHead) -> Confidence {
    let wrappers: [LogHead.Format] = [.cri, .docker, .kubectl]
    guard !wrappers.contains(where: { head.log.confidence(for: $0) == .certain }) else { return .no }
    let (matched, lines) = head.withSpan { count($0) }
    guard matched > 0 else { return .no }
    return matched * 100 >= lines * 80 ? .certain : matched * 100 >= lines * 30 ? .likely : .no
  }

  private func count(_ head: Span<UInt8>) -> (matched: Int, lines: Int) {
    var (matched, lines, start) = (0, 0, 0)
    while start < head.count, lines < Self.mostLines {
      var end = start
      while end < head.count, head[end] != 0x0A { end += 1 }
      // The last line of a full head is cut.
      if end == head.count, head.count == FileHead.size { break }
      if end > start, !Text.isSpace(head[start]) {
        lines += 1
        if matches(head.extracting(start..<end)) { matched += 1 }
      }
      start = end + 1
    }
    return (matched, lines)
  }

  private func matches(_ line: Span<UInt8>) -> Bool {
    LineText.cleaned(line) { clean in patterns.contains { $0.match(clean, layouts) != nil } }
  }
}

extension LogLine {
  /// Takes message, error and facts out of a message that is a JSON object with a message of its own.
  fileprivate mutating func openMessage(_ batch: inout EventBatch) {
    var text = message
    let inner = text.withUTF8 { bytes -> JSONLogLine? in
      guard let object = unsafe batch.parseInnerJSON(bytes.span), object.isObject else { return nil }
      return JSONLogLine(object)
    }
    guard let inner, inner.hasMessage else { return }
    message = inner.line.message
    stack = inner.line.stack
    errorType = inner.line.errorType
    if severity == .unknown { severity = inner.line.severity }
    if logger.isEmpty { logger = inner.line.logger }
    for (name, value) in inner.line.attributes.values.sorted(by: { $0.key < $1.key })
    where attributes.values[name] == nil {
      attributes.set(name, value)
    }
  }
}

/// Reads a file of a declared format; lines that no pattern matches are read as in any other log.
struct DeclaredReader: RecordReader {
  private var reader = BareLogReader()

  mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    try reader.read(record, into: &batch)
  }

  mutating func finish(into batch: inout EventBatch) throws(Rejection) { reader.finish(into: &batch) }
}
