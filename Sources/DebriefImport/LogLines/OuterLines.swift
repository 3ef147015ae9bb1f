internal import DebriefModel
internal import DebriefParsing

/// One record of a CRI log: `<RFC 3339> <stdout|stderr> <tags> <content>` (cri-client/pkg/logs; tags are separated by colons, the
/// first is `P` for a part or `F` for a full line or its last part).
struct CRILine {
  var time: EventTime
  var isStderr: Bool
  var isPartial: Bool
  var content: Int

  init?(_ line: Span<UInt8>) {
    guard let parsed = Timestamp.rfc3339(line), parsed.offset != nil, line[10] == 0x54, let time = parsed.eventTime()
    else {
      return nil
    }
    let stream = parsed.length
    guard stream + 9 <= line.count, line[stream] == 0x20, line[stream + 7] == 0x20 else { return nil }
    isStderr = Text.matches(line, at: stream + 1, "stderr")
    guard isStderr || Text.matches(line, at: stream + 1, "stdout") else { return nil }
    var end = stream + 8
    guard line[end] == 0x50 || line[end] == 0x46 else { return nil }
    isPartial = line[end] == 0x50
    end += 1
    guard end == line.count || line[end] == 0x20 || line[end] == 0x3A else { return nil }
    while end < line.count && line[end] != 0x20 { end += 1 }
    content = min(end + 1, line.count)
    self.time = time
  }
}

/// One line of `kubectl logs --timestamps --prefix`: `[pod/NAME/CONTAINER] <RFC 3339> <content>`, each part optional.
struct KubectlLine {
  /// Pod and container.
  var prefix: (whole: Range<Int>, pod: Range<Int>, container: Range<Int>)?
  var time: EventTime?
  var precision = TimePrecision.second
  var content: Int

  init?(_ line: Span<UInt8>) {
    var i = 0
    prefix = KubectlLine.prefix(line)
    if let prefix { i = prefix.whole.upperBound }
    content = i
    guard let parsed = Timestamp.rfc3339(line, at: i), parsed.offset != nil, line[i + 10] == 0x54 else {
      if prefix == nil { return nil }
      return
    }
    let end = i + parsed.length
    guard end == line.count || line[end] == 0x20 else {
      if prefix == nil { return nil }
      return
    }
    // kubectl passes on the runtime's nanoseconds; a time of lower precision after a prefix is the program's own.
    guard prefix == nil || parsed.precision == .nanosecond else { return }
    guard let time = parsed.eventTime() else { return nil }
    (self.time, precision, content) = (time, parsed.precision, min(end + 1, line.count))
  }

  /// `[pod/NAME/CONTAINER] `.
  private static func prefix(_ line: Span<UInt8>) -> (whole: Range<Int>, pod: Range<Int>, container: Range<Int>)? {
    guard Text.matches(line, at: 0, "[pod/") else { return nil }
    var i = 5
    while i < min(line.count, 300), line[i] != 0x2F, line[i] > 0x20, line[i] != 0x5D { i += 1 }
    let pod = 5..<i
    guard !pod.isEmpty, i < line.count, line[i] == 0x2F else { return nil }
    let start = i + 1
    i = start
    while i < min(line.count, 600), line[i] > 0x20, line[i] != 0x5D { i += 1 }
    guard i > start, i < line.count, line[i] == 0x5D else { return nil }
    let end = i + 1 < line.count && line[i + 1] == 0x20 ? i + 2 : i + 1
    return (0..<end, pod, start..<i)
  }
}

/// One record of Docker's json-file driver: `{"log":"…\n","stream":"stdout","time":"…"}`.
enum DockerLine {
  static func isDocker(_ object: JSONValue) -> Bool {
    guard object.isObject, object["log"]?.kind == .string, let stream = object["stream"],
      object["time"]?.kind == .string
    else {
      return false
    }
    return stream.equals("stdout") || stream.equals("stderr")
  }

  /// A record whose time and stream were left out: `{"log":"…\n"}`.
  static func isBare(_ object: JSONValue) -> Bool {
    guard object.isObject, object["log"]?.kind == .string else { return false }
    return object.members.allSatisfy { key, _ in
      key.equals("log") || key.equals("stream") || key.equals("time") || key.equals("attrs")
    }
  }
}

/// What stands at the top of files that `--log_dir` or journalctl wrote, and tells the year.
enum KlogHeader {
  static func isHeader(_ line: Span<UInt8>) -> Bool {
    created(line) || Text.matches(line, at: 0, "Running on machine: ")
      || Text.matches(line, at: 0, "Binary: Built with ")
      || Text.matches(line, at: 0, "Log line format: [IWEF]") || Text.matches(line, at: 0, "Log line format: <")
      || Text.matches(line, at: 0, "-- No entries --") || Text.matches(line, at: 0, "-- Logs begin at ")
      || Text.matches(line, at: 0, "-- Journal begins at ") || isBoot(line)
  }

  /// What journalctl prints between the entries of two boots.
  static func isBoot(_ line: Span<UInt8>) -> Bool {
    Text.matches(line, at: 0, "-- Boot ") || Text.matches(line, at: 0, "-- Reboot --")
  }

  private static func created(_ line: Span<UInt8>) -> Bool { Text.matches(line, at: 0, "Log file created at: ") }

  /// The time in `Log file created at: 2026/08/27 18:15:00` or `-- Logs begin at Tue 2021-08-03 09:10:29 UTC, end at … --`
  /// (the end, where it is given).
  static func time(_ line: Span<UInt8>) -> Instant? {
    if created(line) { return Timestamp.rfc3339(line, at: 21)?.instant() }
    guard Text.matches(line, at: 0, "-- "),
      let at = Text.find(", end at ", in: line) ?? Text.find(" begin at ", in: line)
    else {
      return nil
    }
    for i in (at + 9)..<min(at + 20, line.count) where Text.isDigit(line[i]) {
      return Timestamp.rfc3339(line, at: i)?.instant()
    }
    return nil
  }
}
