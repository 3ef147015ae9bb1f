public import DebriefModel
internal import DebriefParsing

/// Reads logs in W3C's extended format, as IIS, its relatives and proxies write them: `#Fields:` names the columns.
///
/// Times are UTC (draft WD-logfile; IIS does so), unless the columns are `date-local` and `time-local`. Where a line has no date it is
/// that of `#Date:`, and midnight is where the time steps back.
public struct W3CLogImporter: Importer {
  public static let description = ImporterDescription(
    id: "w3c-log", title: "W3C extended log", framing: .lines,
    summary: "Each line becomes one event with method, path and status; 5xx are errors.",
    origin: "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex260827.log")

  private static let mostFields = 100

  private var fields: [String] = []
  private var headerDate: CivilTime?
  private var lastSecond = 0
  private var countsMilliseconds = false
  private var clock = LogClock()

  public init() {}

  public static func sniff(_ head: FileHead) -> Confidence {
    head.withSpan { bytes in
      let top = bytes.extracting(0..<min(bytes.count, 4096))
      guard !top.isEmpty, top[0] == 0x23 || top[0] == 0xEF else { return .no }
      guard let at = Text.find("#Fields:", in: top), at == 0 || at == 3 || top[at - 1] == 0x0A else { return .no }
      var end = at
      while end < top.count, top[end] != 0x0A { end += 1 }
      let names = top.extracting((at + 8)..<max(end, at + 8))
      return Text.contains(names, " time") || Text.contains(names, "\ttime") || Text.contains(names, "timestamp")
        ? .certain : .no
    }
  }

  public mutating func read(_ record: Span<UInt8>, into batch: inout EventBatch) throws(Rejection) {
    let start = Text.matches(record, at: 0, "\u{FEFF}") && batch.place.line == 1 ? 3 : 0
    let line = record.extracting(start..<record.count)
    guard !Text.trimmed(line, 0..<line.count).isEmpty else { return }
    if line[0] == 0x23 { return readDirective(line) }
    guard !fields.isEmpty else { throw Rejection("no #Fields line before it says what its columns are") }
    try LineText.cleaned(line) { line throws(Rejection) in try readLine(line, &batch) }
  }

  private mutating func readDirective(_ line: Span<UInt8>) {
    if Text.matches(line, at: 0, "#Fields:") {
      var cursor = FieldCursor(at: 8)
      fields = []
      while fields.count < Self.mostFields, let field = cursor.next(line) { fields.append(Text.string(line, field)) }
    } else if Text.matches(line, at: 0, "#Software:") {
      countsMilliseconds = Text.contains(line, "Microsoft") || Text.contains(line, "IIS")
    } else if Text.matches(line, at: 0, "#Date: ") {
      headerDate = Timestamp.rfc3339(line, at: 7)?.civil
      lastSecond = 0
    }
  }

  private mutating func readLine(_ line: Span<UInt8>, _ batch: inout EventBatch) throws(Rejection) {
    var values: [String: Range<Int>] = [:]
    var cursor = FieldCursor(at: 0)
    for name in fields {
      guard let value = cursor.next(line) else { break }
      if value.count != 1 || line[value.lowerBound] != 0x2D { values[name] = value }
    }
    // Some writers leave fields out at the end of a line; one that has none of the first half is another line's rest.
    guard !values.isEmpty else { throw Rejection("a line without values") }
    let request = W3CRequest(line, values, countsMilliseconds: countsMilliseconds)
    batch.add(
      Event(
        time: time(line, values, &batch), kind: .log, severity: request.severity, subject: batch.context.subject,
        message: request.message, attributes: request.attributes))
  }

  private mutating func time(_ line: Span<UInt8>, _ values: [String: Range<Int>], _ batch: inout EventBatch)
    -> EventTime?
  {
    let isLocal = values["time"] == nil
    guard let time = values["time"] ?? values["time-local"] else { return nil }
    var bytes: [UInt8] = []
    if let date = values[isLocal ? "date-local" : "date"] { for i in date { bytes.append(line[i]) } }
    let hasDate = !bytes.isEmpty
    if !hasDate { bytes = Array("2000-01-01".utf8) }
    bytes.append(0x20)
    for i in time { bytes.append(line[i]) }
    guard var parsed = Timestamp.rfc3339(bytes.span), parsed.length == bytes.count else { return nil }
    if !hasDate {
      guard let civil = dated(parsed.civil, &batch) else { return nil }
      parsed.civil = civil
    }
    if isLocal { return clock.time(.full(parsed), &batch) }
    parsed.offset = 0
    return parsed.eventTime()
  }

  /// The time of day on the day of the header, or on the next one after midnight.
  private mutating func dated(_ time: CivilTime, _ batch: inout EventBatch) -> CivilTime? {
    guard var date = headerDate else {
      batch.note(.timeAssumption, "times without a date: no #Date line tells the day, so the events are undated")
      return nil
    }
    let second = time.hour * 3600 + time.minute * 60 + time.second
    if lastSecond - second > 43_200, let day = date.instant() {
      date = CivilTime(utc: day + .seconds(86_400))
      headerDate = date
    }
    lastSecond = second
    batch.note(
      .timeAssumption, "times without a date: the day of the #Date line was taken, and the next one after midnight")
    var civil = time
    (civil.year, civil.month, civil.day) = (date.year, date.month, date.day)
    return civil
  }

  public mutating func finish(into batch: inout EventBatch) throws(Rejection) {}
}

/// What the columns of one line say about a request.
private struct W3CRequest {
  private(set) var message = ""
  private(set) var attributes: [String: String] = [:]
  private(set) var severity = Severity.unknown

  init(_ line: Span<UInt8>, _ values: [String: Range<Int>], countsMilliseconds: Bool) {
    var path = (values["cs-uri-stem"] ?? values["cs-uri"]).map { LineText.part(line, $0) } ?? ""
    if let query = values["cs-uri-query"] { path += "?" + LineText.part(line, query) }
    path = WebText.masked(path)
    let method = values["cs-method"].map { LineText.part(line, $0, limit: 40) } ?? ""
    let status = values["sc-status"].flatMap { WebText.status(line, $0) }
    if let status { severity = WebText.severity(status: status) }
    message = [method, path, status.map { String($0) } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    // Without a request (a firewall's line) the line speaks for itself.
    if method.isEmpty && path.isEmpty { message = WebText.masked(LineText.part(line, 0..<line.count)) }
    if !method.isEmpty { attributes["http_method"] = method }
    if !path.isEmpty { attributes["http_path"] = String(path.prefix(LineText.longestValue)) }
    if let status { attributes["http_status"] = String(status) }
    take("client", line, values["c-ip"])
    take("bytes", line, values["sc-bytes"] ?? values["bytes"])
    take("host", line, values["s-computername"] ?? values["cs-host"])
    take("site", line, values["s-sitename"])
    take("substatus", line, values["sc-substatus"])
    take("win32_status", line, values["sc-win32-status"])
    take(countsMilliseconds ? "duration_ms" : "time_taken", line, values["time-taken"])
  }

  /// Keeps a fact unless it is zero.
  private mutating func take(_ name: String, _ line: Span<UInt8>, _ value: Range<Int>?) {
    guard let value, value.count != 1 || line[value.lowerBound] != 0x30 else { return }
    attributes[name] = LineText.part(line, value, limit: LineText.longestValue)
  }
}
