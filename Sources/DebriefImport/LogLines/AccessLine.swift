internal import DebriefModel
internal import DebriefParsing

/// Reads the access logs of nginx, Apache, ingress-nginx, Envoy and Istio.
///
/// - Common and combined: `host ident user [time] "request" status bytes "referer" "agent"`, with nginx's request time or
///   `rt=…` fields after it (nginx.org, ngx_http_log_module; httpd.apache.org, mod_log_config; kubernetes.github.io/ingress-nginx).
/// - Envoy's default text and Istio's, and both as JSON (envoyproxy.io, Access logging; istio.io, Envoy Access Logs).
enum AccessLine {
  /// Whether Envoy's quoted request follows a bracketed time that ends before `end`.
  static func isEnvoy(_ content: Span<UInt8>, _ end: Int) -> Bool {
    guard end + 3 < content.count, content[end - 1] == 0x5D, content[end] == 0x20, content[end + 1] == 0x22 else {
      return false
    }
    return content[end + 2] == 0x2D || (content[end + 2] >= 0x41 && content[end + 2] <= 0x5A)
  }

  static func read(_ content: Span<UInt8>, _ stamp: PlainLine.Stamp, into line: LogLine) -> LogLine {
    var line = line
    var cursor = FieldCursor(at: stamp.end)
    guard let request = cursor.next(content) else { return line }
    let start = max(request.lowerBound - 1, 0)
    line.message = WebText.masked(LineText.part(content, start..<content.count))
    WebText.takeRequest(content, request, &line)
    guard let field = cursor.next(content) else { return line }
    if stamp.isEnvoy {
      readEnvoy(content, status: field, &cursor, &line)
    } else if let status = WebText.status(content, field) {
      line.attributes.set("http_status", content, field)
      line.severity = WebText.severity(status: status)
      readTail(content, &cursor, &line)
    }
    return line
  }

  // MARK: nginx and Apache

  /// `bytes "referer" "agent"` and what follows them.
  private static func readTail(_ content: Span<UInt8>, _ cursor: inout FieldCursor, _ line: inout LogLine) {
    if let bytes = cursor.next(content), isNumber(content, bytes) { line.attributes.set("bytes", content, bytes) }
    var rest: [Range<Int>] = []
    while rest.count < 24, let field = cursor.next(content) { rest.append(field) }
    guard rest.count > 2 else { return }
    if rest.count >= 6, isNumber(content, rest[2]), content[rest[4].lowerBound - 1] == 0x5B {
      return readIngress(content, Array(rest[2...]), &line)
    }
    for field in rest[2...] { takeTail(content, field, &line) }
  }

  /// ingress-nginx: request length, request time, [upstream name], [alternative], address, length, time, status, request id.
  private static func readIngress(_ content: Span<UInt8>, _ fields: [Range<Int>], _ line: inout LogLine) {
    line.attributes.set("duration_ms", WebText.milliseconds(ofSeconds: content, fields[1]) ?? "")
    line.attributes.set("upstream", content, fields[2])
    if fields.count > 4 { set("upstream_address", content, fields[4], &line) }
    if fields.count > 7 { set("upstream_status", content, fields[7], &line) }
    if fields.count > 8 { set("request_id", content, fields[8], &line) }
  }

  private static let tailNames: [(name: StaticString, attribute: String)] = [
    ("rt=", "duration_ms"), ("request_time=", "duration_ms"), ("urt=", "upstream_ms"),
    ("upstream_response_time=", "upstream_ms"), ("uaddr=", "upstream"), ("upstream=", "upstream"),
    ("ua=", "upstream"), ("request_id=", "request_id"), ("rid=", "request_id"),
  ]

  /// A named field, or nginx's request time: the first number with decimals; the second is the upstream's.
  private static func takeTail(_ content: Span<UInt8>, _ field: Range<Int>, _ line: inout LogLine) {
    for entry in tailNames where Text.matches(content, at: field.lowerBound, entry.name) {
      var value = (field.lowerBound + entry.name.utf8CodeUnitCount)..<field.upperBound
      while !value.isEmpty, content[value.lowerBound] == 0x22 { value = (value.lowerBound + 1)..<value.upperBound }
      while !value.isEmpty, content[value.upperBound - 1] == 0x22 { value = value.lowerBound..<(value.upperBound - 1) }
      let isTime = entry.attribute.hasSuffix("_ms")
      if isTime {
        line.attributes.set(entry.attribute, WebText.milliseconds(ofSeconds: content, value) ?? "")
      } else {
        set(entry.attribute, content, value, &line)
      }
      return
    }
    guard hasPoint(content, field), let time = WebText.milliseconds(ofSeconds: content, field) else { return }
    line.attributes.set(line.attributes.values["duration_ms"] == nil ? "duration_ms" : "upstream_ms", time)
  }

  private static func hasPoint(_ content: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for i in range where content[i] == 0x2E { return true }
    return false
  }

  private static func isNumber(_ content: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for i in range where !Text.isDigit(content[i]) { return false }
    return !range.isEmpty
  }

  /// Sets a fact unless it is `-`.
  private static func set(_ name: String, _ content: Span<UInt8>, _ range: Range<Int>, _ line: inout LogLine) {
    guard range.count != 1 || content[range.lowerBound] != 0x2D else { return }
    line.attributes.set(name, WebText.masked(LineText.part(content, range, limit: LineText.longestValue)))
  }

  // MARK: Envoy

  /// After the status: flags; Istio's details, termination and failure; bytes in and out, duration, upstream time, then quoted
  /// `"forwarded for" "agent" "request id" "authority" "upstream host"` and Istio's cluster.
  private static func readEnvoy(
    _ content: Span<UInt8>, status: Range<Int>, _ cursor: inout FieldCursor, _ line: inout LogLine
  ) {
    var fields: [Range<Int>] = []
    while fields.count < 24, let field = cursor.next(content) { fields.append(field) }
    let code = status.count <= 3 ? Timestamp.number(content, status.lowerBound, status.count) : nil
    guard let code, let flags = fields.first else { return }
    set("response_flags", content, flags, &line)
    line.attributes.set("http_status", content, status)
    line.severity = severity(code, flags: line.attributes.values["response_flags"] ?? "")
    guard fields.count > 3 else { return }
    let isIstio = !isNumber(content, fields[1])
    if isIstio { set("response_details", content, fields[1], &line) }
    let facts = isIstio ? Array(fields.dropFirst(4)) : Array(fields.dropFirst(1))
    let names = [
      "", "bytes", "duration_ms", "upstream_ms", "", "", "request_id", "authority", "upstream_address", "upstream",
    ]
    for (name, field) in zip(names, facts) where !name.isEmpty { set(name, content, field, &line) }
  }

  /// Status 0 means that no answer was given: the client went away (DC), or nobody could answer.
  private static func severity(_ code: Int, flags: String) -> Severity {
    if code == 0 { return flags.contains("DC") ? .warning : .error }
    return WebText.severity(status: code)
  }

  // MARK: JSON

  /// The JSON access logs of Envoy and Istio, and of nginx when its fields are called like its variables; nil for other objects.
  static func read(_ object: JSONValue) -> LogLine? {
    let isEnvoy = object["response_code"] != nil && object["start_time"] != nil
    guard isEnvoy || isNginx(object) else { return nil }
    let code = scalar(object["response_code"] ?? object["status"])
    var line = LogLine()
    line.form = .json
    let time =
      object["start_time"] ?? object["time_iso8601"] ?? object["time_local"] ?? object["time"] ?? object["timestamp"]
    line.clock = time?.withUTF8 { LineClock.stated($0) } ?? .none
    takeRequest(object, &line)
    let request = [line.attributes.values["http_method"], line.attributes.values["http_path"]].compactMap { $0 }
    line.attributes.set("http_status", code)
    for entry in facts { line.attributes.set(entry.attribute, known(object[entry.key])) }
    takeTimes(object, &line)
    line.severity = Int(code).map { severity($0, flags: scalar(object["response_flags"])) } ?? .unknown
    line.message = "\"\(request.joined(separator: " "))\" \(code)"
    if let why = line.attributes.values["response_flags"] { line.message += " \(why)" }
    return line
  }

  static func isNginx(_ object: JSONValue) -> Bool {
    guard object["status"] != nil, object["request_method"] != nil || object["request"]?.kind == .string else {
      return false
    }
    return object["time_iso8601"] != nil || object["time_local"] != nil || object["request_time"] != nil
  }

  private static let facts: [(key: StaticString, attribute: String)] = [
    ("response_flags", "response_flags"), ("response_code_details", "response_details"), ("authority", "authority"),
    ("upstream_cluster", "upstream"), ("upstream_host", "upstream_address"), ("upstream_addr", "upstream_address"),
    ("request_id", "request_id"), ("route_name", "route"), ("bytes_sent", "bytes"), ("body_bytes_sent", "bytes"),
    ("duration", "duration_ms"), ("upstream_service_time", "upstream_ms"),
  ]

  private static func takeRequest(_ object: JSONValue, _ line: inout LogLine) {
    if let request = object["request"], request.kind == .string {
      request.withUTF8 { WebText.takeRequest($0, 0..<$0.count, &line) }
    }
    line.attributes.set("http_method", known(object["method"] ?? object["request_method"]))
    line.attributes.set("http_path", known(object["path"] ?? object["request_uri"] ?? object["uri"]))
  }

  /// nginx gives seconds.
  private static func takeTimes(_ object: JSONValue, _ line: inout LogLine) {
    for (key, name) in [("request_time", "duration_ms"), ("upstream_response_time", "upstream_ms")] {
      let text = Array(scalar(object[name: key]).utf8)
      line.attributes.set(name, WebText.milliseconds(ofSeconds: text.span, 0..<text.count) ?? "")
    }
  }

  private static func scalar(_ value: JSONValue?) -> String { value?.scalarText ?? "" }

  private static func known(_ value: JSONValue?) -> String {
    let text = LineText.string(Array(scalar(value).utf8).span, limit: LineText.longestValue)
    return text == "-" ? "" : WebText.masked(text)
  }
}
