internal import DebriefModel
internal import DebriefParsing

/// Judges the head of a file as a log: counts what its lines look like and names at most one of the log formats, so that no two
/// log importers claim one file.
///
/// Formats that wrap lines (CRI, Docker, kubectl) come before those the lines are written in. Indented and blank lines count
/// for nothing, because stack traces may outnumber the lines of a logger.
struct LogHead {
  enum Format { case cri, docker, kubectl, compose, klog, syslog, access, webError, json, logfmt, plain }

  /// Lines looked at.
  static let mostLines = 300
  private(set) var format: Format?
  private(set) var confidence = Confidence.no

  private var lines = 0
  private var cri = 0
  private var docker = 0
  /// Docker's records without time and stream.
  private var bareDocker = 0
  private var compose = ComposeHead()
  private var prefixed = 0
  private var stamped = 0
  private var nanoseconds = 0
  private var klog = 0
  private var klogHeader = 0
  private var syslog = 0
  /// Lines that are syslog's when others are: a host and a program after a time in RFC 3339.
  private var looseSyslog = 0
  private var access = 0
  private var webError = 0
  private var json = 0
  private var jsonWithLevel = 0
  private var jsonWithTime = 0
  private var otherJSON = 0
  private var logfmt = 0
  private var plain = 0
  private var plainWithLevel = 0
  private var text = 0
  private var isTabular = false
  /// Lines whose time lacks a year.
  private var yearless = 0

  /// Whether every time that was seen is complete, so that no other file has to tell the year.
  var hasCompleteTimes: Bool {
    switch format {
    case .plain, .syslog: yearless == 0 && klog == 0
    default: false
    }
  }

  /// How sure a log importer may be.
  func confidence(for format: Format) -> Confidence { self.format == format ? confidence : .no }

  init(_ head: Span<UInt8>) {
    var start = Text.matches(head, at: 0, "\u{FEFF}") ? 3 : 0
    guard start < head.count, !isForeign(head, start) else { return }
    if CapturedLog.isCapture(head) {
      claim(.kubectl, .likely)
      return
    }
    let reader = JSONReader()
    let isWhole = head.count < 1 << 16
    isTabular = hasHeaderRow(head, start)
    while start < head.count && lines < Self.mostLines {
      var end = start
      while end < head.count && head[end] != 0x0A { end += 1 }
      // The last line of a full head is cut; a single line of that length is no log.
      if end == head.count && !isWhole { break }
      count(head, start..<end, reader)
      start = end + 1
    }
    judge()
  }

  /// Mark-up, scripts and YAML documents begin like this.
  private func isForeign(_ head: Span<UInt8>, _ start: Int) -> Bool {
    Text.matches(head, at: start, "---\n") || Text.matches(head, at: start, "apiVersion:")
      || Text.matches(head, at: start, "#!")
      || isTable(head, start) || Text.matches(head, at: start, "<?xml") || Text.matches(head, at: start, "<!DOCTYPE")
      || Text.matches(head, at: start, "<html")
  }

  /// Tables say so in their first lines: `#Fields:` of W3C logs, `#fields` of Zeek. An archive has runs of NULs near its start.
  private func isTable(_ head: Span<UInt8>, _ start: Int) -> Bool {
    let top = head.extracting(start..<min(head.count, start + 2048))
    if top[0] == 0x23,
      Text.contains(top, "\n#Fields:") || Text.contains(top, "\n#fields") || Text.matches(top, at: 0, "#Fields:")
    {
      return true
    }
    if top[0] != 0, Text.contains(top, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") { return true }
    return false
  }

  /// Whether a header row stands above a row with as many commas.
  private func hasHeaderRow(_ head: Span<UInt8>, _ start: Int) -> Bool {
    let top = head.extracting(start..<min(head.count, start + 4096))
    let first = commas(top, from: 0)
    guard first.count >= 2, first.end < top.count, PlainLine.stamp(top) == nil else { return false }
    return commas(top, from: first.end).count == first.count
  }

  /// The commas of the line at `start`, and where the next line begins.
  private func commas(_ text: Span<UInt8>, from start: Int) -> (count: Int, end: Int) {
    var count = 0
    var i = start
    while i < text.count, text[i] != 0x0A {
      if text[i] == 0x2C { count += 1 }
      i += 1
    }
    return (count, i + 1)
  }

  private mutating func count(_ head: Span<UInt8>, _ range: Range<Int>, _ reader: JSONReader) {
    let line = head.extracting(range)
    LineText.cleaned(line) { count($0, reader) }
  }

  private mutating func count(_ line: Span<UInt8>, _ reader: JSONReader) {
    guard !line.isEmpty, line[0] != 0x20, line[0] != 0x09 else { return }
    // The frames of PHP's and Laravel's traces stand at the margin.
    let shape = line[0] == 0x23 || line[0] == 0x5B || line[0] == 0x22 ? TraceShape(line) : .other
    if shape == .numberedFrame || shape == .continuation || (shape == .closing && line[0] == 0x22) { return }
    lines += 1
    if line[0] == 0x7B { return countJSON(line, reader) }
    if compose.takes(line) { return }
    if CRILine(line) != nil {
      cri += 1
    } else if let record = KubectlLine(line) {
      if record.prefix != nil { prefixed += 1 }
      stamped += 1
      if record.precision == .nanosecond { nanoseconds += 1 }
      // A time followed by two blanks and a level is a program's own layout.
      if isOwnLayout(line, record.content) { nanoseconds -= 1 }
      countWritten(line)
    } else {
      countWritten(line)
    }
  }

  private func isOwnLayout(_ line: Span<UInt8>, _ start: Int) -> Bool {
    guard start < line.count, line[start] == 0x20 else { return false }
    return LevelWord.find(line, from: start, afterTime: false) != nil
  }

  /// Lines as programs write them.
  private mutating func countWritten(_ line: Span<UInt8>) {
    if KlogLine.header(line) != nil {
      klog += 1
    } else if KlogHeader.isHeader(line) {
      klogHeader += 1
    } else if LogfmtLine.read(line) != nil {
      logfmt += 1
    } else if line[0] == 0x3C {
      if SyslogHead(line, isLoose: false) != nil { syslog += 1 } else { text += 1 }
      // A priority stands before times with a year and without one.
      if !Text.contains(line.extracting(0..<min(line.count, 8)), ">1 ") { yearless += 1 }
    } else if let stamp = PlainLine.stamp(line), hasLetters(line, stamp.end), !hasMonotonicClock(line, stamp.end) {
      plain += 1
      if case .yearless = stamp.clock { yearless += 1 }
      countKind(line, stamp)
      if stamp.isSyslog || stamp.isAccessLog || LevelWord.find(line, from: stamp.end, afterTime: true) != nil {
        plainWithLevel += 1
      }
    } else {
      text += 1
    }
  }

  /// Lines that plain logs may hold, too, and that make another format when there are many.
  private mutating func countKind(_ line: Span<UInt8>, _ stamp: PlainLine.Stamp) {
    if stamp.isAccessLog {
      access += 1
    } else if WebErrorHead(line, stamp) != nil {
      webError += 1
    } else if SyslogHead.mayFollow(line, stamp), let head = SyslogHead(line, isLoose: true), !head.program.isEmpty {
      if head.isCertain { syslog += 1 } else { looseSyslog += 1 }
    }
  }

  /// Go's `time.Time` printed as it is, ` m=+0.079858984` at its end: tables and notes of collectors, not logs.
  private func hasMonotonicClock(_ line: Span<UInt8>, _ start: Int) -> Bool {
    let end = min(start + 16, line.count)
    return Text.contains(line.extracting(min(start, end)..<end), " m=+")
  }

  private func hasLetters(_ line: Span<UInt8>, _ start: Int) -> Bool {
    var i = start
    while i + 1 < line.count {
      if Text.isLetter(line[i]) && Text.isLetter(line[i + 1]) { return true }
      i += 1
    }
    return false
  }

  private mutating func countJSON(_ line: Span<UInt8>, _ reader: JSONReader) {
    var end = line.count
    while end > 0 && Text.isSpace(line[end - 1]) { end -= 1 }
    guard end > 1, line[end - 1] == 0x7D else {
      otherJSON += 1
      return
    }
    do throws(JSONError) {
      let object = try reader.parse(line.extracting(0..<end))
      if DockerLine.isDocker(object) {
        docker += 1
        return
      }
      if DockerLine.isBare(object) {
        bareDocker += 1
        return
      }
      let log = JSONLogLine(object)
      if !log.hasMessage, AccessLine.read(object) != nil {
        access += 1
        return
      }
      if log.isLog && !log.hasForeignKeys {
        json += 1
        if !log.line.clock.isNone { jsonWithTime += 1 }
        if log.hasLevelOrLogger { jsonWithLevel += 1 }
      } else {
        otherJSON += 1
      }
    } catch {
      otherJSON += 1
    }
  }

  private mutating func judge() {
    guard lines > 0 else { return }
    if share(cri) >= 80 { return claim(.cri, .certain) }
    if share(docker) >= 80 { return claim(.docker, .certain) }
    if share(docker + bareDocker) >= 80 { return claim(.docker, .likely) }
    if share(compose.lines) >= 60, compose.isCompose { return claim(.compose, .likely) }
    if share(prefixed) >= 80 { return claim(.kubectl, .certain) }
    if share(stamped) >= 80 && nanoseconds * 10 >= stamped * 5 { return claim(.kubectl, .likely) }
    if klog > 0 && share(klog) >= 30 && klog >= plain && klog >= json {
      return claim(.klog, klogHeader > 0 || share(klog) >= 80 ? .certain : .likely)
    }
    if syslog > 0 && share(syslog + looseSyslog) >= 50 && syslog * 4 >= looseSyslog { return claim(.syslog, .likely) }
    if access > webError && share(access) >= 50 { return claim(.access, .likely) }
    if webError > 0 && share(webError) >= 50 { return claim(.webError, .likely) }
    let isJSONLog = otherJSON * 5 <= json && jsonWithLevel * 2 >= json && jsonWithTime * 2 >= json
    if json > 0 && share(json) >= 30 && isJSONLog { return claim(.json, .likely) }
    // A time and a message on every line is how a logger without levels writes; any format that knows these keys better wins.
    if json > 1 && json == lines && jsonWithTime == json { return claim(.json, .weak) }
    if logfmt > 0 && share(logfmt) >= 50 { return claim(.logfmt, .likely) }
    guard otherJSON * 2 <= lines, plain > 0, !isTabular else { return }
    let isEnough = plain >= 2 && share(plain) >= 50 || plain >= 5 && share(plain) >= 10 && plainWithLevel * 2 >= plain
    if isEnough || (lines <= 3 && plainWithLevel > 0) { claim(.plain, .weak) }
  }

  private func share(_ count: Int) -> Int { count * 100 / lines }

  private mutating func claim(_ format: Format, _ confidence: Confidence) {
    (self.format, self.confidence) = (format, confidence)
  }
}
