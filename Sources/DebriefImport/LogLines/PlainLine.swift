internal import DebriefModel
internal import DebriefParsing

/// Reads lines that begin with a time, a level, or both, as log4j, logback, Python, nginx, Tomcat, Redis, PostgreSQL, env_logger,
/// syslog and web servers' access logs write them.
enum PlainLine {
  /// A time at the start of a line and where the text after it begins.
  struct Stamp {
    var clock: LogLine.Clock
    var end: Int
    /// The stamp's opening bracket was not closed right after the time (env_logger: `[2026-08-27T18:15:00Z INFO web] …`).
    var isOpen = false
    var isSyslog = false
    var isAccessLog = false
    /// A time in RFC 3339 inside closed brackets, as Envoy begins its access log.
    var isEnvoy = false
    var isRedis = false
  }

  /// The time at the start of a line; nil when there is none, or when what follows makes it a table's cell.
  static func stamp(_ content: Span<UInt8>) -> Stamp? {
    guard content.count >= 15 else { return nil }
    let isBracketed = content[0] == 0x5B
    let start = isBracketed ? 1 : 0
    if var stamp = clock(content, at: start) {
      if isBracketed {
        guard stamp.end < content.count else { return nil }
        if content[stamp.end] == 0x5D { stamp.end += 1 } else { stamp.isOpen = true }
        stamp.isEnvoy = AccessLine.isEnvoy(content, stamp.end)
        stamp.isAccessLog = stamp.isEnvoy
      }
      return endsWell(content, stamp.end) ? stamp : nil
    }
    return isBracketed ? nil : accessLog(content) ?? redis(content)
  }

  static func clock(_ content: Span<UInt8>, at start: Int) -> Stamp? {
    let first = content[start]
    if Text.isDigit(first) {
      if let parsed = Timestamp.rfc3339(content, at: start) {
        return Stamp(clock: .full(parsed), end: start + parsed.length)
      }
      if let parsed = Timestamp.dayMonthYear(content, at: start) {
        return Stamp(clock: .full(parsed), end: start + parsed.length)
      }
      return ambiguous(content, at: start)
    }
    guard Text.isLetter(first) else { return nil }
    if let parsed = Timestamp.ctime(content, at: start) {
      return Stamp(clock: .full(parsed), end: start + parsed.length)
    }
    // journalctl's short-full: `Thu 2026-08-27 18:15:00 UTC`.
    if content[start + 3] == 0x20, let parsed = Timestamp.rfc3339(content, at: start + 4) {
      return Stamp(clock: .full(parsed), end: start + 4 + parsed.length)
    }
    guard let time = Timestamp.syslog(content, at: start) else { return nil }
    return Stamp(clock: .yearless(time), end: start + time.length, isSyslog: start == 0)
  }

  /// Digits that only a level after them makes a time: a Unix time in seconds, and dates with two digits for the year.
  private static func ambiguous(_ content: Span<UInt8>, at start: Int) -> Stamp? {
    if let epoch = Timestamp.epochText(content, at: start) {
      let end = start + epoch.length
      let isTime = epoch.time.precision > .second || LevelWord.find(content, from: end, afterTime: true) != nil
      return isTime ? Stamp(clock: .exact(epoch.time), end: end) : nil
    }
    guard let parsed = Timestamp.shortYear(content, at: start) else { return nil }
    let end = start + parsed.length
    return LevelWord.find(content, from: end, afterTime: true) == nil ? nil : Stamp(clock: .full(parsed), end: end)
  }

  /// After a time comes a space, a bracket, a colon or a bar; a comma or a semicolon makes it a cell of a table.
  private static func endsWell(_ content: Span<UInt8>, _ end: Int) -> Bool {
    guard end < content.count else { return false }
    let byte = content[end]
    return byte == 0x20 || byte == 0x09 || byte == 0x3A || byte == 0x5D || byte == 0x5B || byte == 0x7C
      || Text.isLetter(byte)
  }

  /// Common Log Format: `host ident user [27/Aug/2026:18:15:00 +0200] "GET / HTTP/1.1" 200 …`.
  private static func accessLog(_ content: Span<UInt8>) -> Stamp? {
    var i = 0
    var spaces = 0
    while i < min(content.count, 120), content[i] != 0x5B {
      if content[i] == 0x20 { spaces += 1 }
      i += 1
    }
    guard spaces >= 3, i + 28 < content.count, content[i] == 0x5B,
      let parsed = Timestamp.dayMonthYear(content, at: i + 1)
    else {
      return nil
    }
    let end = i + 1 + parsed.length
    guard content[i + 3] == 0x2F, end + 2 < content.count, content[end] == 0x5D, content[end + 2] == 0x22 else {
      return nil
    }
    return Stamp(clock: .full(parsed), end: end + 1, isAccessLog: true)
  }

  /// `1:M 27 Aug 2026 18:15:00.123 # message`.
  private static func redis(_ content: Span<UInt8>) -> Stamp? {
    var i = 0
    while i < min(content.count, 10), Text.isDigit(content[i]) { i += 1 }
    guard i > 0, i + 3 < content.count, content[i] == 0x3A, Text.isLetter(content[i + 1]), content[i + 2] == 0x20 else {
      return nil
    }
    guard let parsed = Timestamp.dayMonthYear(content, at: i + 3) else { return nil }
    let end = i + 3 + parsed.length
    return end < content.count && content[end] == 0x20 ? Stamp(clock: .full(parsed), end: end, isRedis: true) : nil
  }

  /// The line with its time, level and logger taken apart; nil when it has neither time nor level.
  static func read(
    _ content: Span<UInt8>, in surroundings: LineReader.Surroundings, _ batch: inout EventBatch
  ) -> LogLine? {
    guard let stamp = stamp(content) else { return untimed(content) }
    if surroundings != .syslogLine, SyslogHead.mayFollow(content, stamp),
      let head = SyslogHead(content, isLoose: surroundings == .syslogFile)
    {
      return SyslogLine.read(content, head, &batch)
    }
    var line = LogLine()
    line.form = .plain
    line.clock = stamp.clock
    if stamp.isAccessLog { return AccessLine.read(content, stamp, into: line) }
    if let head = WebErrorHead(content, stamp) { return WebErrorLine.read(content, head, into: line) }
    if let severity = CapnslogLine.severity(content, stamp.end) {
      line.severity = severity
      CapnslogLine.read(content, stamp.end + 5, into: &line)
      return line
    }
    guard let level = LevelWord.find(content, from: stamp.end, afterTime: true) else {
      let severity = stamp.isRedis ? redisMark(content, stamp.end) : nil
      line.severity = severity ?? .unknown
      line.message = LineText.part(content, textStart(content, stamp.end + (severity == nil ? 0 : 2))..<content.count)
      return line
    }
    line.severity = level.severity
    if level.end < content.count, content[level.end] == 0x09 {
      TabbedLine.read(content, level.end + 1, into: &line, &batch)
    } else {
      LoggerPrefix.read(content, level.end, isOpen: stamp.isOpen, into: &line)
    }
    return line
  }

  /// Redis: ` # ` warning, ` * ` notice, ` - ` verbose, ` . ` debug.
  private static func redisMark(_ content: Span<UInt8>, _ end: Int) -> Severity? {
    guard end + 2 < content.count, content[end] == 0x20, content[end + 2] == 0x20 else { return nil }
    switch content[end + 1] {
    case 0x23: return .warning
    case 0x2A: return .notice
    case 0x2D, 0x2E: return .debug
    default: return nil
    }
  }

  private static func untimed(_ content: Span<UInt8>) -> LogLine? {
    // Go's `panic: …` and JavaScript's `Error: …` begin traces and are part of what they say.
    guard !Text.matches(content, at: 0, "panic: "), let level = LevelWord.find(content, from: 0, afterTime: false)
    else { return nil }
    var line = LogLine()
    if Text.matches(content, at: 0, "Error: ") {
      line.severity = .error
      line.message = LineText.part(content, 0..<content.count)
      return line
    }
    line.form = .plain
    line.severity = level.severity
    LoggerPrefix.read(content, level.end, isOpen: false, into: &line)
    return line
  }

  /// The first byte of text at or after `i`, past blanks, colons, dashes and bars.
  static func textStart(_ content: Span<UInt8>, _ start: Int) -> Int {
    var i = min(start, content.count)
    while i < content.count, content[i] == 0x20 || content[i] == 0x09 || content[i] == 0x3A || content[i] == 0x7C {
      i += 1
    }
    if i + 1 < content.count, content[i] == 0x2D, content[i + 1] == 0x20 { i += 2 }
    return i
  }
}
