internal import DebriefModel
internal import DebriefParsing

/// Decides per line how it is written: klog, JSON, logfmt, a time or a level at its start, or text.
enum LineReader {
  /// Where a line stands, as far as reading it is concerned.
  enum Surroundings {
    case file
    /// In a file of syslog lines: a host and a program follow the time.
    case syslogFile
    /// After a syslog header: it has no other one.
    case syslogLine
  }

  static func read(_ content: Span<UInt8>, in surroundings: Surroundings = .file, _ batch: inout EventBatch) -> LogLine
  {
    guard content.count > 1 else { return text(content) }
    if !batch.context.declared.isEmpty, let line = DeclaredFormat.read(content, &batch) { return line }
    switch content[0] {
    case 0x7B:
      if let object = batch.parseInnerJSON(content), object.isObject {
        let json = JSONLogLine(object)
        if !json.hasMessage, let access = AccessLine.read(object) { return access }
        var line = json.line
        if !json.hasMessage && line.message.isEmpty { line.message = LineText.part(content, 0..<content.count) }
        if line.clock.isNone && line.severity == .unknown && !json.hasMessage { line.form = .text }
        return line
      }
      var line = text(content)
      line.isBrokenJSON = content[1] == 0x22
      return line
    case 0x49, 0x57, 0x45, 0x46:
      if let line = KlogLine.read(content) { return line }
    case 0x3C where surroundings != .syslogLine:
      if let head = SyslogHead(content, isLoose: false) { return SyslogLine.read(content, head, &batch) }
    default: break
    }
    if let line = LogfmtLine.read(content) { return line }
    return PlainLine.read(content, in: surroundings, &batch) ?? text(content)
  }

  private static func text(_ content: Span<UInt8>) -> LogLine {
    var line = LogLine()
    line.message = LineText.part(content, 0..<content.count)
    return line
  }
}
