internal import DebriefModel
internal import DebriefParsing

/// Reads one JSON object as a log line: zap, logrus, slog, pino, bunyan, zerolog, ECS, logstash, Serilog, structlog, tracing,
/// klog's JSON, GELF, MongoDB.
struct JSONLogLine {
  /// Nested objects are looked into this deep.
  static let deepest = 3

  private(set) var line = LogLine()
  private(set) var hasMessage = false
  private(set) var hasForeignKeys = false
  private var levelNumber: Int?
  private var name = ""
  private var error = ""
  private var template = ""
  private var isGELF = false
  private var isMongoDB = false
  private var hasVerbosity = false
  private var namespace = ""
  private var pod = ""
  private var container = ""
  private let unwrapsArrays: Bool

  /// Whether a logger wrote this: it has a message and a time or a level.
  var isLog: Bool { hasMessage && (!line.clock.isNone || line.severity != .unknown) }
  /// Whether it also names its level or its logger, as no plain document does.
  var hasLevelOrLogger: Bool {
    line.severity != .unknown || !line.logger.isEmpty || hasVerbosity || line.attributes.values["caller"] != nil
  }

  /// Reads an object; `unwrapsArrays` takes an array of one element for its element, as the `fields` of Elasticsearch are.
  init(_ object: JSONValue, unwrapsArrays: Bool = false) {
    self.unwrapsArrays = unwrapsArrays
    line.form = .json
    readMembers(of: object, depth: 0)
    finish()
  }

  private mutating func readMembers(of object: JSONValue, depth: Int) {
    for member in object.members {
      let field = member.key.withUTF8 { LogField.of($0) } ?? .other
      read(field, member.key, unwrapsArrays ? member.value.onlyElement : member.value, depth: depth)
    }
  }

  private mutating func read(_ field: LogField, _ key: JSONValue, _ value: JSONValue, depth: Int) {
    switch field {
    case .time: readTime(value)
    case .instant: readInstant(value)
    case .level: readLevel(value)
    case .pythonLevel: fallback(LogSeverity.python(value.int))
    case .severityNumber: fallback(LogSeverity.openTelemetry(value.int))
    case .message: readMessage(value)
    case .shortMessage:
      isGELF = true
      readMessage(value)
    case .event: if value.kind == .string && !hasMessage { readMessage(value) }
    case .template: template = text(value)
    case .logger: readLogger(key, value)
    case .caller: readCaller(value)
    case .error: readError(value)
    case .errorType: line.errorType = text(value)
    case .stack: readStack(value)
    case .verbosity: hasVerbosity = true
    case .traceID: attribute("trace_id", value)
    case .spanID: attribute("span_id", value)
    case .requestID: attribute("request_id", value)
    case .httpStatus: readStatus(key, value)
    case .thread: attribute("thread", value)
    case .namespace: namespace = text(value)
    case .pod: pod = text(value)
    case .container: container = text(value)
    case .nested: readNested(key, value, depth: depth)
    case .foreign: hasForeignKeys = true
    case .other: readOther(key, value)
    }
  }

  private func text(_ value: JSONValue) -> String {
    value.withUTF8 { LineText.string($0, limit: LineText.longestValue) } ?? value.scalarText ?? ""
  }

  private mutating func attribute(_ name: String, _ value: JSONValue) {
    guard !line.attributes.isFull else { return }
    line.attributes.set(name, text(value))
  }

  private mutating func readOther(_ key: JSONValue, _ value: JSONValue) {
    guard !line.attributes.isFull, !value.isObject, !value.isArray, !value.isNull else { return }
    if isMongoDB, key.equals("s") { return fallback(value.withUTF8 { LogSeverity.field($0) } ?? nil) }
    if isMongoDB, key.equals("c") { line.logger = text(value) }
    guard let name = key.withUTF8({ LineText.string($0, limit: LogAttributes.longestName) }), !name.isEmpty else {
      return
    }
    line.attributes.set(name, text(value))
  }

  /// A status is HTTP's when it is a number of three digits.
  private mutating func readStatus(_ key: JSONValue, _ value: JSONValue) {
    let text = text(value)
    if text.utf8.count == 3, let code = Int(text), code >= 100 {
      line.attributes.set("http_status", text)
    } else {
      readOther(key, value)
    }
  }

  private mutating func readTime(_ value: JSONValue) {
    guard line.clock.isNone else { return }
    if value.isObject, let date = value["$date"] {
      isMongoDB = true
      return readTime(date)
    }
    line.clock = value.withUTF8 { LineClock.stated($0) } ?? LineClock.number(value)
  }

  private mutating func readInstant(_ value: JSONValue) {
    guard let seconds = value["epochSecond"]?.int, let time = Timestamp.epoch(seconds) else { return }
    let nanos = value["nanoOfSecond"]?.int ?? 0
    guard (0..<1_000_000_000).contains(nanos) else { return }
    line.clock = .exact(EventTime(time.start + TimeSpan(nanoseconds: Int64(nanos)), precision: .nanosecond))
  }

  private mutating func readLevel(_ value: JSONValue) {
    if let severity = value.withUTF8({ LogSeverity.field($0) }) ?? nil { line.severity = severity }
    levelNumber = value.int
  }

  private mutating func fallback(_ severity: Severity?) {
    if line.severity == .unknown, let severity { line.severity = severity }
  }

  private mutating func readMessage(_ value: JSONValue) {
    guard let text = value.withUTF8({ LineText.string($0) }) ?? value.scalarText else { return }
    hasMessage = true
    line.message = text
    while let last = line.message.utf8.last, Text.isSpace(last) { line.message.unicodeScalars.removeLast() }
  }

  /// bunyan and pino call the logger `name`; elsewhere a name may be anything's.
  private mutating func readLogger(_ key: JSONValue, _ value: JSONValue) {
    if key.equals("name") { name = text(value) } else { line.logger = text(value) }
  }

  /// Text, or slog's `{"function", "file", "line"}`.
  private mutating func readCaller(_ value: JSONValue) {
    guard value.isObject else { return attribute("caller", value) }
    guard let file = value["file"].map({ text($0) }), !file.isEmpty else { return }
    line.attributes.set("caller", value["line"]?.int.map { "\(file):\($0)" } ?? file)
  }

  /// Text, or `{"type", "message", "stack"}` of pino, bunyan and ECS.
  private mutating func readError(_ value: JSONValue) {
    guard value.isObject else {
      guard value.kind == .string else { return attribute("error", value) }
      if error.isEmpty { error = text(value) }
      return
    }
    if let message = value["message"] { error = text(message) }
    if let type = value["type"] ?? value["name"] { line.errorType = text(type) }
    if let stack = value["stack_trace"] ?? value["stack"] { readStack(stack) }
  }

  private mutating func readStack(_ value: JSONValue) {
    guard line.stack.isEmpty else { return }
    line.stack = value.withUTF8 { LineText.string($0) } ?? ""
  }

  private mutating func readNested(_ key: JSONValue, _ value: JSONValue, depth: Int) {
    if key.equals("log"), value.kind == .string {
      if !hasMessage { readMessage(value) }
    } else if key.equals("trace") {
      if let id = value["id"] { attribute("trace_id", id) } else { readOther(key, value) }
    } else if key.equals("kubernetes") {
      readKubernetes(value)
    } else if value.isObject, depth < Self.deepest {
      readMembers(of: value, depth: depth + 1)
    } else {
      readOther(key, value)
    }
  }

  /// Fluentd's flat names and Elastic's objects.
  private mutating func readKubernetes(_ value: JSONValue) {
    if let found = value["namespace_name"] ?? value["namespace"] { namespace = text(found) }
    if let found = value["pod_name"] ?? value["pod"]?["name"] { pod = text(found) }
    if let found = value["container_name"] ?? value["container"]?["name"] { container = text(found) }
  }

  private mutating func finish() {
    if line.severity == .unknown,
      let number = isGELF ? LogSeverity.syslog(levelNumber) : LogSeverity.number(levelNumber)
    {
      line.severity = number
      if line.logger.isEmpty { line.logger = name }
    } else if !name.isEmpty {
      line.attributes.set("name", name)
    }
    if line.severity == .unknown && hasVerbosity && hasMessage { line.severity = error.isEmpty ? .info : .error }
    if !hasMessage && !template.isEmpty {
      hasMessage = true
      line.message = template
    }
    if !pod.isEmpty { line.subject = Subject(namespace: namespace, kind: "Pod", name: pod, container: container) }
    line.add(error: error)
  }
}

extension LogLine {
  /// Keeps an error's text as an attribute, and at the end of the message when it is not there already.
  mutating func add(error: String) {
    guard !error.isEmpty else { return }
    attributes.set("error", error)
    if message.isEmpty {
      message = error
    } else if !message.hasSuffix(error) && message.utf8.count < LineText.longestMessage {
      message += ": " + error
    }
  }
}

/// Times as the fields of structured lines write them.
enum LineClock {
  /// A text that is a time and nothing else.
  static func stated(_ text: Span<UInt8>) -> LogLine.Clock {
    if let parsed = Timestamp.rfc3339(text) { return .full(parsed) }
    if let epoch = Timestamp.epochText(text, at: 0), epoch.length == text.count { return .exact(epoch.time) }
    if let parsed = Timestamp.dayMonthYear(text, at: 0) ?? Timestamp.ctime(text, at: 0) { return .full(parsed) }
    return .none
  }

  static func number(_ value: JSONValue) -> LogLine.Clock {
    if let int = value.int { return Timestamp.epoch(int).map { .exact($0) } ?? .none }
    return value.double.flatMap { Timestamp.epoch($0) }.map { .exact($0) } ?? .none
  }
}
