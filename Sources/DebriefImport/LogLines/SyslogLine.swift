internal import DebriefModel
internal import DebriefParsing

/// What stands before the text of a syslog line.
///
/// - RFC 3164, as files keep it: `Aug 27 18:15:00 host tag[pid]: text`, with or without `<PRI>`; journalctl's `short` and
///   `short-precise`.
/// - rsyslog's file format and journalctl's `short-iso`: the same with a time in RFC 3339.
/// - RFC 5424: `<PRI>1 time host app procid msgid [structured data] text`, `-` for what is not known.
struct SyslogHead {
  private(set) var clock = LogLine.Clock.none
  private(set) var severity = Severity.unknown
  private(set) var facility = ""
  private(set) var host = 0..<0
  private(set) var program = 0..<0
  private(set) var messageID = 0..<0
  private(set) var data = 0..<0
  /// Where the text begins.
  private(set) var text = 0
  /// The shape alone says syslog: a priority, a time of RFC 3164, or a process number before the colon.
  private(set) var isCertain = false

  /// Whether a line with this time may be one: the cheap test before the whole head is read.
  static func mayFollow(_ content: Span<UInt8>, _ stamp: PlainLine.Stamp) -> Bool {
    guard stamp.end < content.count, content[stamp.end] == 0x20, content[0] != 0x5B else { return false }
    if stamp.isSyslog { return true }
    if case .full(let parsed) = stamp.clock { return parsed.offset != nil } else { return false }
  }

  /// `isLoose` takes `host program: text` after a time in RFC 3339, too, which other logs may also write.
  init?(_ line: Span<UInt8>, isLoose: Bool) {
    guard line.count >= 16 else { return nil }
    var i = 0
    if line[0] == 0x3C {
      guard let end = readPriority(line) else { return nil }
      i = end
      isCertain = true
      if Text.matches(line, at: i, "1 ") {
        guard readModern(line, i + 2) else { return nil }
        return
      }
    }
    guard let start = readTime(line, i), readHostAndTag(line, start, isLoose: isLoose) else { return nil }
  }

  private static let facilities = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp",
    "audit",
    "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
  ]

  /// `<0>` to `<191>`: eight times the facility plus the severity.
  private mutating func readPriority(_ line: Span<UInt8>) -> Int? {
    var i = 1
    while i < 4, Text.isDigit(line[i]) { i += 1 }
    guard i > 1, line[i] == 0x3E, let value = Timestamp.number(line, 1, i - 1), value < Self.facilities.count * 8 else {
      return nil
    }
    severity = LogSeverity.syslog(value % 8) ?? .unknown
    facility = Self.facilities[value / 8]
    return i + 1
  }

  /// The index after the time; journalctl's `short-full` puts a weekday before it.
  private mutating func readTime(_ line: Span<UInt8>, _ start: Int) -> Int? {
    if let time = Timestamp.syslog(line, at: start) {
      clock = .yearless(time)
      isCertain = true
      return start + time.length
    }
    let isWeekday = start + 4 < line.count && Text.isLetter(line[start]) && line[start + 3] == 0x20
    let at = isWeekday ? start + 4 : start
    guard let parsed = Timestamp.rfc3339(line, at: at), parsed.offset != nil else { return nil }
    clock = .full(parsed)
    return at + parsed.length
  }

  private mutating func readHostAndTag(_ line: Span<UInt8>, _ start: Int, isLoose: Bool) -> Bool {
    guard start < line.count, line[start] == 0x20 else { return false }
    host = Self.word(line, start + 1)
    guard !host.isEmpty, Self.isHost(line, host), let tag = Self.tag(line, host.upperBound + 1) else {
      // A time of RFC 3164 is enough to be syslog; what follows it is text.
      host = 0..<0
      text = start + 1
      return isCertain
    }
    guard isCertain || tag.hasProcess || isLoose else { return false }
    isCertain = isCertain || tag.hasProcess
    (program, text) = (tag.name, tag.text)
    return true
  }

  /// A host's name or address; a level in its place makes the line another log's.
  private static func isHost(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for i in range where line[i] == 0x5B || line[i] == 0x28 || line[i] == 0x3C || line[i] == 0x3D || line[i] == 0x22 {
      return false
    }
    return line[range.upperBound - 1] != 0x3A && LogSeverity.word(line, range) == nil
  }

  private static func word(_ content: Span<UInt8>, _ start: Int) -> Range<Int> {
    var i = start
    while i < content.count && content[i] > 0x20 { i += 1 }
    return start..<max(i, start)
  }

  /// `tag[pid]:` or `tag:`, and where the text begins.
  private static func tag(_ content: Span<UInt8>, _ start: Int) -> (name: Range<Int>, text: Int, hasProcess: Bool)? {
    var i = start
    while i < content.count, i - start < 80, content[i] > 0x20, content[i] != 0x5B, content[i] != 0x3A { i += 1 }
    let name = start..<max(i, start)
    let hasProcess = i + 1 < content.count && content[i] == 0x5B && Text.isDigit(content[i + 1])
    if i < content.count, content[i] == 0x5B {
      while i < content.count, content[i] != 0x5D { i += 1 }
      i += 1
    }
    guard !name.isEmpty, i < content.count, content[i] == 0x3A else { return nil }
    return (name, i + 1 < content.count && content[i + 1] == 0x20 ? i + 2 : i + 1, hasProcess)
  }

  // MARK: RFC 5424

  private mutating func readModern(_ line: Span<UInt8>, _ start: Int) -> Bool {
    let time = Self.word(line, start)
    if let parsed = Timestamp.rfc3339(line.extracting(time)), parsed.length == time.count {
      clock = .full(parsed)
    } else if time.count != 1 || line[start] != 0x2D {
      return false
    }
    host = field(line, time.upperBound)
    program = field(line, host.upperBound)
    let process = field(line, program.upperBound)
    messageID = field(line, process.upperBound)
    let isWhole = !time.isEmpty && !host.isEmpty && !program.isEmpty && !process.isEmpty && !messageID.isEmpty
    guard isWhole else { return false }
    for path in [\SyslogHead.host, \.program, \.messageID] where self[keyPath: path].count == 1 {
      if line[self[keyPath: path].lowerBound] == 0x2D { self[keyPath: path] = 0..<0 }
    }
    let end = Self.word(line, process.upperBound + 1).upperBound
    readData(line, end + 1)
    return true
  }

  private func field(_ line: Span<UInt8>, _ end: Int) -> Range<Int> {
    end < line.count && line[end] == 0x20 ? Self.word(line, end + 1) : 0..<0
  }

  private mutating func readData(_ line: Span<UInt8>, _ start: Int) {
    var i = start
    if i < line.count, line[i] == 0x2D { i += 1 }
    while i < line.count, line[i] == 0x5B { i = Self.elementEnd(line, i) }
    i = min(i, line.count)
    data = min(start, i)..<i
    if i < line.count, line[i] == 0x20 { i += 1 }
    // rsyslog keeps the space that RFC 3164 has between tag and text: RSYSLOG_SyslogProtocol23Format.
    if i + 1 < line.count, line[i] == 0x20, line[i + 1] != 0x20 { i += 1 }
    text = Text.matches(line, at: i, "\u{FEFF}") ? i + 3 : i
  }

  /// The index after the `]` of the element at `start`; quoted values may hold brackets.
  private static func elementEnd(_ line: Span<UInt8>, _ start: Int) -> Int {
    var i = start + 1
    var isQuoted = false
    while i < line.count {
      switch line[i] {
      case 0x5C where isQuoted: i += 1
      case 0x22: isQuoted.toggle()
      case 0x5D where !isQuoted: return i + 1
      default: break
      }
      i += 1
    }
    return line.count
  }
}

/// Reads syslog lines; the text may itself be klog, JSON or logfmt (a kubelet's journal), whose level then wins over the priority.
enum SyslogLine {
  static func read(_ content: Span<UInt8>, _ head: SyslogHead, _ batch: inout EventBatch) -> LogLine {
    let repetition = repetition(content, head.text)
    let text = repetition?.text ?? min(head.text, content.count)..<content.count
    var line = LineReader.read(content.extracting(text), in: .syslogLine, &batch)
    if !head.clock.isNone { line.clock = head.clock }
    line.form = .syslog
    if line.severity == .unknown { line.severity = head.severity }
    line.attributes.set("facility", head.facility)
    line.attributes.set("message_id", content, head.messageID)
    takeData(content, head.data, &line)
    if let repetition { (line.count, line.repeatsLast) = (repetition.count, repetition.repeatsLast) }
    let program = LineText.part(content, head.program, limit: LineText.longestValue)
    line.attributes.set("program", program)
    if line.logger.isEmpty { line.logger = program }
    if !head.host.isEmpty {
      let name = LineText.part(content, head.host, limit: LineText.longestValue)
      line.subject = Subject(kind: runsOnNodes.contains(program) ? "Node" : "Host", name: name)
    }
    return line
  }

  /// Programs that only run on a cluster's nodes.
  static let runsOnNodes: Set<String> = [
    "kubelet", "hyperkube", "kubenswrapper", "containerd", "crio", "kube-proxy", "k3s", "rke2",
  ]

  /// `message repeated 3 times: [ text]` (rsyslog) and `last message repeated 3 times` (sysklogd).
  private static func repetition(_ content: Span<UInt8>, _ start: Int) -> (
    count: Int, text: Range<Int>, repeatsLast: Bool
  )? {
    let isLast = Text.matches(content, at: start, "last message repeated ")
    guard isLast || Text.matches(content, at: start, "message repeated ") else { return nil }
    let number = start + (isLast ? 22 : 17)
    var i = number
    while i < content.count, i - number < 9, Text.isDigit(content[i]) { i += 1 }
    guard let count = Timestamp.number(content, number, i - number), i > number,
      Text.matches(content, at: i, " time")
    else { return nil }
    guard !isLast else { return (count, start..<content.count, true) }
    guard let open = LoggerPrefix.find(0x5B, content, i, within: 12), content[content.count - 1] == 0x5D else {
      return (count, start..<content.count, false)
    }
    return (count, Text.trimmed(content, (open + 1)..<(content.count - 1)), false)
  }

  /// The parameters of `[id name="value" …]`.
  private static func takeData(_ content: Span<UInt8>, _ range: Range<Int>, _ line: inout LogLine) {
    let data = content.extracting(range)
    var cursor = LogfmtCursor()
    while let pair = cursor.next(data) {
      let value = pair.hasEscapes ? Text.string(Logfmt.unescaped(data, pair.value).span) : Text.string(data, pair.value)
      let name = LineText.part(data, pair.key, limit: LogAttributes.longestName)
      line.attributes.set(name, Text.excerpt(Array(value.utf8).span, limit: LineText.longestValue))
    }
  }
}
